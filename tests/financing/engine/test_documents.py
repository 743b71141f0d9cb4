"""Documents that are no valid plan: always a path and a sentence, never a traceback."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financing.engine import PlanError, parse_plan
from financing.engine.parse import SENTENCES

EXAMPLE = json.loads((Path(__file__).resolve().parents[3] / "financing/plans/examples/de-eendracht.json").read_text())
JUNK = [None, True, -1, -1.0, 1e400, float("nan"), "1", "", [], {}, [1], {"a": 1}, 10**30, "x" * 1000]


def problems_of(document):
    with pytest.raises(PlanError) as caught:
        parse_plan(document)
    return {problem.path: problem for problem in caught.value.problems}


def changed(path, value):
    document = copy.deepcopy(EXAMPLE)
    *parents, last = path
    place = document
    for key in parents:
        place = place[key]
    place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        (["colour"], 1, "colour"),
        (["dwellings", 0, "count"], -1, "dwellings[0].count"),
        (["series", "rent", "rate"], -1.0, "series.rent.rate"),
        (["series", "inflation", "by_year"], {"soon": 0.1}, "series.inflation.by_year.soon"),
        (["investment", "lines", 2, "share_of"], "roofs", "investment.lines[2].share_of"),
        (["investment", "midpoint"], 2020.5, "investment.midpoint"),
        (["first_year"], 2020, "first_year"),
        (["horizon_years"], 76, "horizon_years"),
        (["horizon_years"], 50.5, "horizon_years"),
        (["vacancy_rate"], float("nan"), "vacancy_rate"),
        (["market_value"], float("inf"), "market_value"),
        (["market_value"], "6900000", "market_value"),
        (["dwellings", 0, "count"], True, "dwellings[0].count"),
        (["funding", 0, "remainder"], True, "funding[0].remainder"),
        (["funding", 0, "grace_years"], 30, "funding[0].grace_years"),
        (["funding", 1, "name"], "Bank", "funding[1].name"),
        (["operating_costs", 0, "fixed"], 5, "operating_costs[0].per_dwelling"),
        (["corporate_tax", "brackets", 1, "up_to"], 5, "corporate_tax.brackets[1].up_to"),
        (["schema"], "coophub.plan/2", "schema"),
    ],
)
def test_defect_is_named_with_its_path(path, value, named):
    assert named in problems_of(changed(path, value))


def test_second_remainder_is_refused():
    document = copy.deepcopy(EXAMPLE)
    document["funding"].append({"name": "Rest", "kind": "gift", "remainder": True})

    assert problems_of(document)["funding[3].remainder"].code == "remainder_twice"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (b"\xff\xfe", "not_utf8"),
        (b"{", "not_json"),
        (b"[]", "not_an_object"),
        (b'{"name": 1, "name": 2}', "key_twice"),
        (b"[" * 200_000, "too_deep"),
        (b'{"first_year": ' + b"1" * 5000 + b"}", "number_too_long"),
        (b" " * 2_000_001, "too_large"),
    ],
)
def test_text_that_is_no_document_is_refused(text, code):
    assert [problem.code for problem in problems_of(text).values()] == [code]


def test_place_of_a_syntax_error_is_named():
    problem = problems_of(b'{\n  "name": ,\n}')[""]

    assert (problem.params["line"], problem.params["column"]) == (2, 11)


def places_in(value, path=()):
    yield path
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from places_in(inner, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from places_in(inner, (*path, number))


@given(st.sampled_from([path for path in places_in(EXAMPLE) if path]), st.sampled_from(JUNK), st.booleans())
@settings(max_examples=600, deadline=None)
def test_changed_document_gives_a_plan_or_sentences(path, junk, is_removed):
    document = changed(path, junk)
    if is_removed:
        *parents, last = path
        place = document
        for key in parents:
            place = place[key]
        del place[last]

    try:
        parse_plan(document)
    except PlanError as error:
        for problem in error.problems:
            assert problem.sentence.startswith("Expected")
            assert problem.path or problem.code in ("not_an_object", "too_deep")
            assert problem.sentence != "Expected another value.", problem.code


def test_every_sentence_can_be_filled_in():
    filler = {"gt": 1, "ge": 1, "lt": 1, "le": 1, "expected": 1, "min_length": 1, "max_length": 1, "pattern": 1}

    assert all(template % filler for template in SENTENCES.values())
