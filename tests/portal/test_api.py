"""The open API: what holds for every answer, what each resource gives, and what bad input gets."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role
from coophub.portal.api import limits, middleware
from coophub.portal.api.plans import is_too_deep
from coophub.portal.api.version import VERSION
from coophub.web.pace import Pace
from financing.engine import calculate, find_levers, parse_plan, result_document, stress
from financing.plans.document.examples import EXAMPLES, example_document
from financing.subsidies.schemes.examples import publish_example
from tests.bench.bench_engine import plan_of_thirty_lines
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, PhaseChangeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory
from tests.factories.policies import stated

pytestmark = pytest.mark.django_db

ROOT = "/api/v1/"
EXAMPLE = "wonen-met-vrienden"
PROBLEM = "application/problem+json"


@pytest.fixture
def ask(client):
    """Asks the API, and gives the answer with its document under `document`."""

    def get(path, **headers):
        answer = client.get(ROOT + path, headers=headers)
        answer.document = json.loads(answer.content) if answer.content else None
        return answer

    return get


@pytest.fixture
def calculate_with(client):
    def post(path, document, **headers):
        body = document if isinstance(document, bytes | str) else json.dumps(document)
        answer = client.post(f"{ROOT}plans/{path}", body, content_type="application/json", headers=headers)
        answer.document = json.loads(answer.content)
        return answer

    return post


def published(number, **facts):
    return InitiativeFactory(slug=f"groep-{number:02}", name=f"Groep {number}", published=True, **facts)


# Every answer


def test_every_answer_has_what_the_rules_ask(ask):
    for answer in (ask("statistics"), ask("nothing"), ask("initiatives?limit=0")):
        assert answer["API-Version"] == VERSION
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]
        assert answer["RateLimit"].startswith('"requests";r=')
        assert "Set-Cookie" not in answer
        assert "Accept-Language" in answer["Vary"]


@pytest.mark.parametrize(
    "path", ["", "nothing", "initiatives/", "initiatives/nobody", "municipalities/GM9999", "schemas/x"]
)
def test_where_nothing_is_a_problem_document_says_so(ask, path):
    answer = ask(path, accept_language="en")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)
    assert answer.document["title"] == "Not found"
    assert answer.document["status"] == 404
    assert answer.document["type"].endswith("/api/#problem-404")


def test_a_method_that_is_not_there(client):
    answer = client.delete(f"{ROOT}statistics")

    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, PROBLEM, "GET")


def test_everything_that_is_wrong_is_said_at_once_in_the_language_that_is_asked_for(ask):
    wrong = "initiatives?limit=1000&phase=somewhere&municipality=Utrecht"

    answer, dutch = ask(wrong, accept_language="en"), ask(wrong, accept_language="nl")

    assert answer.status_code == 400
    assert {each["parameter"] for each in answer.document["errors"]} == {"limit", "phase", "municipality"}
    assert answer.document["errors"][0]["detail"] == "Expected a number of at most 100."
    assert dutch.document["title"] == "Niet begrepen"
    assert dutch["Content-Language"] == "nl"


def test_who_looks_makes_no_difference(client, ask):
    group = InitiativeFactory(owner=(owner := UserFactory()))
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")

    assert ask(f"initiatives/{group.slug}").status_code == 404
    assert "private" not in ask("initiatives")["Cache-Control"]


def test_what_did_not_change_is_not_sent_again(ask):
    first = ask("statistics")

    again = ask("statistics", if_none_match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["API-Version"] == VERSION


def test_other_sites_may_ask(client):
    answer = client.options(f"{ROOT}plans/calculate", headers={"Origin": "https://other.example"})

    assert (answer.status_code, answer["Access-Control-Allow-Methods"]) == (204, "POST, OPTIONS")
    assert client.options(f"{ROOT}nothing").status_code == 404
    assert "Content-Type" in answer["Access-Control-Allow-Headers"]


def test_who_asks_too_much_is_told_when_to_come_back(ask, monkeypatch):
    monkeypatch.setattr(limits, "REQUESTS", Pace("requests", 2, 60))

    answers = [ask("statistics") for _time in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit"].split(";")[1] for answer in answers] == ["r=1", "r=0", "r=0"]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1]["Content-Type"] == PROBLEM


def test_a_fault_of_ours_is_a_problem_document_too(client, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr(middleware, "count_request", lambda request, token: 1 / 0)

    answer = client.get(f"{ROOT}statistics")

    assert (answer.status_code, answer["Content-Type"], answer["API-Version"]) == (500, PROBLEM, VERSION)


# Lists


def walked(ask, path):
    """Every item of a list, by its pages."""
    found, pages = [], 0
    while path:
        answer = ask(path)
        assert answer.status_code == 200, answer.document
        found += answer.document["items"]
        path = (answer.document["next"] or "").partition(ROOT)[2]
        pages += 1
    return found, pages


def test_a_list_is_walked_through_by_the_key_of_its_last_row(ask):
    for number in range(5):
        published(number)
    InitiativeFactory(name="Besloten")

    found, pages = walked(ask, "initiatives?limit=2")

    assert [each["slug"] for each in found] == [f"groep-{number:02}" for number in range(5)]
    assert pages == 3


def test_a_list_takes_as_many_queries_for_many_as_for_few(ask):
    published(0)
    ask("initiatives")
    with CaptureQueriesContext(connection) as few:
        ask("initiatives")
    for number in range(1, 20):
        published(number, municipality_id=("GM0363", "GM0344")[number % 2])

    with CaptureQueriesContext(connection) as many:
        assert len(ask("initiatives").document["items"]) == 20

    assert len(many) == len(few) <= 7


QUERIES = {
    "initiatives": 2,
    "initiatives/groep-01": 2,
    "statistics": 2,
    "municipalities": 4,
    "municipalities/GM0106": 5,
    "programmes": 2,
    "programmes/coaching": 2,
    "schemes": 2,
    "schemes/{scheme}": 8,
    "datasets": 5,
    "guides": 2,
    "example-plans": 1,
}
"""How many questions to the database each takes: how much was asked, and its own."""


def test_an_address_asks_the_database_no_more_than_it_needs(ask):
    group = published(1)
    PhaseChangeFactory(initiative=group)
    PilotFactory(initiative=group, programme=ProgrammeFactory(slug="coaching", is_public=True))
    slug = publish_example("leenfonds-landelijk").scheme.slug
    stated(UserFactory(roles=[Role.ADVISOR]))
    asked = {}
    for address in QUERIES:
        path = address.format(scheme=slug)
        ask(path)
        with CaptureQueriesContext(connection) as queries:
            assert ask(path).status_code == 200
        asked[address] = len(queries)

    assert asked == QUERIES


def test_the_register_is_narrowed_down_as_its_page_is(ask):
    published(1, phase="living", seeks_members=True, summary="Achter de dijk.")
    published(2, target_group="older_people")

    def slugs(query):
        return [each["slug"] for each in ask(f"initiatives?{query}").document["items"]]

    assert slugs("phase=living") == slugs("q=dijk") == slugs("seeksMembers=yes") == ["groep-01"]
    assert slugs("targetGroup=older_people") == ["groep-02"]
    assert slugs("municipality=GM0014&homes=some") == ["groep-01", "groep-02"]
    answer = ask("initiatives?province=Atlantis&municipality=GM9999")
    assert answer.status_code == 422
    assert {each["parameter"] for each in answer.document["errors"]} == {"province", "municipality"}


def test_an_initiative_says_what_its_public_page_says(ask):
    published(1, description="Ons verhaal.", legal_name="Groep UA")

    found = ask("initiatives/groep-01").document

    assert (found["description"], found["legalName"], found["outcome"]) == ("Ons verhaal.", "Groep UA", None)
    assert found["url"].endswith("/register/groep-01/")


def test_a_municipality_says_what_is_known_of_it(ask):
    stated(UserFactory(roles=[Role.ADVISOR]), code="GM0014")

    [line] = ask("municipalities/GM0014").document["policy"]
    listed = ask("municipalities?q=groningen&policy=known").document["items"]

    assert line["source"]
    assert [each["code"] for each in listed] == ["GM0014"]


def test_schemes_programmes_and_guides(ask):
    publish_example("leenfonds-landelijk")

    [scheme] = ask("schemes").document["items"]
    shown = ask(f"schemes/{scheme['slug']}", accept_language="en").document
    guides, _pages = walked(ask, "guides?limit=7")

    assert scheme["isExample"] is True
    assert shown["ceilings"][0]["ceiling"] == shown["ceiling"]
    assert "](/" not in ask("guides/objecting").document["text"]
    assert len(guides) == len({guide["slug"] for guide in guides}) > 7
    assert ask("schemas/plan-1").document["title"] == "coophub.plan/1"
    assert ask("statistics").document["groups"] == 0
    assert ask("programmes").status_code == 200


# Calculating


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.slug)
def test_every_example_is_calculated_as_on_its_page(calculate_with, example):
    document = example_document(example.slug)

    assert calculate_with("calculate", {"plan": document}).document == as_json(calculate(parse_plan(document)))


def as_json(calculation):
    return json.loads(json.dumps(result_document(calculation)))


def test_levers_stress_and_scenarios_are_those_of_the_engine(calculate_with):
    document, plan = example_document(EXAMPLE), parse_plan(example_document(EXAMPLE))

    levers = calculate_with("levers", {"plan": document, "parameters": {"fee": 0.01}})
    chance = calculate_with("stress", {"plan": document, "seed": 3, "runs": 50})
    scenarios = calculate_with("calculate", {"plan": document, "drivers": {"rent": [1, 1.1]}})

    assert levers.document == json.loads(json.dumps(find_levers(plan, {"fee": 0.01}).document()))
    assert chance.document == json.loads(json.dumps(stress(plan, seed=3, runs=50).document()))
    assert len(scenarios.document["closes"]) == 2
    assert levers["RateLimit"].startswith('"calculations";')


def test_everything_that_is_wrong_with_a_plan_has_its_place(calculate_with):
    document = example_document(EXAMPLE)
    document["horizon_years"] = 1000
    document["investment"]["lines"][0]["colour"] = "red"

    answer = calculate_with("calculate", {"plan": document, "more": 1}, accept_language="en")

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)
    assert {(each["pointer"], each["detail"]) for each in answer.document["errors"]} == {
        ("/more", "Expected no such key: it is not known here."),
        ("/plan/horizon_years", "Expected a number of at most 75."),
        ("/plan/investment/lines/0/colour", "Expected no such key: it is not known here."),
    }


@pytest.mark.parametrize(
    ("body", "status"),
    [(" ", 400), ("[]", 400), ("{", 400), ("[" * 100_000, 400), ('{"plan": ' * 40 + "1" + "}" * 40, 400), ("{}", 422)],
)
def test_what_is_no_plan_is_refused(calculate_with, body, status):
    answer = calculate_with("levers", body)

    assert (answer.status_code, answer["Content-Type"]) == (status, PROBLEM)


def test_a_body_that_is_too_large_or_of_another_kind_is_refused(client):
    large = client.post(f"{ROOT}plans/calculate", b" " * 600_000, content_type="application/json")
    other = client.post(f"{ROOT}plans/calculate", {"plan": "1"})

    assert (large.status_code, other.status_code) == (413, 415)


def test_depth_is_counted_outside_of_text():
    deep = b"[" * 33

    assert is_too_deep(deep)
    assert not is_too_deep(b'"' + deep + rb"\"" + deep + b'"')
    assert not is_too_deep(b"[]" * 100)


def test_what_takes_too_long_is_refused_with_the_nearest_that_does_not(calculate_with):
    document = example_document(EXAMPLE)

    answer = calculate_with("stress", {"plan": document, "runs": 200_000}, accept_language="en")

    [wrong] = answer.document["errors"]
    assert (answer.status_code, wrong["pointer"]) == (422, "/runs")
    nearest = int(wrong["detail"].rstrip(".").split()[-1])
    assert calculate_with("stress", {"plan": document, "runs": nearest}).status_code == 200
    assert calculate_with("levers", {"plan": plan_of_thirty_lines()}).status_code == 200
    many = {**document, "horizon_years": 75, "dwellings": document["dwellings"] * 30}
    refused = calculate_with("levers", {"plan": many}, accept_language="en").document["errors"]
    assert [each["pointer"] for each in refused] == ["/plan/horizon_years"]


def test_calculations_are_limited_by_what_they_cost(calculate_with, monkeypatch):
    monkeypatch.setattr(limits, "CALCULATIONS", Pace("calculations", 15, 60))
    document = {"plan": example_document(EXAMPLE)}

    assert [calculate_with("levers", document).status_code for _time in range(2)] == [200, 429]
