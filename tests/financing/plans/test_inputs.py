"""Every figure that a plan can hold has a name, and is written as people read it."""

import pytest
from django.utils import translation

from financing.engine import json_schema_of
from financing.plans.examples import EXAMPLES, example_document
from financing.plans.inputs import GROUPS, ROW_NAMES, WORDS, inputs_of


def leaves(schema, definitions, place=""):
    """The place of every figure that the published schema allows."""
    if "$ref" in schema:
        yield from leaves(definitions[schema["$ref"].rpartition("/")[2]], definitions, place)
    elif "anyOf" in schema:
        for option in schema["anyOf"]:
            if option.get("type") != "null":
                yield from leaves(option, definitions, place)
    elif schema.get("type") == "array":
        yield from leaves(schema["items"], definitions, f"{place}[]")
    elif "properties" in schema:
        for name, inner in schema["properties"].items():
            if name not in ROW_NAMES and name != "schema":
                yield from leaves(inner, definitions, f"{place}.{name}" if place else name)
    else:
        yield place


def test_every_figure_of_the_schema_has_a_name_and_a_heading():
    schema = json_schema_of("plan-1")

    places = set(leaves(schema, schema["$defs"]))

    assert places == set(WORDS)
    assert {place.split(".")[0].removesuffix("[]") for place in places} == set(GROUPS)


@pytest.mark.parametrize("example", [example.slug for example in EXAMPLES])
def test_figures_of_an_example_have_each_their_own_key(example):
    found = inputs_of(example_document(example))

    assert len({given.key for given in found}) == len(found)
    assert all(given.label and given.value for given in found)


def test_figures_are_written_as_people_read_them():
    with translation.override("nl"):
        found = {given.key: given for given in inputs_of(example_document("de-eendracht"), only_given=True)}

    rate = found["funding", "Bank", "rate"]
    assert (rate.row, rate.value) == ("Bank", "4,30%")
    assert found["dwellings", "2 rooms", "monthly_rent"].value == "€\N{NO-BREAK SPACE}850"


def test_lines_of_one_name_keep_apart():
    document = example_document("de-eendracht")
    document["maintenance_reserve"]["items"] = [
        {"name": "Paint", "year": 2036, "amount": 1000},
        {"name": "Paint", "year": 2046, "amount": 2000},
    ]

    rows = {given.row for given in inputs_of(document) if given.key[:2] == ("maintenance_reserve", "items")}

    assert rows == {"Paint", "Paint (2)"}
