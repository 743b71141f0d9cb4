"""One field for each kind of thing that people fill in: a number, an amount, a day, a moment, a number of the KVK.

What a number means is decided in `coophub.web.numbers`, what belongs to a text in `coophub.web.texts`.
"""

import datetime as dt
import re
import uuid
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import DecimalValidator
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from localflavor.generic.countries.sepa import IBAN_SEPA_COUNTRIES
from localflavor.generic.forms import IBANFormField
from localflavor.generic.validators import IBAN_COUNTRY_CODE_LENGTH

from coophub.web import clock
from coophub.web.formats import AnyNumber, day, euro, euro_cents
from coophub.web.model_fields import FIRST_DAY
from coophub.web.numbers import NumberTooLongError, parse_number, sign_in, write_number
from coophub.web.texts import clean_line, clean_text, has_letters

Bound = dt.date | Callable[[], dt.date]
"""The first or last day that a field takes, or what gives it at the moment that somebody asks."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Of the years that a financing plan may name."""

LARGEST_WHOLE_NUMBER = 2**31 - 1
"""What the database keeps in a column of whole numbers."""


class NumberField(forms.Field):
    """A number with its unit beside the input, which may be typed along with it.

    What stands in it as it was stored, and nobody touched, stays exactly that, also when it has more decimals than are
    shown.
    """

    widget = forms.TextInput
    inputmode = "decimal"
    has_thousands = True
    times = 1
    """What is typed is so many times what is worked with."""

    default_error_messages = {
        "invalid": _("Write this in figures, for example 12 or 3.5."),
        "min_value": _("Fill in %(limit_value)s or more."),
        "max_value": _("Fill in %(limit_value)s or less."),
        "max_digits": _("This number has too many figures."),
        "max_whole_digits": _("This number has too many figures."),
        "max_decimal_places": ngettext_lazy(
            "Write at most %(max)s figure behind the decimal mark.",
            "Write at most %(max)s figures behind the decimal mark.",
            "max",
        ),
    }

    def __init__(
        self,
        *,
        unit: str | Promise = "",
        min_value: AnyNumber | None = None,
        max_value: AnyNumber | None = None,
        decimal_places: int = 2,
        max_digits: int = 20,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.unit, self.min_value, self.max_value = unit, min_value, max_value
        self.decimal_places = decimal_places
        self.validators.append(DecimalValidator(max_digits, decimal_places))

    @property
    def reads(self) -> str:
        """The signs that may be typed with the number."""
        return str(self.unit)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": self.inputmode, "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = clean_line(value) if isinstance(value, str) else value
        if text in self.empty_values:
            return None
        found = self._read(text) if isinstance(text, str) else Decimal(str(text))
        if not found.is_finite():
            raise self._refused("invalid")
        return found

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_value is not None and value < self.min_value:
            raise self._refused("min_value", limit_value=self.in_words(self.min_value))
        if self.max_value is not None and value > self.max_value:
            raise self._refused("max_value", limit_value=self.in_words(self.max_value))

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        return None if typed is None else self.worked_with(typed)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str | None) else self.shown(Decimal(str(value)) * self.times)

    def has_changed(self, initial: Any, data: Any) -> bool:
        if self._is_untouched(initial, data):
            return False
        return super().has_changed(
            initial if initial in self.empty_values else Decimal(str(initial)) * self.times, data
        )

    def shown(self, typed: Decimal) -> str:
        """A number as it stands in the input."""
        return write_number(typed, most_places=self.decimal_places, has_thousands=self.has_thousands)

    def in_words(self, limit: AnyNumber) -> str:
        """A limit as a sentence says it, such as "100%" or "500 m²"."""
        sign = sign_in(str(self.unit))
        return f"{self.shown(Decimal(str(limit)))}{'' if sign == '%' else ' '}{sign}".strip()

    def worked_with(self, typed: Decimal) -> Any:
        """What a number in the input stands for."""
        return typed if self.times == 1 else typed / self.times

    def _clean_bound_field(self, bound_field: BoundField) -> Any:
        stored = bound_field.initial
        if self.disabled or not self._is_untouched(stored, bound_field.data):
            return self.clean(stored if self.disabled else bound_field.data)
        typed = self.to_python(Decimal(str(stored)) * self.times)
        self.validate(typed)
        return self.worked_with(typed)

    def _is_untouched(self, stored: Any, data: Any) -> bool:
        return not isinstance(stored, str | None) and bool(data == self.prepare_value(stored))

    def _read(self, text: str) -> Decimal:
        try:
            return parse_number(
                text, decimal_places=self.decimal_places, unit=self.reads, has_thousands=self.has_thousands
            )
        except NumberTooLongError as error:
            raise self._refused("max_digits") from error
        except ValueError as error:
            raise self._refused("invalid") from error

    def _refused(self, code: str, **params: Any) -> ValidationError:
        return ValidationError(self.error_messages[code], code=code, params=params)


