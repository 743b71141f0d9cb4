"""What the engine writes is what its published schemas say."""

import json

import jsonschema
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import settings as hypothesis_settings

from financing.engine import (
    SCHEMA_NAMES,
    Drivers,
    calculate,
    find_levers,
    heat_map,
    json_schema_of,
    parse_plan,
    read_result,
    result_document,
    result_of,
    stress,
)
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.strategies import plans, scenarios

PUBLISHED = settings.BASE_DIR / "docs/schemas"
VALIDATORS = {name: jsonschema.Draft202012Validator(json_schema_of(name)) for name in SCHEMA_NAMES}


def assert_valid(name, document):
    errors = [error.message[:200] for error in VALIDATORS[name].iter_errors(json.loads(json.dumps(document)))]
    assert errors == []


MOMENTS = {"largest_rollover", "largest_member_outflow"}
"""Absent where nothing is lent again and nobody leaves, as in the plan `development`."""


@pytest.mark.parametrize("name", SCHEMA_NAMES)
def test_published_schema_is_the_one_of_the_code(name):
    assert json.loads((PUBLISHED / f"{name}.json").read_text()) == json_schema_of(name)
    jsonschema.Draft202012Validator.check_schema(json_schema_of(name))


def test_command_says_which_schema_is_out_of_date(tmp_path):
    call_command("write_schemas", folder=tmp_path)
    call_command("write_schemas", "--check", folder=tmp_path)
    (tmp_path / "levers-1.json").write_text("{}")

    with pytest.raises(CommandError, match=r"Out of date: levers-1\.json\."):
        call_command("write_schemas", "--check", folder=tmp_path)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_documents_are_as_published(path):
    document = json.loads(path.read_text())
    plan = parse_plan(document)

    assert_valid("plan-1", document)
    assert_valid("result-1", result_document(calculate(plan)))
    assert_valid(
        "result-1", result_document(calculate(plan, Drivers.of({"rent": [0.9, 1.0, 1.2], "subsidy": [0, 1e5, 0]})))
    )
    assert_valid("levers-1", find_levers(plan).document())
    assert_valid("stress-1", stress(plan, seed=1, runs=20).document())
    assert_valid("heat-map-1", heat_map(plan, "rent", "construction_cost").document())


@given(plans(), scenarios())
@hypothesis_settings(max_examples=60)
def test_result_of_any_plan_is_as_published(document, drivers):
    plan = parse_plan(document)
    one = result_document(calculate(plan))
    many = result_document(
        calculate(plan, Drivers.of({name: [value] * 2 for name, value in {"rent": 1.0, **drivers}.items()}))
    )

    for result in (one, many):
        json.dumps(result, allow_nan=False)
        assert_valid("result-1", result)
    assert "loans" in one
    assert "loans" not in many
    assert {name for name, value in one["metrics"].items() if value is None} - MOMENTS <= set(
        one["metrics"]["undefined"]
    )


def test_with_drivers_every_figure_is_a_list_by_scenario():
    plan = parse_plan(document_named("development"))
    one, three = (
        result_document(calculate(plan, drivers)) for drivers in (None, Drivers.of({"rent": [1.0, 1.1, 0.9]}))
    )

    def compare(single, listed, path):
        if isinstance(single, dict):
            assert set(listed) == set(single), path
            for key in single:
                compare(single[key], listed[key], f"{path}.{key}")
        elif isinstance(single, list) and single and isinstance(single[0], dict):
            for number, (left, right) in enumerate(zip(single, listed, strict=True)):
                compare(left, right, f"{path}[{number}]")
        elif path.rpartition(".")[2] in MOMENTS:
            assert (single, listed) == (None, None)
        elif path.endswith((".schema", ".name", ".rank")):
            assert listed == single
        else:
            assert len(listed) == 3, path
            assert listed[0] == single or listed[0] == pytest.approx(single), path

    del one["loans"]
    compare(one, three, "")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_written_result_is_read_back_as_it_was(path):
    result = result_of(calculate(parse_plan(path.read_bytes())))

    read = read_result(json.loads(json.dumps(result.document(), allow_nan=False)))

    assert read == result
    assert read.document() == result.document()


def test_result_from_before_there_were_statements_is_read_without_them():
    document = result_of(calculate(parse_plan(document_named("development")))).document()
    del document["statements"]

    read = read_result(document)

    assert read.statements is None
    assert read.document() == document


def test_scenario_s_own_money_is_there_in_the_months_before_the_first_rent():
    document = document_named("development")
    # The members come when half of the building has been paid for.
    document["development"]["available"] = [{"source": "Members", "from": "2028-01"}]
    plan = parse_plan(document)
    without, helped = (result_of(calculate(plan, Drivers.of({"subsidy": [amount]}))) for amount in (0.0, 1e6))

    assert helped.development.pre_finance_need + 1 < without.development.pre_finance_need
    assert sum(helped.development.drawn["subsidy (scenario)"]) > 0


def test_unknown_name_is_no_schema():
    with pytest.raises(KeyError):
        json_schema_of("plan-2")
