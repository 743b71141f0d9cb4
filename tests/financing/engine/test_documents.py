"""Documents that are no valid plan: always a path and a sentence, never a traceback."""

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financing.engine import PlanError, calculate, find_levers, parse_plan, result_document, stress
from financing.engine.parse import SENTENCES
from tests.financing.engine.documents import PATHS, document_named

EXAMPLE = document_named("de-eendracht")
TEXTS = [path.read_text() for path in PATHS]
DEVELOPMENT = {"start": "2027-01", "construction_start": "2027-07"}
SPEND = {"line": "Fees", "from": "2027-01", "to": "2028-06", "share": 1.0}
BANK = {"source": "Bank", "from": "2027-07"}
JUNK = [
    None,
    True,
    -1,
    -1.0,
    0,
    0.5,
    1,
    75,
    1e12,
    1e400,
    float("nan"),
    "1",
    "",
    [],
    {},
    [1],
    {"a": 1},
    10**30,
    "x" * 1000,
]


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
        (["series", "rent", "rate"], 2.2, "series.rent.rate"),
        (["series", "inflation", "by_year"], {"٢٠٢٧": 0.1}, "series.inflation.by_year.٢٠٢٧"),
        (["development"], DEVELOPMENT | {"start": "2029-01"}, "development.start"),
        (["development"], DEVELOPMENT | {"start": "2027-1"}, "development.start"),
        (["development"], DEVELOPMENT | {"construction_start": "2026-12"}, "development.construction_start"),
        (["development"], DEVELOPMENT | {"spend": [SPEND | {"line": "Roof"}]}, "development.spend[0].line"),
        (["development"], DEVELOPMENT | {"spend": [SPEND | {"to": "2029-01"}]}, "development.spend[0].to"),
        (["development"], DEVELOPMENT | {"spend": [SPEND | {"from": "2026-01"}]}, "development.spend[0].from"),
        (["development"], DEVELOPMENT | {"spend": [SPEND | {"share": 0.9}]}, "development.spend[0].share"),
        (["development"], DEVELOPMENT | {"available": [BANK, BANK]}, "development.available[1].source"),
        (["development"], DEVELOPMENT | {"available": [BANK | {"source": "X"}]}, "development.available[0].source"),
    ],
)
def test_defect_is_named_with_its_path(path, value, named):
    assert named in problems_of(changed(path, value))


def test_exit_at_market_value_needs_one():
    document = copy.deepcopy(EXAMPLE) | {"market_value": None, "exit_value": "market_value"}
    document["criteria"]["max_ltv"] = None

    assert problems_of(document)["exit_value"].code == "exit_without_value"


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


@st.composite
def broken(draw):
    """One of the documents, with one to three of its values made something else or taken away."""
    document = json.loads(draw(st.sampled_from(TEXTS)))
    for _ in range(draw(st.integers(1, 3))):
        *parents, last = draw(st.sampled_from([path for path in places_in(document) if path]))
        place = document
        for key in parents:
            place = place[key]
        if draw(st.booleans()):
            place[last] = copy.deepcopy(draw(st.sampled_from(JUNK)))
        else:
            del place[last]
    return document


@given(broken())
@settings(max_examples=600)
def test_changed_document_gives_a_result_or_sentences(document):
    try:
        plan = parse_plan(document)
        json.dumps(result_document(calculate(plan)), allow_nan=False)
    except PlanError as error:
        for problem in error.problems:
            assert problem.sentence.startswith("Expected")
            assert problem.path or problem.code in ("not_an_object", "too_deep")
            assert problem.sentence != "Expected another value.", problem.code


@given(broken())
@settings(max_examples=60)
def test_levers_of_a_changed_document_can_be_written(document):
    try:
        plan = parse_plan(document)
    except PlanError:
        return
    json.dumps(find_levers(plan).document(), allow_nan=False)
    json.dumps(stress(plan, seed=1, runs=10).document(), allow_nan=False)


def test_form_is_said_with_an_example():
    problem = problems_of(changed(["development"], DEVELOPMENT | {"start": "maart 2027"}))["development.start"]

    assert problem.sentence == "Expected text of the form 2027-03."


def test_every_sentence_can_be_filled_in():
    filler = {"gt": 1, "ge": 1, "lt": 1, "le": 1, "expected": 1, "min_length": 1, "max_length": 1, "pattern": 1}

    assert all(template % filler for template in SENTENCES.values())
