"""The fields that every form is made of."""

import datetime as dt
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from coophub.web.fields import (
    CoordinateField,
    DayField,
    EuroField,
    IbanField,
    KvkNumberField,
    MomentField,
    MonthField,
    NumberField,
    PayeeField,
    PercentField,
    WholeNumberField,
    YearField,
    YesNoField,
)

AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2, allow_nan=False, allow_infinity=False)


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


def test_amount_has_no_more_than_two_decimals() -> None:
    assert refused(EuroField(), "1,2345") == "Write at most 2 figures behind the decimal mark."


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (PercentField(max_value=100), "100,01", "Vul 100% of minder in."),
        (PercentField(min_value=1.5), "1", "Vul 1,5% of meer in."),
        (EuroField(max_value=1250), "1251", "Vul € 1.250 of minder in."),
        (EuroField(min_value=Decimal("0.01")), "0", "Vul € 0,01 of meer in."),
        (NumberField(unit="m²", max_value=1500), "1501", "Vul 1.500 m² of minder in."),
        (NumberField(unit="van 10", min_value=0, max_value=10), "11", "Vul 10 of minder in."),
        (WholeNumberField(max_value=2000), "2001", "Vul 2.000 of minder in."),
        (YearField(), "27", "Vul 1900 of meer in."),
    ],
)
def test_limit_is_said_in_the_readers_language_and_in_the_unit_of_the_field(
    field: NumberField, typed: str, sentence: str
) -> None:
    with translation.override("nl"), pytest.raises(ValidationError) as caught:
        field.clean(typed)
    assert caught.value.messages == [sentence.replace("€ ", "€\N{NO-BREAK SPACE}")]


@pytest.mark.parametrize("typed", ["4,3%", "4,3 %", "4,3 procent", "4,3"])
def test_sign_that_the_field_shows_may_be_typed_along(typed: str) -> None:
    assert PercentField().clean(typed) == Decimal("0.043")


@pytest.mark.parametrize("typed", ["4,125", "4.125"])
def test_percentage_has_no_thousands(typed: str) -> None:
    for language in ("nl", "en"):
        with translation.override(language):
            assert PercentField(decimal_places=3).clean(typed) == Decimal("0.04125")


@pytest.mark.parametrize(
    ("field", "stored"),
    [
        (EuroField(), 850.12345),
        (EuroField(), 1e15 / 7),
        (NumberField(unit="m²", decimal_places=4), 62.1234567),
        (PercentField(decimal_places=6), 1 / 3),
        (PercentField(max_value=100), 0.043123),
        (WholeNumberField(), 12.0),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_figure_that_nobody_touched_stays_exactly_what_it_was(field: NumberField, stored: float, language: str) -> None:
    class OneForm(forms.Form):
        figure = field

    with translation.override(language):
        shown = OneForm(initial={"figure": stored})["figure"].value()
        form = OneForm({"figure": shown}, initial={"figure": stored})

        assert form.is_valid(), form.errors
        assert float(form.cleaned_data["figure"]) == stored
        assert not form.has_changed()


@given(stored=st.floats(min_value=-(10**9), max_value=10**9, allow_nan=False), language=st.sampled_from(["nl", "en"]))
@pytest.mark.parametrize(
    "field", [EuroField(max_digits=30), NumberField(decimal_places=4), PercentField(decimal_places=6)]
)
def test_any_figure_that_nobody_touched_stays_what_it_was(field: NumberField, stored: float, language: str) -> None:
    class OneForm(forms.Form):
        figure = field

    with translation.override(language):
        form = OneForm({"figure": field.prepare_value(stored)}, initial={"figure": stored})

        assert form.is_valid(), form.errors
        assert float(form.cleaned_data["figure"]) == stored


def test_figure_beyond_its_limit_is_refused_also_when_nobody_touched_it() -> None:
    class OneForm(forms.Form):
        figure = PercentField(max_value=100)

    with translation.override("en"):
        form = OneForm({"figure": "120"}, initial={"figure": Decimal("1.2")})

        assert form.errors["figure"] == ["Fill in 100% or less."]


@pytest.mark.parametrize("typed", ["1e400", "9" * 40, "9" * 10_000, "٣", "NaN"])
@pytest.mark.parametrize("field", [NumberField(), WholeNumberField(), EuroField(), PercentField(), YearField()])
def test_hostile_number_gets_a_sentence(field: NumberField, typed: str) -> None:
    assert refused(field, typed).endswith(".")


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


def refused(field: forms.Field, typed: str) -> str:
    """The sentence with which the field refuses it."""
    with translation.override("en"):
        with pytest.raises(ValidationError) as caught:
            field.clean(typed)
        return caught.value.messages[0]


@pytest.mark.parametrize("typed", ["2027-02-28", "28-2-2027", "28/02/2027"])
def test_day_is_understood_however_it_is_typed(typed: str) -> None:
    assert DayField().clean(typed) == dt.date(2027, 2, 28)


@pytest.mark.parametrize("typed", ["2027-02-29", "28 februari", "20270228", "9999999999"])
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    assert refused(DayField(), typed) == "Fill in a day, a month and a year, for example 28-2-2027."


def test_day_outside_its_bounds_is_refused_with_the_bound() -> None:
    field = DayField(earliest=dt.date(2027, 1, 1), latest=lambda: dt.date(2027, 12, 31))

    assert field.clean("2027-01-01") == dt.date(2027, 1, 1)
    assert field.clean("2027-12-31") == dt.date(2027, 12, 31)
    assert refused(field, "2026-12-31") == "Fill in 1 January 2027 or a later day."
    assert refused(field, "2028-01-01") == "Fill in 31 December 2027 or an earlier day."


@pytest.mark.parametrize("typed", ["0027-02-28", "9999-12-31"])
def test_day_of_another_age_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_calendar_offers_only_the_days_that_are_taken() -> None:
    class MoveForm(forms.Form):
        on = DayField(latest=lambda: dt.date(2027, 12, 31))

    page = str(MoveForm(initial={"on": dt.date(2027, 2, 28)})["on"])

    assert 'type="date"' in page
    assert 'value="2027-02-28"' in page
    assert 'min="1990-01-01" max="2027-12-31"' in page


@pytest.mark.parametrize("typed", ["2027-07-01T14:30", "2027-07-01T14:30:00", "1-7-2027 14:30"])
def test_moment_is_read_on_a_clock_in_the_netherlands(typed: str) -> None:
    assert MomentField().clean(typed) == dt.datetime(2027, 7, 1, 12, 30, tzinfo=dt.UTC)


def test_moment_survives_being_shown_and_sent_back() -> None:
    class HearingForm(forms.Form):
        at = MomentField()

    page = str(HearingForm(initial={"at": dt.datetime(2027, 7, 1, 12, 30, tzinfo=dt.UTC)})["at"])

    assert 'type="datetime-local"' in page
    assert 'value="2027-07-01T14:30"' in page


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "9999-12-31T23:59", "2027-03-28T02:30"])
def test_moment_that_never_was_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        MomentField().clean(typed)


