"""Amounts, figures and dates as people here write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation


def rendered(expression: str, value: Any, language: str = "nl") -> str:
    with translation.override(language):
        return Template("{{ value|" + expression + " }}").render(Context({"value": value}))


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (Decimal("1234.56"), "€\xa01.235", "€1,235"),
        (Decimal("-1234567.5"), "€\xa0\u22121.234.568", "\u2212€1,234,568"),
        (0, "€\xa00", "€0"),
        (Decimal("-0.4"), "€\xa00", "€0"),
        (850.0, "€\xa0850", "€850"),
        (None, "", ""),
    ],
)
def test_euro_rounds_to_whole_euros_in_the_readers_language(amount: Any, dutch: str, english: str) -> None:
    assert rendered("euro", amount) == dutch
    assert rendered("euro", amount, "en") == english


def test_euro_cents_keeps_the_cents_and_rounds_half_up() -> None:
    assert rendered("euro_cents", Decimal("1234.565")) == "€\xa01.234,57"
    assert rendered("euro_cents", Decimal("-0.5"), "en") == "\u2212€0.50"


def test_what_rounds_to_nothing_has_no_minus() -> None:
    assert rendered("percent:2", -1e-9) == "0,00%"
    assert rendered("number", -0.0) == "0"


def test_percent_writes_a_fraction_as_percentage() -> None:
    assert rendered("percent:1", Decimal("0.0425")) == "4,3%"
    assert rendered("percent", 0.5, "en") == "50%"
    assert rendered("percent", None) == ""


def test_number_separates_thousands() -> None:
    assert rendered("number", 1234567) == "1.234.567"
    assert rendered("number:2", Decimal("1.1"), "en") == "1.10"


def test_number_says_nothing_of_what_is_no_number() -> None:
    assert rendered("number", "abc") == ""
    assert rendered("euro", float("nan")) == ""


def test_day_is_the_dutch_day_of_a_moment() -> None:
    assert rendered("day", date(2026, 3, 3)) == "3 maart 2026"
    assert rendered("day", datetime(2026, 3, 2, 23, 30, tzinfo=UTC)) == "3 maart 2026"
    assert rendered("day", None) == ""


def test_moment_is_written_in_dutch_time() -> None:
    assert rendered("moment", datetime(2026, 3, 3, 13, 5, tzinfo=UTC)) == "3 maart 2026 14:05"
    assert rendered("moment", datetime(2026, 7, 3, 12, 5, tzinfo=UTC), "en") == "3 July 2026 14:05"


def test_filesize_uses_the_readers_decimal_mark() -> None:
    assert rendered("filesize", 1_500_000) == "1,4\xa0MB"


def test_capture_keeps_a_block_for_later_and_its_escaping() -> None:
    template = Template("{% capture name %} {{ value }} {% endcapture %}[{{ name }}][{{ name }}]")

    assert template.render(Context({"value": "a & b"})) == "[a &amp; b][a &amp; b]"


def test_figure_of_hundreds_of_digits_is_written_and_breaks_nothing() -> None:
    assert rendered("number:2", 1e300).endswith("e+300")
    assert rendered("euro", 1e20) == "€\xa0100.000.000.000.000.000.000"
