"""The kinds of figures in a plan: how a value is written for people, and the unit beside it."""

from collections.abc import Callable, Sized
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import gettext_lazy, ngettext

from coophub.web import formats
from coophub.web.formats import Words, euro, euro_cents, number, percent

MOST_PLACES = 4


@dataclass(frozen=True, eq=False)
class Kind:
    """What sort of value a figure has.

    `write` gives it as people read it, every digit that counts included. Each kind is one of a kind: words that depend
    on the reader make no key.
    """

    name: str
    write: Callable[[Any], str]
    unit: Words = ""


def places_of(value: float) -> int:
    """As many decimals as the value has, at most four."""
    exponent = Decimal(str(round(value, 6))).normalize().as_tuple().exponent
    return min(MOST_PLACES, max(0, -int(exponent)))


def _euro(value: float) -> str:
    return euro(value) if float(value).is_integer() else euro_cents(value)


def _percent(value: float) -> str:
    return percent(value, places_of(float(value) * 100))


def _number(value: float) -> str:
    return number(value, places_of(float(value)))


def _moment(value: float) -> str:
    """A year with a fraction, without marks of thousands."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", str(get_format("DECIMAL_SEPARATOR")))


def _years(value: int) -> str:
    return ngettext("%(count)s year", "%(count)s years", value) % {"count": value}


def _months(value: int) -> str:
    return ngettext("%(count)s month", "%(count)s months", value) % {"count": value}


def homes_in_words(count: float) -> str:
    """Rooms of a group home make parts of a home: those are written too, and are more than one."""
    of_a_whole = int(count) if float(count).is_integer() else 2
    return ngettext("%(count)s home", "%(count)s homes", of_a_whole) % {"count": _number(count)}


def rooms_in_words(count: int) -> str:
    """How many rooms in homes that people share."""
    return ngettext("%(count)s room", "%(count)s rooms", count) % {"count": _number(count)}


def _yes_or_no(value: bool) -> str:
    return str(YES if value else NO)


def _how_many(value: Sized) -> str:
    return ngettext("%(count)s value", "%(count)s values", len(value)) % {"count": len(value)}


YES, NO = gettext_lazy("yes"), gettext_lazy("no")

TEXT = Kind("text", str)
EURO = Kind("euro", _euro, "€")
RATE = Kind("rate", _percent, gettext_lazy("% per year"))
SHARE = Kind("share", _percent, "%")
RATIO = Kind("ratio", lambda value: number(value, 2), "×")
AREA = Kind("area", _number, gettext_lazy("m²"))
NUMBER = Kind("number", _number)
COUNT = Kind("count", _number)
YEAR = Kind("year", str, gettext_lazy("year"))
MOMENT = Kind("moment", _moment, gettext_lazy("year"))
MONTH = Kind("month", formats.month, gettext_lazy("month"))
YEARS = Kind("years", _years, gettext_lazy("years"))
MONTHS = Kind("months", _months, gettext_lazy("months"))
YES_NO = Kind("yes_no", _yes_or_no)
CHOICE = Kind("choice", str)
GROUP = Kind("group", _how_many)
"""Figures that belong together, or rows of them."""

OF_A_MEASURE = {
    kind.name: kind
    for kind in (TEXT, EURO, RATE, SHARE, RATIO, NUMBER, COUNT, AREA, YEAR, YEARS, MOMENT, MONTH, MONTHS)
}
"""By the measure that the type of a figure says."""
