"""A plan document as it comes in and as it is kept."""

from typing import Any

from financing.engine import parse_plan
from financing.plans.document.examples import example_document
from financing.plans.document.incoming import as_kept

DOCUMENT = example_document("hofje-voor-ouderen")


def with_points(value: Any) -> Any:
    """Every whole number as 12.0."""
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, list):
        return [with_points(inner) for inner in value]
    if isinstance(value, dict):
        return {key: with_points(inner) for key, inner in value.items()}
    return value


def test_whole_number_may_be_written_with_a_point_as_the_schema_allows() -> None:
    assert parse_plan(with_points(DOCUMENT)) == parse_plan(DOCUMENT)


def test_whole_number_is_kept_without_its_point() -> None:
    assert repr(as_kept(with_points(DOCUMENT))["first_year"]) == str(DOCUMENT["first_year"])


def test_names_are_kept_as_they_are_seen() -> None:
    kept = as_kept({"name": "Hof\x0b van\x00 \u00a0Oost\ud800", "dwellings": [{"name": "\u200bKlein"}]})

    assert kept == {"name": "Hof van Oost", "dwellings": [{"name": "Klein"}]}
