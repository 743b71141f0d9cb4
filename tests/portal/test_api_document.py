"""The OpenAPI document keeps the rules for APIs of the government."""

import re

import pytest

from coophub.portal.api.openapi import ROOT
from coophub.portal.api.site import api
from coophub.portal.api.version import VERSION

KEBAB, CAMEL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*"), re.compile(r"[a-z]+([A-Z][a-z0-9]*)*")
ARGUMENTS = ("{slug}", "{code}", "{name}", "{number}", "{key}", "{ending}", "{version}")


@pytest.fixture(scope="module")
def document():
    return api.get_openapi_schema()


def test_addresses_are_plural_nouns_in_kebab_case_without_a_slash_behind_them(document):
    for path in document["paths"]:
        parts = path.removeprefix("/").split("/")
        assert all(KEBAB.fullmatch(part) or part in ARGUMENTS for part in parts), path
        assert parts[0].endswith("s"), path


def test_keys_are_in_camel_case(document):
    """But those of plans and results, which travel as documents with a schema of their own."""
    parameters = [each for found in document["paths"].values() for way in found.values() for each in way["parameters"]]
    assert all(CAMEL.fullmatch(each["name"]) for each in parameters if each["in"] != "header")
    seen, to_see = {"Plan", "Result"}, {"ProblemDocument"}
    for path, found in document["paths"].items():
        if not path.startswith("/plans/"):
            to_see |= set(re.findall(r"schemas/(\w+)", str(found))) - seen
    while to_see:
        seen.add(name := to_see.pop())
        schema = document["components"]["schemas"][name]
        assert [key for key in schema.get("properties", {}) if not CAMEL.fullmatch(key)] == [], name
        to_see |= set(re.findall(r"schemas/(\w+)", str(schema))) - seen


def test_every_answer_says_its_version_and_every_refusal_is_a_problem_document(document):
    assert document["info"]["version"] == VERSION
    assert document["info"]["contact"]["url"].startswith("http")
    for found in document["paths"].values():
        for way in found.values():
            assert {"400", "404", "429", "500"} <= set(way["responses"])
            assert {"200", "201", "202"} & set(way["responses"])
            assert ("security" in way) == ({"401", "403"} <= set(way["responses"]))
            for status, answer in way["responses"].items():
                shown = document["components"]["responses"][f"Problem{status}"] if "$ref" in answer else answer
                assert {"API-Version", "RateLimit"} <= set(shown["headers"])
                refused = int(status) >= 400
                assert ("application/problem+json" in shown.get("content", {})) == refused


@pytest.mark.django_db
def test_people_read_it_in_their_language(client):
    address = f"{ROOT}openapi.json"

    dutch, english = (client.get(address, headers={"Accept-Language": each}).json() for each in ("nl", "en"))

    summaries = [each["paths"]["/initiatives"]["get"]["summary"] for each in (dutch, english)]
    assert summaries == ["Het register van initiatieven", "The register of initiatives"]
