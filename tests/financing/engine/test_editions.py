"""What was written once is read for ever: every edition of the published schemas, with documents that the code of then
wrote.
"""

import json
from itertools import pairwise
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings

from financing.engine import (
    KEPT_SCHEMAS,
    calculate,
    json_schema_of,
    parse_plan,
    read_result,
    result_of,
    without_words,
)
from tests.financing.engine.widening import narrowed

HISTORY = settings.BASE_DIR / "docs/schemas/history"
WRITTEN = Path(__file__).parent / "editions"
NO_DOCUMENT_HAS = {("plan-1", "3"): [".discount_rate: from -0.99"]}
"""What an edition refuses that the one before took: nothing could be worked out with it."""


WORKED_OUT_OTHERWISE = {"1": [".metrics.gross_initial_yield"]}
"""What a result of this edition says by another definition than today's: then without other income."""


def editions(name):
    return sorted((HISTORY / name).glob("*.json"), key=lambda path: int(path.stem))


def written(name):
    return sorted(WRITTEN.glob(f"{name}/*/*.json"))


def named(path):
    return "-".join(path.with_suffix("").parts[-3:])


@pytest.mark.parametrize("path", [path for name in KEPT_SCHEMAS for path in editions(name)], ids=named)
def test_each_edition_has_documents_that_are_as_it_says(path):
    schema = jsonschema.Draft202012Validator(json.loads(path.read_text()))
    documents = [json.loads(kept.read_text()) for kept in (WRITTEN / path.parent.name / path.stem).glob("*.json")]

    assert documents
    assert [error.message[:200] for document in documents for error in schema.iter_errors(document)] == []


@pytest.mark.parametrize("name", KEPT_SCHEMAS)
def test_newest_edition_is_that_of_today_and_stands_in_the_list(name):
    kept = editions(name)
    listed = (HISTORY.parent / "README.md").read_text()

    assert [path.stem for path in kept] == [str(number) for number in range(1, len(kept) + 1)]
    assert without_words(json.loads(kept[-1].read_text())) == without_words(json_schema_of(name))
    assert [path for path in kept if f"[{name}, {path.stem}](history/{name}/{path.name})" not in listed] == []


@pytest.mark.parametrize("name", KEPT_SCHEMAS)
def test_no_edition_refuses_what_the_one_before_took(name):
    for before, after in pairwise(editions(name)):
        found = narrowed(json.loads(before.read_text()), json.loads(after.read_text()))

        assert found == NO_DOCUMENT_HAS.get((name, after.stem), []), after


def test_an_edition_that_would_refuse_is_seen():
    schema = json_schema_of("plan-1")
    less = json.loads(json.dumps(schema))
    del less["properties"]["vacancy_rate"]
    less["required"].append("funding")
    less["$defs"]["Dwelling"]["properties"]["count"]["maximum"] = 3
    less["$defs"]["Dwelling"]["properties"]["name"]["type"] = "number"

    assert narrowed(schema, schema) == []
    assert sorted(narrowed(schema, less)) == [
        ".dwellings[].count: to 3",
        ".dwellings[].name: type",
        ".vacancy_rate: unknown",
        ": required",
    ]


@pytest.mark.parametrize("path", written("plan-1"), ids=named)
def test_plan_of_each_edition_is_read_with_all_that_it_says(path):
    document = json.loads(path.read_text())

    read = parse_plan(document).model_dump(mode="json", by_alias=True)

    assert differences(document, read) == []


@pytest.mark.parametrize("path", written("result-1"), ids=named)
def test_result_of_each_edition_is_read_with_all_that_it_says(path):
    document = json.loads(path.read_text())

    assert differences(document, read_result(document).document()) == []


@pytest.mark.parametrize("path", written("result-1"), ids=named)
def test_plan_of_each_edition_comes_to_the_result_of_then(path):
    [plan] = WRITTEN.glob(f"plan-1/*/{path.name}")

    today = result_of(calculate(parse_plan(plan.read_bytes()))).document()

    found = [difference.partition(":")[0] for difference in differences(json.loads(path.read_text()), today)]
    assert found == WORKED_OUT_OTHERWISE.get(path.parent.name, [])


def differences(then, now, path=""):
    """Where something of then is not there now, or says something else."""
    if isinstance(then, dict) and isinstance(now, dict):
        return [found for key in then for found in differences(then[key], now.get(key), f"{path}.{key}")]
    if isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        return [found for left, right in zip(then, now, strict=True) for found in differences(left, right, f"{path}[]")]
    is_number = isinstance(then, int | float) and isinstance(now, int | float)
    is_same = then == pytest.approx(now, rel=1e-9, abs=1e-6) if is_number else then == now
    return [] if is_same else [f"{path}: {then!r} is {now!r} now"]
