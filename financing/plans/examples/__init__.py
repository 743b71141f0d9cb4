"""Example plans to start from. All of them are made up; their figures are assumptions and say so."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Example:
    slug: str
    title: str | Promise
    explanation: str | Promise


EXAMPLES = (
    Example(
        "de-eendracht",
        _("24 rental homes on bought ground"),
        _(
            "A bank loan, a loan of the municipality and money of the members. It does not close yet: the rents are too low for the bank."
        ),
    ),
    Example(
        "erfpacht-met-stadslening",
        _("36 rental homes on ground lease with a municipal loan"),
        _("New homes for middle incomes. The ground is leased, so that less has to be borrowed. It closes."),
    ),
    Example(
        "hofje-voor-ouderen",
        _("A hofje of 16 homes for older people"),
        _("The members bring in money of their own and get a small return on it. It closes."),
    ),
    Example(
        "overname-met-korting",
        _("Taking over 20 homes of a housing corporation"),
        _("Existing homes at a discount, with works to insulate them. It closes."),
    ),
)


def example_document(slug: str, **changes: Any) -> dict[str, Any]:
    """The plan document of an example, with these top-level keys changed. Raises KeyError for a name that is no example."""
    if slug not in {example.slug for example in EXAMPLES}:
        raise KeyError(slug)
    return {**json.loads(_text(slug)), **changes}


@cache
def _text(slug: str) -> str:
    return (FOLDER / f"{slug}.json").read_text(encoding="utf-8")
