"""Numbers as people write them: "1.234,56", "1,234.56", "€ 850", "4,3%", "62,375 m²" and "1.000,-".

The only place that decides what a mark in a number means: forms, imported files and pasted lists all ask it.
"""

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext

from django.utils import formats

from coophub.web.formats import AnyNumber, number
from coophub.web.texts import clean_line

LONGEST = 40
"""Figures in a number. What is longer was not typed by a person."""

SIGNS = {"€": ("€", "eur", "euro"), "%": ("%", "procent", "percent"), "m²": ("m²", "m2")}
"""How people write a sign that stands beside a number, by the sign that we show."""

GROUPED = re.compile(r"[1-9]\d{0,2}(?:([., '])\d{3})(?:\1\d{3})*", re.ASCII)
"""Thousands, each with the same mark. A number that begins with a zero has none."""


class NumberTooLongError(ValueError):
    """It has more figures than any number that people work with."""


def parse_number(
    text: str, *, decimal_places: int = 2, unit: str = "", has_thousands: bool = True, decimal_mark: str = ""
) -> Decimal:
    """What somebody means who writes `text`, exactly.

    With both marks, the last one is the decimal mark. With one, three figures behind it make it a mark of thousands
    ("1.250" is twelve hundred and fifty); but where so many decimals are possible, the reader's language says which
    mark is that of decimals. Where a number has no thousands, such as a percentage, every mark is that of decimals. In
    a file that is known to have one `decimal_mark`, only that is. The `unit` that is shown beside the number may be
    written along with it.

    Raises ValueError when it is no number, NumberTooLongError when it has too many figures.
    """
    sign, written = _without_signs(clean_line(text), unit)
    if not re.fullmatch(r"\d[\d., ']*|[.,]\d+", written, re.ASCII):
        raise ValueError(text)
    if len(written) > LONGEST:
        raise NumberTooLongError(text)
    mark = _decimal_mark(written, decimal_places, has_thousands, decimal_mark)
    whole, _mark, fraction = written.partition(mark) if mark else (written, "", "")
    if not re.fullmatch(r"\d*", whole, re.ASCII) and not GROUPED.fullmatch(whole):
        raise ValueError(text)
    if not re.fullmatch(r"\d*", fraction, re.ASCII):
        raise ValueError(text)
    return Decimal(f"{sign}{re.sub('[^0-9]', '', whole) or '0'}.{fraction}")


def write_number(value: AnyNumber, *, most_places: int, least_places: int = 0, has_thousands: bool = True) -> str:
    """The number as it stands in a field, in the reader's language, so that `parse_number` reads it back.

    It has the decimals that count, but never more than `most_places`; one with any has at least `least_places`.
    """
    with localcontext(prec=400):
        rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-most_places), ROUND_HALF_UP).normalize()
    decimals = max(0, -int(rounded.as_tuple().exponent))
    shown = number(rounded, max(decimals, least_places) if decimals else 0).replace("\N{MINUS SIGN}", "-")
    return shown if has_thousands else shown.replace(formats.get_format("THOUSAND_SEPARATOR"), "")


def sign_in(unit: str) -> str:
    """The sign in a unit that belongs to a number in a sentence: "%" of "% per year", nothing of "homes"."""
    return next((sign for sign in SIGNS if sign in unit), "")


def _without_signs(text: str, unit: str) -> tuple[str, str]:
    """The plus or minus, and the number without its unit and without the dash that stands for no cents."""
    written = re.sub(r"[\u2212\u2013]", "-", text)
    for sign in _signs_of(unit):
        written = re.sub(rf"^([+-]?)\s*{sign}|{sign}$", r"\1", written, count=1, flags=re.IGNORECASE).strip()
    found = re.fullmatch(r"([+-]?)\s*(.*?)(,-+)?", written)
    return (found[1], found[2]) if found else ("", written)


def _signs_of(unit: str) -> list[str]:
    """How the unit and the signs in it are written, the longest first, as patterns."""
    signs = [unit, *(written for sign, ways in SIGNS.items() if sign in unit for written in ways)]
    return [re.escape(sign) for sign in sorted(signs, key=len, reverse=True) if sign]


def _decimal_mark(written: str, decimal_places: int, has_thousands: bool, known: str) -> str:
    """The mark of decimals in it; "" when it has none."""
    if known:
        return known if known in written else ""
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return ""
    mark = written[last]
    if not has_thousands or not GROUPED.fullmatch(written):
        return mark
    if written.count(mark) > 1 or decimal_places < 3:
        return ""
    return mark if mark == formats.get_format("DECIMAL_SEPARATOR") else ""
