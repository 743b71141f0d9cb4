"""Filters and tags that every template has: amounts, percentages, dates and icons as people here write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils import formats, numberformat, timezone
from django.utils.translation import get_language

register = template.Library()

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


@register.filter
def euro(amount: Any) -> str:
    """In whole euros: "€ 1.235" in Dutch, "€1,235" in English; "" for nothing."""
    return _money(amount, 0)


@register.filter
def euro_cents(amount: Any) -> str:
    """In euros and cents, for decisions and letters: "€ 1.234,56" in Dutch, "€1,234.56" in English; "" for nothing."""
    return _money(amount, 2)


@register.filter
def number(value: Any, places: int = 0) -> str:
    """A figure with its thousands separated: "1.234" in Dutch, "1,234" in English; "" for nothing."""
    rounded = _rounded(value, places)
    return "" if rounded is None else _sign(rounded) + _digits(rounded, places)


@register.filter
def percent(fraction: Any, places: int = 0) -> str:
    """A fraction as a percentage: 0.0425 with one place is "4,3%" in Dutch and "4.3%" in English; "" for nothing."""
    value = _decimal(fraction)
    return "" if value is None else number(value * 100, places) + "%"


@register.filter
def day(value: date | datetime | None) -> str:
    """A date in full, in Dutch time: "3 maart 2026"."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y")


@register.filter
def moment(value: datetime | None) -> str:
    """A date and time, in Dutch time: "3 maart 2026 14:05"."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    return formats.date_format(value, "j F Y H:i")


@register.filter
def filesize(size_bytes: int | None) -> str:
    """The size of a file: "1,4 MB"."""
    return "" if size_bytes is None else filesizeformat(size_bytes)


@register.inclusion_tag("components/icon.html")
def icon(name: str, label: str = "") -> dict[str, str]:
    """A drawing of ours from static/images/icons.svg. With a `label` it speaks, without it is decoration."""
    return {"name": name, "label": label}


def _money(amount: Any, places: int) -> str:
    value = _rounded(amount, places)
    if value is None:
        return ""
    if get_language() == "en":
        return f"{_sign(value)}€{_digits(value, places)}"
    return f"€{NO_BREAK_SPACE}{_sign(value)}{_digits(value, places)}"


def _decimal(value: Any) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _rounded(value: Any, places: int) -> Decimal | None:
    found = _decimal(value)
    return None if found is None else found.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP)


def _sign(value: Decimal) -> str:
    return MINUS if value < 0 else ""


def _digits(value: Decimal, places: int) -> str:
    return numberformat.format(
        abs(value),
        decimal_sep=formats.get_format("DECIMAL_SEPARATOR"),
        decimal_pos=int(places),
        grouping=3,
        thousand_sep=formats.get_format("THOUSAND_SEPARATOR"),
        force_grouping=True,
    )