@pytest.mark.parametrize(("typed", "meant"), [("24", 24), (" 1.250 ", 1250), ("1 250", 1250), ("24,0", 24), ("-3", -3)])
def test_whole_number_is_understood_however_it_is_typed(typed: str, meant: int) -> None:
    assert WholeNumberField().clean(typed) == meant


@pytest.mark.parametrize("typed", ["2,5", "1e5", "veel", "NaN", "99999999999", pytest.param("9" * 5000, id="long")])
def test_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        WholeNumberField().clean(typed)


@pytest.mark.parametrize("typed", ["53.219", "53,219", "53.2194"])
def test_mark_in_a_coordinate_is_always_the_decimal_mark(typed: str) -> None:
    with translation.override("nl"):
        assert CoordinateField().clean(typed) == Decimal(typed.replace(",", "."))


@pytest.mark.parametrize("typed", ["12345678", "1234 5678", "12.34.56.78", "1234\u00a05678\u200b"])
def test_kvk_number_has_eight_digits(typed: str) -> None:
    assert KvkNumberField(max_length=8).clean(typed) == "12345678"


@pytest.mark.parametrize("typed", ["1234567", "123456789", "1234567a", "\u0661\u0662345678"])
def test_what_is_no_kvk_number_is_refused(typed: str) -> None:
    assert refused(KvkNumberField(), typed) == "A KVK number has eight digits, for example 12345678."


def test_account_is_kept_without_spaces_and_its_check_digits_are_right() -> None:
    assert IbanField().clean("nl91 abna 0417 1643 00") == "NL91ABNA0417164300"
    with pytest.raises(ValidationError):
        IbanField().clean("NL92ABNA0417164300")


@pytest.mark.parametrize(
    "typed", ["NL91\u00a0ABNA\u00a00417\u00a01643\u00a000", "NL91-ABNA-0417-1643-00", "NL91.ABNA.0417.1643.00"]
)
def test_account_may_be_pasted_as_a_bank_shows_it(typed: str) -> None:
    assert IbanField().clean(typed) == "NL91ABNA0417164300"


def test_account_outside_european_payments_is_refused_with_a_sentence() -> None:
    sentence = "We can only pay to an account in a country that takes part in European payments (SEPA)."

    assert refused(IbanField(), "BR1800360305000010009795493C1") == sentence


@pytest.mark.parametrize("typed", ["\U0001f600\U0001f600", "---", "日本"])
def test_name_that_a_bank_cannot_write_is_refused(typed: str) -> None:
    assert refused(PayeeField(), typed) == "Write the name in letters, as it stands on the bank statement."


@pytest.mark.parametrize("typed", ["2027-13", "0027-03", "9999-12"])
def test_month_of_another_age_is_refused(typed: str) -> None:
    assert refused(MonthField(), typed) == "Fill in a month and a year, for example 3-2027."


@pytest.mark.parametrize(("typed", "meant"), [("yes", True), ("no", False)])
def test_yes_and_no_are_shown_as_they_were_answered(typed: str, meant: bool) -> None:
    field = YesNoField()

    assert field.clean(typed) is meant
    assert field.prepare_value(meant) == typed
