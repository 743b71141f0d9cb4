"""What follows from a plan alone is drawn and calculated once, for as long as nothing that it follows from changes."""

import json
import re
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import translation

from financing.engine import calculate, parse_plan, result_document
from financing.plans.models import Plan
from financing.plans.selectors import levers, outcomes, risks
from financing.plans.selectors.versions import version_outcome
from financing.plans.services.versions import name_version
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory

PAGES = ("detail", "figures", "risks", "levers")


@pytest.fixture(autouse=True)
def _nothing_is_drawn() -> Iterator[None]:
    caches["drawn"].clear()
    yield
    caches["drawn"].clear()


@pytest.fixture
def plan() -> Plan:
    return PlanFactory(initiative=InitiativeFactory(owner=UserFactory()))


@pytest.fixture
def reader(plan: Plan) -> Client:
    client = Client()
    client.force_login(plan.initiative.memberships.get().user)
    return client


def shown(reader: Client, plan: Plan, page: str) -> str:
    response = reader.get(reverse(f"plans:{page}", args=[plan.initiative.slug, plan.pk]))
    assert response.status_code == 200
    return re.sub(r'csrfmiddlewaretoken" value="\w+"|CSRFToken": "\w+"|nonce="[^"]+"', "", response.content.decode())


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_the_same_when_it_was_drawn_before(plan: Plan, reader: Client, page: str) -> None:
    first = shown(reader, plan, page)
    assert shown(reader, plan, page) == first


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_follows_a_change_of_the_plan(plan: Plan, reader: Client, page: str) -> None:
    before = shown(reader, plan, page)
    for home in plan.document["dwellings"]:
        home["monthly_rent"] += 250
    plan.save()
    after = shown(reader, plan, page)

    caches["drawn"].clear()
    assert after != before
    assert shown(reader, plan, page) == after


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_drawn_for_each_language(plan: Plan, reader: Client, page: str) -> None:
    shown(reader, plan, page)
    reader.cookies["django_language"] = "en"
    english = shown(reader, plan, page)

    caches["drawn"].clear()
    assert shown(reader, plan, page) == english


@pytest.mark.django_db
def test_levers_and_risks_are_calculated_once_for_a_plan_and_a_scenario_each(plan: Plan) -> None:
    outcome = outcomes.outcome_of(plan.document)
    scenario = outcomes.outcome_of(plan.document, {"construction_cost": 1.2})

    assert levers.levers_of(outcome) == levers.levers_of(outcomes.outcome_of(plan.document))
    assert risks.risks_of(outcome) == risks.risks_of(outcomes.outcome_of(plan.document))
    assert scenario.key != outcome.key
    with translation.override("en"):
        assert outcomes.outcome_of(plan.document).key != outcome.key


@pytest.mark.django_db
def test_a_version_keeps_its_own_result_beside_what_the_same_plan_gives_now(plan: Plan) -> None:
    version = name_version(plan=plan, name="Before the bank", user=plan.initiative.memberships.get().user)
    assert version_outcome(version).key != outcomes.outcome_of(version.document).key


@pytest.mark.django_db
def test_a_result_is_calculated_once_and_is_that_of_its_very_document(
    plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    def result() -> object:
        return result_document(calculate(parse_plan(plan.document)))

    assert json.loads(outcomes.known_result(plan.document)) == result()
    with monkeypatch.context() as without:
        without.delattr(outcomes, "calculate")
        assert json.loads(outcomes.known_result(plan.document)) == result()

    plan.document["dwellings"][0]["monthly_rent"] += 250
    assert json.loads(outcomes.known_result(plan.document)) == result()
