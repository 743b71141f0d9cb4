"""The words of a plan's figures stand in one place, and every figure has its words."""

import json

import pytest
from django.conf import settings
from django.utils import translation

from financing.engine.result_documents import Result
from financing.plans.figures import FIGURES, label_of, path_of
from financing.plans.figures.benchmarks import BENCHMARKS
from financing.plans.figures.bounds import bounds_of
from financing.plans.figures.choices import BASES, MONEY
from financing.plans.figures.headings import part_of
from financing.plans.figures.kinds import CHOICE, GROUP, YES_NO
from financing.plans.figures.result import RESULT
from financing.plans.forms.sections import SECTIONS

SCHEMA = json.loads((settings.BASE_DIR / "docs/schemas/plan-1.json").read_text())


def paths_of(schema, definitions, path=""):
    """Every path that a published schema allows, lists and groups among them, each with its own part of the schema."""
    if "$ref" in schema:
        yield from paths_of(definitions[schema["$ref"].rpartition("/")[2]], definitions, path)
        return
    options = [option for option in schema.get("anyOf", []) if option.get("type") != "null"]
    for option in options:
        yield from paths_of(option, definitions, path)
    if options:
        return
    if path and not path.endswith("[]"):
        yield path, schema
    for name, inner in schema.get("properties", {}).items():
        yield from paths_of(inner, definitions, f"{path}.{name}".lstrip("."))
    if schema.get("type") == "array":
        yield from paths_of(schema["items"], definitions, f"{path}[]")


PATHS = {path: schema for path, schema in paths_of(SCHEMA, SCHEMA["$defs"]) if path != "schema"}


def test_every_path_of_a_plan_has_its_words_and_all_words_have_a_path():
    assert set(FIGURES) == set(PATHS)
    assert all(part_of(path) for path in PATHS)


@pytest.mark.parametrize("path", PATHS)
def test_figure_is_of_the_kind_that_the_schema_says(path):
    figure, schema = FIGURES[path], PATHS[path]

    assert (figure.kind is YES_NO) == (schema.get("type") == "boolean")
    assert (figure.kind is GROUP) == (schema.get("type") == "array" or "properties" in schema)
    assert (figure.kind is CHOICE) == (schema.get("type") == "string" and bool({"enum", "const"} & set(schema)))


def choices_in_schema(path):
    """With those of a union, such as a category or all."""
    found = []
    for each, schema in paths_of(SCHEMA, SCHEMA["$defs"]):
        if each == path:
            found += schema.get("enum", [schema["const"]] if "const" in schema else [])
    return found


@pytest.mark.parametrize("path", [path for path, figure in FIGURES.items() if figure.kind is CHOICE])
def test_every_choice_has_its_words(path):
    assert set(FIGURES[path].choices) == set(choices_in_schema(path))


@pytest.mark.parametrize("path", PATHS)
def test_bounds_are_those_of_the_schema(path):
    schema, bounds = PATHS[path], bounds_of(path)
    if path.endswith(".by_year"):
        schema = next(iter(schema["patternProperties"].values()))

    low = schema.get("minimum", schema.get("exclusiveMinimum"))

    assert bounds.high == schema.get("maximum")
    assert bounds.low == low if "exclusiveMinimum" not in schema else low < bounds.low < low + 1e-5


def test_every_benchmark_that_a_figure_names_is_there():
    assert {figure.benchmark for figure in FIGURES.values()} - {""} <= set(BENCHMARKS)


def test_builder_shows_only_figures_of_the_plan():
    shown = {path for section in SECTIONS if section.part for path in section.part.paths.values()}
    rows = {rows.path for section in SECTIONS for rows in section.lists}

    assert shown <= set(FIGURES)
    assert rows <= set(FIGURES)


def test_names_of_results_are_of_figures_that_a_result_has():
    schema = Result.model_json_schema(by_alias=True)
    paths = {path for path, _schema in paths_of(schema, schema["$defs"])}

    assert set(RESULT) <= paths


def test_row_and_year_do_not_matter_to_a_path():
    assert path_of(["funding", "#2", "rate_resets", "#1", "rate"]) == "funding[].rate_resets[].rate"
    assert path_of(["series", "rent", "by_year", "2027"]) == "series.rent.by_year"


def test_words_are_those_of_the_reader():
    with translation.override("nl"):
        assert label_of("investment.construction_interest_rate") == "Rente tijdens de bouw"
        assert str(MONEY["gift"]) == "Gift"
        assert FIGURES["investment.lines[].share_of"].written("land") == str(BASES["land"]) == "Grond"


def test_figure_is_written_with_every_digit_that_counts():
    with translation.override("en"):
        written = {
            path: FIGURES[path].written(value)
            for path, value in {
                "funding[].rate": 0.04375,
                "dwellings[].monthly_rent": 932.93,
                "dwellings[].count": 12,
                "investment.midpoint": 2028.25,
                "development.start": "2027-03",
                "funding[].term_years": 1,
                "criteria.funding": False,
                "funding[].rate_resets": [{"after_years": 10, "rate": 0.05}],
            }.items()
        }

    assert list(written.values()) == ["4.375%", "€932.93", "12", "2028.25", "March 2027", "1 year", "no", "1 value"]
