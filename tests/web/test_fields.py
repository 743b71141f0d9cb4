"""Numbers as people type them."""

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from coophub.web.fields import EuroField, MonthField, NumberField, PercentField, parse_number

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.250", "1250"),
        ("12.345.678", "12345678"),
        ("€ 850", "850"),
        ("850 EUR", "850"),
        ("1.000,-", "1000"),
        ("0,5", "0.5"),
        (",5", "0.5"),
        ("\u22123", "-3"),
        ("1 250 000", "1250000"),
        ("007", "7"),
    ],
)
def test_parse_number_understands(typed: str, meant: str) -> None:
    assert parse_number(typed) == Decimal(meant)


@pytest.mark.parametrize(
    "typed", ["", "-", "abc", "1.23.4", "1..2", "1,2,3", "1.234.56", "12.34,5", "1e5", "NaN", "٣", "1-2"]
)
def test_parse_number_refuses(typed: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        parse_number(typed)


def test_three_decimals_follow_the_readers_language() -> None:
    with translation.override("nl"):
        assert parse_number("4,125", decimal_places=3) == Decimal("4.125")
        assert parse_number("4.125", decimal_places=3) == Decimal("4125")
    with translation.override("en"):
        assert parse_number("4.125", decimal_places=3) == Decimal("4.125")


@given(AMOUNTS)
def test_an_amount_survives_being_shown_and_sent_back(amount: Decimal) -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            field = EuroField()
            assert field.clean(field.prepare_value(amount)) == amount


@given(AMOUNTS)
def test_an_amount_shown_is_not_seen_as_changed(amount: Decimal) -> None:
    with translation.override("nl"):
        field = EuroField()
        assert not field.has_changed(amount, field.prepare_value(amount))


@given(st.decimals(min_value=0, max_value=1, places=4, allow_nan=False))
def test_a_percentage_survives_being_shown_and_sent_back(fraction: Decimal) -> None:
    with translation.override("nl"):
        field = PercentField()
        assert field.clean(field.prepare_value(fraction)) == fraction
        assert not field.has_changed(fraction, field.prepare_value(fraction))


@given(st.text(max_size=12))
def test_whatever_is_typed_never_breaks_the_field(typed: str) -> None:
    field = NumberField(required=False, max_digits=14)
    try:
        found = field.clean(typed)
    except ValidationError:
        return
    assert found is None or found.is_finite()


def test_euro_field_shows_cents_only_when_there_are_any() -> None:
    with translation.override("nl"):
        assert EuroField().prepare_value(Decimal("1250.00")) == "1.250"
        assert EuroField().prepare_value(Decimal("1250.5")) == "1.250,50"


def test_euro_field_says_how_to_write_an_amount() -> None:
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            EuroField().clean("veel")

        assert caught.value.messages == ["Write the amount in euros and in figures, for example 850 or 1250.50."]


def test_euro_field_refuses_more_than_two_decimals() -> None:
    with pytest.raises(ValidationError) as caught:
        EuroField().clean("1,2345")

    assert caught.value.error_list[0].code == "max_decimal_places"


def test_percent_field_measures_its_limits_in_percentages() -> None:
    field = PercentField(max_value=100)

    assert field.clean("100") == 1
    with pytest.raises(ValidationError):
        field.clean("100,01")


def test_what_was_typed_stays_when_it_is_no_number() -> None:
    class RentForm(forms.Form):
        rent = EuroField()

    form = RentForm({"rent": "veel"})

    assert not form.is_valid()
    assert 'value="veel"' in str(form)


@pytest.mark.parametrize("typed", ["2027-03", "3-2027", "03/2027", " 2027-3 "])
def test_month_is_understood_however_it_is_typed(typed):
    assert MonthField().clean(typed) == "2027-03"


@pytest.mark.parametrize("typed", ["maart", "2027-13", "2027-0", "27-3", "3", "2027-03-01"])
def test_what_is_no_month_is_refused(typed):
    with pytest.raises(ValidationError):
        MonthField().clean(typed)


def test_month_that_was_left_open_is_none():
    assert MonthField(required=False).clean("") is None
