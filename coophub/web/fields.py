"""One field for each kind of thing that people fill in: a number, an amount, a day, a moment, a number of the KVK.

Numbers are read as people type them: "1.234,56", "1234.56", "€ 850" and "1.000,-" are all understood, and shown back
the way the reader's language writes them.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from localflavor.generic.forms import IBANFormField

from coophub.web.formats import day, number

Bound = dt.date | Callable[[], dt.date]
"""The first or last day that a field takes, or what gives it at the moment that somebody asks."""

FIRST_DAY = dt.date(1900, 1, 1)
LAST_DAY = dt.date(2200, 12, 31)
LARGEST_WHOLE_NUMBER = 2**31 - 1
"""What the database keeps in a column of whole numbers."""

GROUPED = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", re.ASCII)


def parse_number(text: str, *, decimal_places: int = 2, thousands: bool = True) -> Decimal:
    """What someone means who types `text`.

    With both marks, the last one is the decimal mark. With one kind, three digits behind it make it a mark of thousands
    ("1.250" is twelve hundred and fifty), but where three decimals are possible the reader's language decides. Without
    `thousands` a mark is always the decimal mark.
    Raises ValueError when it is no number.
    """
    cleaned = re.sub(r"[\s']|€|EUR", "", text, flags=re.IGNORECASE)
    cleaned = re.sub(r",-+$", "", re.sub(r"[\u2212\u2013]", "-", cleaned))
    found = re.fullmatch(r"([+-]?)(\d[\d.,]*|[.,]\d+)", cleaned, re.ASCII)
    if not found:
        raise ValueError(text)
    sign, digits = found.groups()
    whole, fraction = _split(digits, decimal_places, thousands)
    if not (whole.isdecimal() or not whole or GROUPED.fullmatch(whole)):
        raise ValueError(text)
    return Decimal(f"{sign}{re.sub('[.,]', '', whole) or '0'}.{fraction}")


def _split(digits: str, decimal_places: int, thousands: bool) -> tuple[str, str]:
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0 or (thousands and _marks_thousands(digits, last, decimal_places)):
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
    thousands = True
    default_error_messages = {"invalid": _("Write this in figures, for example 12 or 3.5.")}

    def __init__(
        self, *, unit: str | Promise = "", decimal_places: int = 2, max_digits: int = 20, **kwargs: Any
    ) -> None:
        super().__init__(decimal_places=decimal_places, max_digits=max_digits, **kwargs)
        self.unit = unit

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return super().to_python(
                parse_number(value, decimal_places=self.decimal_places or 0, thousands=self.thousands)
            )
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) or value is None:
            return value
        exact = Decimal(str(value)).normalize()
        places = -int(exact.as_tuple().exponent)
        return number(exact, max(0, places)).replace("\N{MINUS SIGN}", "-")


class CoordinateField(NumberField):
    """A latitude or longitude: so small that a mark in it is always the decimal mark."""

    thousands = False
    default_error_messages = {"invalid": _("Write this in figures, for example 53.2194.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=7, max_digits=10, **kwargs)


class WholeNumberField(forms.IntegerField):
    """A whole number, with its unit beside the input. At most what the database can keep."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Fill in a whole number, for example 24.")}

    def __init__(self, *, unit: str | Promise = "", max_value: int = LARGEST_WHOLE_NUMBER, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, **kwargs)
        self.unit = unit

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            found = parse_number(value)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error
        if found != found.to_integral_value():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(found)


class EuroField(NumberField):
    """An amount in euros, cents allowed."""

    default_error_messages = {"invalid": _("Write the amount in euros and in figures, for example 850 or 1250.50.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(unit="€", **{"max_digits": 14, **kwargs})

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


class Bounded(forms.Field):
    """What is chosen from a calendar, from the day `earliest` up to and including the day `latest`."""

    default_error_messages = {
        "too_early": _("Fill in %(day)s or a later day."),
        "too_late": _("Fill in %(day)s or an earlier day."),
    }

    def __init__(self, *, earliest: Bound = FIRST_DAY, latest: Bound = LAST_DAY, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.earliest, self.latest = earliest, latest

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        chosen = value.date() if isinstance(value, dt.datetime) else value
        if chosen < (first := _as_day(self.earliest)):
            raise ValidationError(self.error_messages["too_early"], code="too_early", params={"day": day(first)})
        if chosen > (last := _as_day(self.latest)):
            raise ValidationError(self.error_messages["too_late"], code="too_late", params={"day": day(last)})


def _as_day(bound: Bound) -> dt.date:
    return bound() if callable(bound) else bound


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(Bounded, forms.DateField):
    """A day."""

    widget = DayInput
    default_error_messages = {"invalid": _("Fill in a day, a month and a year, for example 28-2-2027.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"], **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Lets the calendar offer no other days, and no year of six digits."""
        self.widget.attrs |= {"min": str(_as_day(self.earliest)), "max": str(_as_day(self.latest))}
        return super().get_bound_field(form, field_name)


class MomentInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"step": 60, **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class MomentField(Bounded, forms.DateTimeField):
    """A day and a time in the Netherlands, to the minute."""

    widget = MomentInput
    default_error_messages = {"invalid": _("Fill in a day and a time, for example 28-2-2027 14:30.")}

    def __init__(self, **kwargs: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M"]
        super().__init__(input_formats=formats, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        self.widget.attrs |= {"min": f"{_as_day(self.earliest)}T00:00", "max": f"{_as_day(self.latest)}T23:59"}
        return super().get_bound_field(form, field_name)


class TextField(forms.CharField):
    """Sentences, with room for so many lines before it scrolls."""

    def __init__(self, *, rows: int = 5, is_prose: bool = True, **kwargs: Any) -> None:
        """What `is_prose` is not, such as a document to paste, gets no remarks about its spelling."""
        attrs = {"rows": rows} if is_prose else {"rows": rows, "spellcheck": "false"}
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)


class YesNoField(forms.TypedChoiceField):
    """A question that is answered in words: `choices` are those for "yes" and "no". Gives True or False."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        plain = [("yes", _("Yes")), ("no", _("No"))]
        super().__init__(**{"choices": plain, "coerce": lambda value: value == "yes", **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class KvkNumberField(forms.CharField):
    """The number under which an association or firm stands at the KVK: eight digits, which hold no check."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {"invalid": _("A KVK number has eight digits, for example 12345678.")}

    def __init__(self, *, max_length: int | None = None, **kwargs: Any) -> None:
        """`max_length` is what the column takes; who types spaces between the digits may type more."""
        super().__init__(**{"label": _("KVK number"), **kwargs})

    def to_python(self, value: Any) -> str:
        return re.sub(r"[\s.]", "", super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not re.fullmatch(r"\d{8}", value, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class IbanField(IBANFormField):  # type: ignore[misc] # localflavor tells no types
    """The number of a bank account, of which the check digits are right."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Bank account (IBAN)"), **kwargs})
        self.widget.attrs = {"autocomplete": "off", "spellcheck": "false"}


class KeyField(forms.UUIDField):
    """A key that the page carries unseen, so that what is sent twice is done once."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"initial": uuid.uuid4, **kwargs})
