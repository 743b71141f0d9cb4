"""The figures of a plan, each written as people read it."""

import pytest
from django.utils import translation

from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.document.inputs import inputs_of


@pytest.mark.parametrize("example", [example.slug for example in EXAMPLES])
def test_figures_of_an_example_have_each_their_own_key(example):
    found = inputs_of(example_document(example))

    assert len({given.key for given in found}) == len(found)
    assert all(given.label and given.value for given in found)


def test_figures_are_written_as_people_read_them():
    with translation.override("nl"):
        found = {given.key: given for given in inputs_of(example_document("de-eendracht"), only_given=True)}

    rate = found["funding", "Bank", "rate"]
    assert (rate.row, rate.value) == ("Bank", "4,3%")
    assert found["dwellings", "2 rooms", "monthly_rent"].value == "€\N{NO-BREAK SPACE}850"


def test_lines_of_one_name_keep_apart():
    document = example_document("de-eendracht")
    document["maintenance_reserve"]["items"] = [
        {"name": "Paint", "year": 2036, "amount": 1000},
        {"name": "Paint", "year": 2046, "amount": 2000},
    ]

    rows = {given.row for given in inputs_of(document) if given.key[:2] == ("maintenance_reserve", "items")}

    assert rows == {"Paint", "Paint (2)"}
