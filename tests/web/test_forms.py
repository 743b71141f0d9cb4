"""What every form prints: label, help, error and unit bound to the input, and a summary that leads there."""

from typing import Any

import pytest
from django import forms
from django.utils import translation

from coophub.web.errors import DomainError
from coophub.web.fields import EuroField, NumberField
from coophub.web.forms import needed_later, show_error
from tests.web.reading import find, words
from tests.web.showcase import HomeForm, MemberFormSet


@pytest.fixture(autouse=True)
def english() -> Any:
    with translation.override("en"):
        yield


def test_every_input_has_a_label_or_stands_in_a_named_group() -> None:
    page = str(HomeForm())

    for control in find(page, "input:not([type=hidden]), select, textarea"):
        assert find(page, f"label[for={control.get('id')}]"), control.get("id")
    assert [words(legend) for legend in find(page, "legend")] == ["Vorm", "Wat delen jullie? (optional)"]


def test_help_error_and_unit_are_read_out_with_the_input() -> None:
    page = str(HomeForm({"rent": "veel"}))

    [rent] = find(page, "#id_rent")

    assert rent.get("aria-invalid") == "true"
    assert rent.get("aria-describedby") == "id_rent_helptext id_rent_error id_rent_unit"
    for described_by in rent.get("aria-describedby", "").split():
        assert words(find(page, f"#{described_by}")[0])


def test_the_summary_leads_to_every_field_that_is_wrong() -> None:
    form = HomeForm({})

    links = find(form, ".error-summary a")

    assert len(links) == len(form.errors)
    for link in links:
        assert find(form, link.get("href", "")), link.get("href")


def test_a_form_without_errors_has_no_summary() -> None:
    assert not find(HomeForm(), ".error-summary")


def test_only_fields_that_may_stay_empty_are_marked() -> None:
    named = [words(name) for name in find(HomeForm(), "label, legend")]

    assert [name for name in named if name.endswith("(optional)")] == [
        "Rente (optional)",
        "Wat delen jullie? (optional)",
        "Toelichting (optional)",
        "Tekening (optional)",
    ]


def test_what_may_stay_empty_for_now_but_not_in_the_end_is_not_marked() -> None:
    class DraftForm(forms.Form):
        activities = needed_later(forms.CharField(label="Werk"))
        phone = forms.CharField(label="Telefoon", required=False)

    form = DraftForm({})

    assert [words(label) for label in find(form, "label")] == ["Werk", "Telefoon (optional)"]
    assert form.is_valid()


def test_the_euro_sign_stands_before_and_other_units_behind_the_input() -> None:
    class MeasureForm(forms.Form):
        price = EuroField()
        area = NumberField(unit="m²")

    price, area = find(MeasureForm(), ".field__with-unit")

    assert [child.tag for child in price] == ["span", "input"]
    assert [child.tag for child in area] == ["input", "span"]


def test_a_widgets_own_class_is_kept() -> None:
    class OwnForm(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "own"}))

    assert find(OwnForm(), "input.own.utrecht-textbox")


def test_radio_cards_say_what_each_choice_means() -> None:
    assert [choice.get("value") for choice in find(HomeForm(), ".radio-card input")] == ["collective", "managing"]
    assert [words(card) for card in find(HomeForm(), ".radio-card")] == [
        "Collectief De coöperatie is eigenaar. De leden huren van zichzelf.",
        "Beheercoöperatie De corporatie blijft eigenaar. De leden beheren de woningen.",
    ]


def test_text_from_people_is_escaped_everywhere() -> None:
    form = HomeForm({"name": "<script>alert(1)</script>", "municipality": "<b>"})

    assert not find(form, "script, b")
    assert find(form, "#id_name")[0].get("value") == "<script>alert(1)</script>"


def test_a_formset_prints_its_management_form_and_rows() -> None:
    formset = MemberFormSet(prefix="members")

    assert find(formset, "input[name=members-TOTAL_FORMS]")[0].get("value") == "2"
    assert len(find(formset, "input[name$=-name]")) == 2


class SaleForm(forms.Form):
    price = EuroField(required=False)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize(
    ("field", "place"), [("price", "price"), (None, "__all__"), ("buyer", "__all__"), ("key", "__all__")]
)
def test_what_a_service_refused_stands_beside_its_field_or_on_top(field: str | None, place: str) -> None:
    form = SaleForm({})

    show_error(form, DomainError("It is sold.", field=field))

    assert form.errors == {place: ["It is sold."]}