class CoordinateField(NumberField):
    """A latitude or longitude: so small that a mark in it is always the decimal mark."""

    has_thousands = False
    default_error_messages = {"invalid": _("Write this in figures, for example 53.2194.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(decimal_places=7, max_digits=10, **kwargs)


class WholeNumberField(NumberField):
    """A whole number. At most what the database can keep."""

    inputmode = "numeric"
    default_error_messages = {"invalid": _("Fill in a whole number, for example 24.")}

    def __init__(self, *, max_value: AnyNumber = LARGEST_WHOLE_NUMBER, **kwargs: Any) -> None:
        super().__init__(max_value=max_value, decimal_places=0, **kwargs)

    def to_python(self, value: Any) -> Any:
        found = super().to_python(value)
        if found is None:
            return None
        whole = found.to_integral_value()
        if whole != found:
            raise self._refused("invalid")
        return whole

    def worked_with(self, typed: Decimal) -> Any:
        return int(typed)


class YearField(WholeNumberField):
    """A year of this age, written without marks of thousands."""

    has_thousands = False
    default_error_messages = {"invalid": _("Fill in a year, for example 2027.")}

    def __init__(self, *, min_value: int = FIRST_YEAR, max_value: int = LAST_YEAR, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class EuroField(NumberField):
    """An amount in euros, cents allowed."""

    default_error_messages = {"invalid": _("Write the amount in euros and in figures, for example 850 or 1250.50.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(unit="€", **{"max_digits": 14, **kwargs})

    def shown(self, typed: Decimal) -> str:
        return write_number(typed, most_places=self.decimal_places, least_places=2)

    def in_words(self, limit: AnyNumber) -> str:
        return euro(limit) if Decimal(str(limit)) % 1 == 0 else euro_cents(limit)


class PercentField(NumberField):
    """A percentage to type and read ("4,25"), a fraction to work with (0.0425).

    `min_value` and `max_value` are percentages.
    """

    has_thousands = False
    times = 100
    default_error_messages = {"invalid": _("Write the percentage in figures, for example 4 or 4.25.")}

    def __init__(self, *, unit: str | Promise = "%", **kwargs: Any) -> None:
        super().__init__(unit=unit, **kwargs)


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
        if not 1 <= int(month) <= 12 or not FIRST_YEAR <= int(year) <= LAST_YEAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{year}-{int(month):02d}"


def years_ahead(years: int) -> Callable[[], dt.date]:
    """The last day of the year so many years from now."""
    return lambda: dt.date(clock.today().year + years, 12, 31)


FIFTY_YEARS_AHEAD = years_ahead(50)


class Bounded(forms.Field):
    """What is chosen from a calendar, from the day `earliest` up to and including the day `latest`."""

    default_error_messages = {
        "too_early": _("Fill in %(day)s or a later day."),
        "too_late": _("Fill in %(day)s or an earlier day."),
    }

    def __init__(self, *, earliest: Bound = FIRST_DAY, latest: Bound = FIFTY_YEARS_AHEAD, **kwargs: Any) -> None:
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


class LineField(forms.CharField):
    """A line of text, with single spaces and something to see."""

    def to_python(self, value: Any) -> str:
        return clean_line(super().to_python(value) or "")


class EmailField(forms.EmailField):
    """An e-mail address, no longer than the columns in which it is kept."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 254, **kwargs})


class TextField(forms.CharField):
    """Sentences, with room for so many lines before it scrolls."""

    def __init__(self, *, rows: int = 5, is_prose: bool = True, **kwargs: Any) -> None:
        """What `is_prose` is not, such as a document to paste, gets no remarks about its spelling."""
        attrs = {"rows": rows} if is_prose else {"rows": rows, "spellcheck": "false"}
        super().__init__(widget=forms.Textarea(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value) or "")


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
        return re.sub(r"[\s.]", "", clean_line(super().to_python(value) or ""))

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not re.fullmatch(r"\d{8}", value, re.ASCII):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class IbanField(IBANFormField):  # type: ignore[misc] # localflavor tells no types
    """The number of an account to pay to, in Europe (SEPA), of which the check digits are right."""

    default_error_messages = {
        "outside": _("We can only pay to an account in a country that takes part in European payments (SEPA).")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"label": _("Bank account (IBAN)"), **kwargs})
        self.widget.attrs = {"autocomplete": "off", "spellcheck": "false"}

    def to_python(self, value: Any) -> str:
        return re.sub(r"\W|_", "", clean_line(str(value or ""))).upper()

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value[:2] in IBAN_COUNTRY_CODE_LENGTH and value[:2] not in IBAN_SEPA_COUNTRIES:
            raise ValidationError(self.error_messages["outside"], code="outside")


class PayeeField(LineField):
    """In whose name an account is, in signs that a bank can write."""

    default_error_messages = {"invalid": _("Write the name in letters, as it stands on the bank statement.")}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not has_letters(value):
            raise ValidationError(self.error_messages["invalid"], code="invalid")


class KeyField(forms.UUIDField):
    """A key that the page carries unseen, so that what is sent twice is done once."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"initial": uuid.uuid4, **kwargs})


def in_english(field: type[forms.Field], label: str | Promise, **kwargs: Any) -> forms.Field:
    """The same text in English. Where nobody writes it, a reader of English reads the Dutch."""
    made = field(label=format_lazy("{} ({})", label, _("in English")), required=False, **kwargs)
    made.widget.attrs["lang"] = "en"
    return made
