"""What makes a large plan close is searched for by a worker, and read by who has its key, for an hour."""

import datetime as dt
import json
import uuid

import pytest

from coophub.operations.retention import rules
from coophub.portal.api import limits
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web import clock
from coophub.web.pace import Pace
from financing.engine import find_levers, parse_plan
from financing.plans.document.examples import example_document
from financing.plans.models import LeverSearch
from financing.plans.services import lever_searches

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/plans/lever-searches"


@pytest.fixture
def ask(client):
    def post(document, **headers):
        return client.post(ADDRESS, json.dumps(document), content_type="application/json", headers=headers)

    return post


def open_plan():
    """One that does not close: it has no grant."""
    plan = example_document("hofje-voor-ouderen")
    plan["dwellings"][0]["monthly_rent"] = 400
    return plan


def read(client, answer):
    return client.get(answer["Location"].removeprefix("http://localhost:8000"))


def test_it_waits_is_found_and_says_what_the_levers_of_a_request_say(client, ask):
    plan = open_plan()
    asked = ask({"plan": plan})
    waits = read(client, asked)
    job = ReportJob.objects.get()

    assert (asked.status_code, asked.json()["state"], waits.json()["state"]) == (202, "waiting", "waiting")
    assert (asked["Retry-After"], waits["Retry-After"], waits["Cache-Control"]) == ("2", "2", "no-store")
    assert asked["Access-Control-Allow-Origin"] == "*"
    assert render(str(job.pk))
    found = read(client, asked)
    at_once = client.post("/api/v1/plans/levers", json.dumps({"plan": plan}), content_type="application/json").json()

    assert (found.json()["state"], found.json()["problem"]) == ("done", None)
    assert found.json()["result"] == at_once == json.loads(json.dumps(find_levers(parse_plan(plan)).document()))
    assert "Retry-After" not in found
    job.refresh_from_db()
    assert job.source.name == ""


def test_a_plan_that_a_request_may_not_take_is_sent_on_and_taken(client, ask):
    plan = open_plan()
    plan["operating_costs"] += [{**plan["operating_costs"][0], "name": f"Post {number}"} for number in range(60)]

    refused = client.post("/api/v1/plans/levers", json.dumps({"plan": plan}), content_type="application/json")

    assert refused.status_code == 422
    assert "lever-searches" in refused.json()["detail"]
    assert ask({"plan": plan}).status_code == 202


def test_what_is_wrong_is_named_and_nothing_is_kept(ask, monkeypatch):
    wrong = open_plan()
    wrong["horizon_years"] = -1

    assert ask({"plan": wrong}).json()["errors"][0]["pointer"] == "/plan/horizon_years"
    assert ask({"plan": open_plan(), "surprise": 1}).status_code == 422
    monkeypatch.setattr(limits, "CALCULATIONS", Pace("calculations", 1, 60))
    assert ask({"plan": open_plan()}).status_code == 429
    assert not LeverSearch.objects.exists()


def test_when_many_wait_another_one_is_not_kept(ask, monkeypatch):
    monkeypatch.setattr(lever_searches, "MOST_WAITING", 1)

    first, second = ask({"plan": open_plan()}), ask({"plan": open_plan()})

    assert (first.status_code, second.status_code, second["Retry-After"]) == (202, 503, "60")
    assert LeverSearch.objects.count() == 1


def test_one_that_broke_off_says_so(client, ask):
    asked = ask({"plan": open_plan()})
    ReportJob.objects.update(state=ReportJob.State.FAILED)

    document = read(client, asked).json()

    assert (document["state"], document["result"], document["problem"]["status"]) == ("failed", None, 500)


def test_it_is_there_for_who_has_its_key_and_goes_after_an_hour(client, ask):
    asked = ask({"plan": open_plan()})
    [job] = ReportJob.objects.all()
    assert render(str(job.pk))
    job.refresh_from_db()
    [rule] = [rule for rule in rules() if rule.name == "lever-searches"]

    assert client.get(f"{ADDRESS}/{uuid.uuid4()}").status_code == 404
    assert client.get(f"/reports/{job.pk}/download/").status_code in (302, 404)
    assert rule.remove() == 0
    with clock.at(clock.now() + dt.timedelta(minutes=lever_searches.KEPT_MINUTES)):
        assert read(client, asked).status_code == 404
        assert rule.remove() == 1
    assert (LeverSearch.objects.count(), ReportJob.objects.count()) == (0, 0)
