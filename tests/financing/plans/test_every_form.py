"""A plan of any form goes through the builder, its history and its tables with nothing lost."""

import json

import pytest
from django.utils import translation

from financing.plans.document.history import sentences_of
from financing.plans.document.inputs import inputs_of
from financing.plans.document.patches import difference, patched
from financing.plans.document.rows import with_keys, without_keys
from financing.plans.forms import SectionForms
from financing.plans.forms.sections import SECTIONS
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.tables.results import all_tables
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.forms import with_forms
from tests.financing.plans.sending import sent

pytestmark = pytest.mark.django_db

FORMS = [path.stem for path in PATHS if path.stem.startswith("form_")]


def through_the_builder(document, change=lambda section, data: None):
    """The document after every section was opened and saved as it stood, but for a change."""
    document = with_keys(document, {})
    with translation.override("en"):
        for section in SECTIONS:
            data = sent(SectionForms(section, document), 1)
            change(section.slug, data)
            forms = SectionForms(section, document, data)
            assert forms.is_valid(), (section.slug, forms.errors)
            document = forms.new_document()
    return without_keys(document)


@pytest.mark.parametrize("name", FORMS)
def test_builder_keeps_what_it_has_no_field_for(name):
    document = document_named(name)

    before, after = outcome_of(document), outcome_of(through_the_builder(document))

    assert json.dumps(after.result.document()) == json.dumps(before.result.document())


def test_type_of_home_that_gets_another_name_takes_it_along():
    def rename(section, data):
        if section == "homes":
            name = next(key for key, value in data.items() if value == "Room")
            data[name] = "Student room"

    document = through_the_builder(with_forms("of, in the investment", "of, in the reserve"), rename)

    assert document["investment"]["lines"][4]["of"] == ["Two rooms", "Student room"]
    assert document["maintenance_reserve"]["of"] == ["Two rooms", "Three rooms"]


def test_source_that_becomes_a_loan_keeps_no_return_of_members():
    def into_a_loan(section, data):
        if section == "funding":
            prefix = next(key for key, value in data.items() if value == "member_equity").rpartition("-")[0]
            data |= {f"{prefix}-kind": "member_loan", f"{prefix}-rate": "2", f"{prefix}-term_years": "10"}

    document = with_forms("members leave")
    document["funding"][4]["return_rate"] = 0.0

    found = through_the_builder(document, into_a_loan)["funding"][4]

    assert not {"return_rate", "turnover_rate", "replaced"} & set(found)
    assert outcome_of({**document, "funding": [*document["funding"][:4], found]})


def test_letting_later_moves_what_comes_before_it():
    def a_year_later(section, data):
        if section == "basics":
            data["part-first_year"] = "2032"

    document = through_the_builder(with_forms("let later", "early income"), a_year_later)

    assert document["dwellings"][1]["available_from"] == 2034.4
    assert document["early_income"][0]["month"] == "2031-03"


@pytest.mark.parametrize("name", FORMS)
def test_history_tells_every_key_and_can_take_it_back(name):
    before, after = (with_keys(document_named(each), {}) for each in ("every_kind_of_home", name))
    patch = difference(before, after)

    with translation.override("nl"):
        sentences = sentences_of(patch)

    assert patched(before, patch) == after
    assert patched(after, patch, backwards=True) == before
    assert all(sentences)


@pytest.mark.parametrize("name", FORMS)
def test_paper_shows_every_figure_of_the_plan(name):
    with translation.override("nl"):
        found = inputs_of(document_named(name), only_given=True)

    assert all(given.label and given.value and given.group for given in found)


def test_types_that_an_amount_is_for_are_named():
    with translation.override("en"):
        found = inputs_of(document_named("form_rooms_and_sizes"), only_given=True)

    assert ("Only for these types of home", "Two rooms, Room") in {(given.label, given.value) for given in found}


def test_tables_show_the_money_that_the_plan_reckons_with():
    with translation.override("en"):
        tables = {
            name: {table.caption: table for table in all_tables(outcome_of(document_named(name)))}
            for name in ("form_sold_at_cost", "form_members_money", "form_direct_loans", "form_let_later")
        }

    def heads(name, caption):
        return [str(column.heading) for column in tables[name][caption].columns]

    def firsts(name, caption):
        return [str(getattr(row[0], "value", row[0])) for row in tables[name][caption].rows]

    assert "Homes sold" in firsts("form_sold_at_cost", "Investment")
    assert "Guarantee fund" in firsts("form_sold_at_cost", "Where the money comes from")
    assert "First rents" in firsts("form_let_later", "Where the money comes from")
    assert "Saved in the rent" in heads("form_members_money", "Cash flow by year")
    assert "Growth of members' money" in heads("form_members_money", "Income statement")
    assert "Lent again or released" in heads("form_direct_loans", "Cash flow by year")
    assert "Money kept apart" in heads("form_direct_loans", "Balance sheet")
