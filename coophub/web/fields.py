"""Numbers as people type them.

"1.234,56", "1234.56", "€ 850" and "1.000,-" are all understood, and shown back the way the
reader's language writes them.
"""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import number

GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)


def parse_number(text: str, *, decimal_places: int = 2) -> Decimal:
    """What someone means who types `text`.

    With both marks, the last one is the decimal mark. With one kind, three digits behind it make it a mark of thousands
    ("1.250" is twelve hundred and fifty), but where three decimals are possible the reader's language decides.
    Raises ValueError when it is no number.
    """
    cleaned = re.sub(r"[\s']|€|EUR", "", text, flags=re.IGNORECASE)
    cleaned = re.sub(r",-+$", "", re.sub(r"[\u2212\u2013]", "-", cleaned))
    found = re.fullmatch(r"([+-]?)(\d[\d.,]*|[.,]\d+)", cleaned, re.ASCII)
    if not found:
        raise ValueError(text)
    sign, digits = found.groups()
    whole, fraction = _split(digits, decimal_places)
    if not (whole.isdecimal() or not whole or GROUPED.fullmatch(whole)):
        raise ValueError(text)
    return Decimal(f"{sign}{re.sub('[.,]', '', whole) or '0'}.{fraction}")


def _split(digits: str, decimal_places: int) -> tuple[str, str]:
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0 or _marks_thousands(digits, last, decimal_places):
        return digits, ""
    whole, mark, fraction = digits[:last], digits[last], digits[last + 1 :]
    if mark in whole:
        raise ValueError(digits)
    return whole, fraction


def _marks_thousands(digits: str, last: int, decimal_places: int) -> bool:
    if not GROUPED.fullmatch(digits):
        return False
    if digits.count(digits[last]) > 1 or decimal_places < 3:
        return True
    return bool(digits[last] != formats.get_format("DECIMAL_SEPARATOR"))


class NumberField(forms.DecimalField):
    """A number with its unit beside the input."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write this in figures, for example 12 or 3.5.")}

    def __init__(self, *, unit: str | Promise = "", decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(decimal_places=decimal_places, **kwargs)
        self.unit = unit

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return super().to_python(parse_number(value, decimal_places=self.decimal_places or 0))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        exact = Decimal(str(value)).normalize()
        places = -int(exact.as_tuple().exponent)
        return number(exact, max(0, places)).replace("\N{MINUS SIGN}", "-")


class EuroField(NumberField):
    """An amount in euros, cents allowed."""

    default_error_messages = {"invalid": _("Write the amount in euros and in figures, for example 850 or 1250.50.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_digits", 14)
        super().__init__(unit="€", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        shown = super().prepare_value(value)
        if isinstance(value, str) or value is None:
            return shown
        return number(value, 0 if Decimal(str(value)) % 1 == 0 else 2).replace("\N{MINUS SIGN}", "-")


class MonthInput(forms.TextInput):
    input_type = "month"


class MonthField(forms.CharField):
    """A month, kept as "2027-03". Where the browser has no way to choose one, "3-2027" is understood as well."""

    widget = MonthInput
    default_error_messages = {"invalid": _("Fill in a month and a year, for example 3-2027.")}

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off"}

    def clean(self, value: Any) -> str | None:
        text = super().clean(value).replace("/", "-").replace(" ", "")
        if not text:
            return None
        found = re.fullmatch(r"(?P<year>\d{4})-(?P<month>\d{1,2})|(?P<first>\d{1,2})-(?P<last>\d{4})", text, re.ASCII)
        year, month = (found["year"] or found["last"], found["month"] or found["first"]) if found else ("", "0")
        if not 1 <= int(month) <= 12:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{year}-{int(month):02d}"


class PercentField(NumberField):
    """A percentage to type and read ("4,25"), a fraction to work with (0.0425).

    `min_value` and `max_value` are percentages.
    """

    default_error_messages = {"invalid": _("Write the percentage in figures, for example 4 or 4.25.")}

    def __init__(self, *, unit: str | Promise = "%", **kwargs: Any) -> None:
        super().__init__(unit=unit, **kwargs)

    def clean(self, value: Any) -> Decimal | None:
        percentage = super().clean(value)
        return None if percentage is None else percentage / 100

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else super().prepare_value(Decimal(str(value)) * 100)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(None if initial is None else Decimal(str(initial)) * 100, data)
