"""Amounts, figures, dates and moments as people here write them, in the language that is active."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation, localcontext

from django.template.defaultfilters import filesizeformat
from django.utils import formats, numberformat, timezone
from django.utils.dates import MONTHS
from django.utils.functional import Promise
from django.utils.translation import get_language

from coophub.web import clock

Words = str | Promise
"""A text, or one that becomes a text in the language of who reads it."""
AnyNumber = Decimal | float | int | str
"""What can be written as a figure. A template may hand over text too; what is no number gives ""."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"

MOST_WRITTEN_HERE = Decimal(10) ** 15
"""Larger numbers Django writes, with what it does to three hundred digits."""


def euro(amount: AnyNumber | None) -> str:
    """In whole euros: "€ 1.235" in Dutch, "€1,235" in English; "" for nothing."""
    return _money(amount, 0)


def euro_cents(amount: AnyNumber | None) -> str:
    """In euros and cents, for decisions and letters: "€ 1.234,56" in Dutch, "€1,234.56" in English; "" for nothing."""
    return _money(amount, 2)


def number(value: AnyNumber | None, places: int = 0) -> str:
    """A figure with its thousands separated: "1.234" in Dutch, "1,234" in English; "" for nothing."""
    rounded = _rounded(value, places)
    return "" if rounded is None else _sign(rounded) + _digits(rounded, places)


def percent(fraction: AnyNumber | None, places: int = 0) -> str:
    """A fraction as a percentage: 0.0425 with one place is "4,3%" in Dutch and "4.3%" in English; "" for nothing."""
    value = _decimal(fraction)
    return "" if value is None else number(value * 100, places) + "%"


def day(value: date | datetime | None) -> str:
    """A date in full, in Dutch time: "3 maart 2026"."""
    if not value:
        return ""
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = clock.local(value)
    # As Django writes "j F Y", in a fifth of the time: a list has a day on each line.
    return f"{value.day} {MONTHS[value.month]} {value.year:04}"


def month(value: date | str) -> str:
    """A month, also one that is kept as "2027-03": "maart 2027"."""
    if isinstance(value, str):
        value = date(int(value[:4]), int(value[5:]), 1)
    return formats.date_format(value, "F Y")


def moment(value: datetime | None) -> str:
    """A date and time, in Dutch time: "3 maart 2026 14:05"."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = clock.local(value)
    return f"{day(value)} {value:%H:%M}"


def to_the_second(value: datetime | None) -> str:
    """A moment that something hangs on, in Dutch time: "3 maart 2026 23:59:59"."""
    if not value:
        return ""
    if timezone.is_aware(value):
        value = clock.local(value)
    return formats.date_format(value, "j F Y H:i:s")


def filesize(size_bytes: int | None) -> str:
    """The size of a file: "1,4 MB"."""
    return "" if size_bytes is None else filesizeformat(size_bytes)


def iban(account: str) -> str:
    """The number of an account in fours, as it stands on a card: "NL91 ABNA 0417 1643 00"."""
    return _in_fours(account.replace(" ", ""))


def in_short(sha256: str) -> str:
    """The first twelve signs of a hash, in fours: enough to see with the eye that two are the same."""
    return _in_fours(sha256[:12])


def _in_fours(signs: str) -> str:
    return "\u00a0".join(signs[start : start + 4] for start in range(0, len(signs), 4))


def _money(amount: AnyNumber | None, places: int) -> str:
    value = _rounded(amount, places)
    if value is None:
        return ""
    if get_language() == "en":
        return f"{_sign(value)}€{_digits(value, places)}"
    return f"€{NO_BREAK_SPACE}{_sign(value)}{_digits(value, places)}"


def _decimal(value: AnyNumber | None) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _rounded(value: AnyNumber | None, places: int) -> Decimal | None:
    found = _decimal(value)
    if found is None:
        return None
    # A ratio of a real plan to a loan of next to nothing can have three hundred digits.
    with localcontext(prec=400):
        return found.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP) + 0  # so that no zero has a minus


def _sign(value: Decimal) -> str:
    return MINUS if value < 0 else ""


def _digits(value: Decimal, places: int) -> str:
    decimal_sign, thousands_sign = formats.get_format("DECIMAL_SEPARATOR"), formats.get_format("THOUSAND_SEPARATOR")
    if abs(value) < MOST_WRITTEN_HERE:
        # As Django writes it, in a fifth of the time: a page may have hundreds of numbers.
        whole, _point, parts = f"{abs(value):,.{int(places)}f}".partition(".")
        return whole.replace(",", thousands_sign) + (f"{decimal_sign}{parts}" if parts else "")
    return numberformat.format(
        abs(value),
        decimal_sep=decimal_sign,
        decimal_pos=int(places),
        grouping=3,
        thousand_sep=thousands_sign,
        force_grouping=True,
    )
