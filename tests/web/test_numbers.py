"""What a number means, and how it is shown so that it is read back as the same."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from coophub.web.numbers import LONGEST, NumberTooLongError, parse_number, write_number

LANGUAGES = ("nl", "en")
AMOUNTS = st.decimals(min_value=-(10**12), max_value=10**12, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.250", "1250"),
        ("12.345.678", "12345678"),
        ("1.000,-", "1000"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("5,", "5"),
        ("0,125", "0.125"),
        ("0.125", "0.125"),
        ("\u22123", "-3"),
        ("- 3", "-3"),
        ("1 250 000", "1250000"),
        ("1\u00a0250,5", "1250.5"),
        ("1\u202f250", "1250"),
        ("\u202a1250\u202c", "1250"),
        ("1'250", "1250"),
        ("007", "7"),
    ],
)
def test_number_is_understood_however_it_is_typed(typed: str, meant: str) -> None:
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "-", ".", ",-", "abc", "NaN", "Infinity", "1e5", "1e400", "0x10", "1_000", "1-2", "--2"),
        *("1.23.4", "1..2", "1,2,3", "1.234.56", "12.34,5", "0.125.000", "1 250.000 000", "12 34", "1 2"),
        *("٣", "１２", "५", "²", "€ 850", "4%", "12 m2", "8€50"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_number_is_refused(typed: str, language: str) -> None:
    with translation.override(language), pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        parse_number(typed)


@pytest.mark.parametrize("typed", ["9" * (LONGEST + 1), "0." + "1" * LONGEST, "9" * 10_000])
def test_number_that_nobody_typed_is_too_long(typed: str) -> None:
    with pytest.raises(NumberTooLongError):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "language", "decimal_places", "meant"),
    [
        ("62,375", "nl", 4, "62.375"),
        ("62.375", "nl", 4, "62375"),
        ("62.375", "en", 4, "62.375"),
        ("62,375", "en", 4, "62375"),
        ("62,375", "nl", 2, "62375"),
        ("62.375", "en", 2, "62375"),
        ("1.062,375", "nl", 4, "1062.375"),
        ("62,37", "en", 4, "62.37"),
    ],
)
def test_decimals_allowed_say_what_three_figures_behind_a_mark_are(
    typed: str, language: str, decimal_places: int, meant: str
) -> None:
    with translation.override(language):
        assert parse_number(typed, decimal_places=decimal_places) == Decimal(meant)


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_without_thousands_has_only_marks_of_decimals(language: str) -> None:
    with translation.override(language):
        assert parse_number("4,125", has_thousands=False) == parse_number("4.125", has_thousands=False)
        assert parse_number("4,125", has_thousands=False) == Decimal("4.125")


@pytest.mark.parametrize("language", LANGUAGES)
def test_file_with_one_decimal_mark_says_what_it_means(language: str) -> None:
    with translation.override(language):
        assert parse_number("1,250", decimal_mark=",") == Decimal("1.25")
        assert parse_number("1.250", decimal_mark=",") == 1250
        with pytest.raises(ValueError, match=r"^12\.5$"):
            parse_number("12.5", decimal_mark=",")


@pytest.mark.parametrize(
    ("typed", "unit", "meant"),
    [
        ("€ 1.000", "€", "1000"),
        ("€\u00a01.000,50", "€", "1000.5"),
        ("\u2212€5", "€", "-5"),
        ("€ -5", "€", "-5"),
        ("850 EUR", "€", "850"),
        ("850 euro", "€", "850"),
        ("€ 1.000,-", "€", "1000"),
        ("4,3%", "%", "4.3"),
        ("4,3 %", "% per jaar", "4.3"),
        ("4,3% per jaar", "% per jaar", "4.3"),
        ("12 procent", "%", "12"),
        ("62 m2", "m²", "62"),
        ("62m²", "m²", "62"),
        ("24 woningen", "woningen", "24"),
    ],
)
def test_sign_that_is_shown_may_be_typed_along(typed: str, unit: str, meant: str) -> None:
    assert parse_number(typed, unit=unit) == Decimal(meant)


@pytest.mark.parametrize(("typed", "unit"), [("4%", "€"), ("€ 4", "%"), ("4 m2", "€"), ("4 euro", "m²")])
def test_sign_of_something_else_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        parse_number(typed, unit=unit)


@given(value=AMOUNTS, places=st.integers(0, 10), has_thousands=st.booleans(), language=st.sampled_from(LANGUAGES))
def test_what_is_shown_reads_back_as_the_same(value: Decimal, places: int, has_thousands: bool, language: str) -> None:
    with translation.override(language):
        shown = write_number(value, most_places=places, has_thousands=has_thousands)
        read = parse_number(shown, decimal_places=places, has_thousands=has_thousands)

        assert abs(read - value) <= Decimal(1).scaleb(-places) / 2
        assert write_number(read, most_places=places, has_thousands=has_thousands) == shown


@given(value=AMOUNTS, language=st.sampled_from(LANGUAGES))
def test_amount_that_is_shown_reads_back_as_the_same(value: Decimal, language: str) -> None:
    cents = round(value, 2)
    with translation.override(language):
        assert parse_number(write_number(cents, most_places=2, least_places=2)) == cents


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_number_or_refused(typed: str) -> None:
    try:
        assert parse_number(typed).is_finite()
    except ValueError:
        return
