"""The picture that other sites show beside a link to the page of a group: its photo or its drawing, with its name and
place.
"""

import io
import re
import textwrap
import unicodedata
from functools import cache

import vl_convert
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import ngettext
from PIL import Image, ImageDraw, ImageFont, ImageOps

from coophub.portal.picture import picture_of
from initiatives.models import GroupPhoto, Initiative

STATIC = settings.BASE_DIR / "static"
BY_DAY = re.compile(r"(--picture-[a-z-]+): light-dark\((#[0-9a-f]{6}),")
SIZE = (1200, 630)
LETTERS_ON_A_LINE, MOST_LINES = 34, 3
LEFT, TOP, LINE = 60, 48, 68
NAME_SIZE, PLACE_SIZE = 58, 34
REGULAR, BOLD = 400.0, 600.0
LAST_LATIN = 0xFF
"""The typefaces of the front end come in pieces; this is the last letter of the one that is used here."""


def share_image_of(initiative: Initiative, photo: GroupPhoto | None) -> bytes:
    """A PNG of 1200 by 630, in the language of the site: other sites keep one for everybody."""
    name, place = words_on(initiative)
    image = _drawn(initiative) if photo is None else _below_a_strip(photo, lines=len(name))
    pen, ink = ImageDraw.Draw(image), _colours()["--picture-ink"]
    for number, line in enumerate(name):
        pen.text((LEFT, TOP + LINE * number), line, font=_serif(), fill=ink)
    pen.text((LEFT, TOP + LINE * len(name) + 8), place, font=_sans(), fill=ink)
    content = io.BytesIO()
    image.save(content, "PNG")
    return content.getvalue()


def _drawn(initiative: Initiative) -> Image.Image:
    picture = render_to_string("portal/share_image.svg", {"picture": picture_of(initiative)})
    with Image.open(io.BytesIO(vl_convert.svg_to_png(_in_colour(picture), scale=1))) as drawn:
        return drawn.convert("RGB")


def _below_a_strip(photo: GroupPhoto, *, lines: int) -> Image.Image:
    """The photo below a strip of sky for the words, so that they stand on nobody."""
    strip = TOP + LINE * lines + PLACE_SIZE + TOP
    image = Image.new("RGB", SIZE, _colours()["--picture-sky"])
    with Image.open(io.BytesIO(photo.content("large"))) as large:
        image.paste(ImageOps.fit(large, (SIZE[0], SIZE[1] - strip), centering=(0.5, 0.4)), (0, strip))
    return image


def words_on(initiative: Initiative) -> tuple[list[str], str]:
    """What is written on it: the lines of the name, and how many homes where."""
    lines = textwrap.wrap(_latin(initiative.name), LETTERS_ON_A_LINE, max_lines=MOST_LINES, placeholder="...")
    with translation.override(settings.LANGUAGE_CODE):
        sentence = ngettext("One home in %(place)s", "%(count)s homes in %(place)s", initiative.homes)
    return lines, _latin(sentence % {"count": initiative.homes, "place": initiative.municipality.name})


def _latin(words: str) -> str:
    """With a letter of the alphabet in the place of one that the typeface does not have."""
    return "".join(sign if ord(sign) <= LAST_LATIN else unicodedata.normalize("NFKD", sign)[0] for sign in words)


def _in_colour(drawing: str) -> str:
    """With the colours of the day in the place of their names: what draws it knows no style sheet."""
    return re.sub(r"var\((--picture-[a-z-]+)\)", lambda found: _colours()[found[1]], drawing)


@cache
def _colours() -> dict[str, str]:
    return dict(BY_DAY.findall((STATIC / "css/picture.css").read_text()))


@cache
def _serif() -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(STATIC / "build/source-serif-4-latin-wght-normal.woff2", NAME_SIZE)
    font.set_variation_by_axes([BOLD])
    return font


@cache
def _sans() -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(STATIC / "build/source-sans-3-latin-wght-normal.woff2", PLACE_SIZE)
    font.set_variation_by_axes([REGULAR])
    return font
