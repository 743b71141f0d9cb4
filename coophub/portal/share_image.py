"""The picture that other sites show beside a link to the page of a group: its drawing with its name and place."""

import re
import textwrap
from dataclasses import dataclass
from functools import cache

import vl_convert
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext

from coophub.portal.picture import picture_of
from initiatives.models import Initiative

COLOURS = settings.BASE_DIR / "static" / "css" / "picture.css"
BY_DAY = re.compile(r"(--picture-[a-z-]+): light-dark\((#[0-9a-f]{6}),")
LETTERS_ON_A_LINE, MOST_LINES = 30, 3


@dataclass(frozen=True)
class NameLine:
    """A line of the name, and how high it stands."""

    text: str
    y: int


def share_image_of(initiative: Initiative) -> bytes:
    """A PNG of 1200 by 630, in the language of the site: other sites keep one for everybody."""
    lines = textwrap.wrap(initiative.name, LETTERS_ON_A_LINE, max_lines=MOST_LINES, placeholder="…")
    with translation.override(settings.LANGUAGE_CODE):
        drawing = render_to_string(
            "portal/share_image.svg",
            {
                "homes": _homes(initiative),
                "picture": picture_of(initiative),
                "lines": [NameLine(line, 92 + 62 * place) for place, line in enumerate(lines)],
                "under": 92 + 62 * len(lines),
            },
        )
    made: bytes = vl_convert.svg_to_png(_in_colour(drawing), scale=1)
    return made


def _homes(initiative: Initiative) -> str:
    sentence = ngettext("One home in %(place)s", "%(count)s homes in %(place)s", initiative.homes)
    return sentence % {"count": initiative.homes, "place": initiative.municipality.name}


def _in_colour(drawing: str) -> str:
    """With the colours of the day in the place of their names: what draws it knows no style sheet."""
    return re.sub(r"var\((--picture-[a-z-]+)\)", lambda found: _colours()[found[1]], drawing)


@cache
def _colours() -> dict[str, str]:
    return dict(BY_DAY.findall(COLOURS.read_text()))
