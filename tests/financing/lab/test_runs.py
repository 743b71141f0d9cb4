"""A run, from the question to the answer."""

import json

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web.errors import DomainError
from financing.lab.models import PolicyRun
from financing.lab.selectors.runs import job_of
from financing.lab.services.consents import withdraw_consent
from financing.lab.services.portfolios import WhichPlans, make_portfolio
from financing.lab.services.publishing import publish_run
from financing.lab.services.runs import calculate_run, cancel_run, resume_run, start_run
from financing.plans.document.examples import example_document
from financing.plans.services.versions import hash_of
from tests.factories.accounts import UserFactory, reviewer, scheme_manager
from tests.factories.lab import KeptPortfolioFactory, consenting_group, finished_run, plan_to_keep

pytestmark = pytest.mark.django_db

FEW_DRAWS = {"runs": 5, "revolving": {"years": 3}}


@pytest.fixture
def staff():
    return scheme_manager()


def told(_percentage):
    """Nobody listens."""


def test_staff_ask_and_a_worker_answers(client, staff):
    portfolio = KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(3)])
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(reverse("lab:new_run", args=[portfolio.pk]), {"budget": "1.000.000"})
    run = PolicyRun.objects.get()
    waiting = client.get(answer["Location"]).content.decode()
    render(str(job_of(run).pk))

    run.refresh_from_db()
    assert 'hx-select="#run"' in waiting
    # Who waits at the page gets all of it when it is there, not only what stood in the place of the waiting.
    assert client.get(answer["Location"], headers={"hx-request": "true"})["HX-Refresh"] == "true"
    assert run.is_done
    assert run.sha256 == hash_of(run.result)
    assert not run.parts.exists()
    assert ReportJob.objects.get().state == "done"
    page = client.get(reverse("lab:run", args=[run.pk])).content.decode()
    assert "1.000.000" in page
    figures = client.get(reverse("lab:run", args=[run.pk]), {"export": "json"}).json()
    assert figures["optimum"]["homes"] == run.homes
    actions = AuditEntry.objects.filter(action__in=["lab.start_run", "lab.finish_run", "lab.take_run_along"])
    assert actions.count() == 3


def test_a_run_goes_on_after_its_last_step(staff):
    portfolio = KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(2)])
    run = start_run(portfolio=portfolio, budget=500_000, parameters=FEW_DRAWS, user=staff)
    kept = "curves", "packages"

    def stops(percentage):
        if percentage > 60:
            cancel_run(run=run, user=staff)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        calculate_run(run=run, progress=stops)
    assert set(kept) <= set(run.parts.values_list("name", flat=True))
    run.refresh_from_db()
    again = resume_run(run=run, user=staff)
    heard = []
    calculate_run(run=again, progress=heard.append)

    again.refresh_from_db()
    assert again.is_done
    assert heard[:2] == [30, 60]
    with pytest.raises(DomainError):
        cancel_run(run=again, user=staff)


def test_a_stopped_run_is_not_calculated_further(staff):
    portfolio = KeptPortfolioFactory(plans=[plan_to_keep(1)])
    run = start_run(portfolio=portfolio, budget=500_000, parameters=FEW_DRAWS, user=staff)
    cancel_run(run=run, user=staff)

    render(str(job_of(run).pk))

    run.refresh_from_db()
    assert (run.state, run.result) == (PolicyRun.State.CANCELLED, None)


def test_a_yes_that_was_taken_back_stops_what_is_asked_next(client, staff):
    owner = UserFactory()
    given = [consenting_group(number, owner) for number in range(5)]
    portfolio = make_portfolio(name="Groepen", which=WhichPlans(with_consent=True), user=staff)
    started = start_run(portfolio=portfolio, budget=1_000_000, parameters={}, user=staff)
    withdraw_consent(plan=given[2].plan, user=owner)

    with pytest.raises(DomainError):
        start_run(portfolio=portfolio, budget=1_000_000, parameters={}, user=staff)
    render(str(job_of(started).pk))
    started.refresh_from_db()
    assert (started.state, started.result) == (PolicyRun.State.CANCELLED, None)
    with pytest.raises(DomainError):
        resume_run(run=started, user=staff)
    with pytest.raises(DomainError):
        publish_run(run=finished_run(portfolio=portfolio), user=staff)
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        reverse("lab:new_run", args=[portfolio.pk])
        not in client.get(reverse("lab:portfolio", args=[portfolio.pk])).content.decode()
    )


@pytest.mark.parametrize(("budget", "parameters"), [(1_500_000, {}), (1_000_000, {"runs": 5})])
def test_of_groups_that_said_yes_nobody_asks_many_questions_that_differ_a_little(staff, budget, parameters):
    owner = UserFactory()
    for number in range(5):
        consenting_group(number, owner)
    portfolio = make_portfolio(name="Groepen", which=WhichPlans(with_consent=True), user=staff)

    with pytest.raises(DomainError):
        start_run(portfolio=portfolio, budget=budget, parameters=parameters, user=staff)


@pytest.mark.parametrize(
    "sent",
    [
        {"budget": "0"},
        {"budget": "2.000.000.000"},
        {"budget": ""},
        {"budget": "1.000.000", "floor_0": "2.000.000"},
        {"budget": "1.000.000", "floor_0": "500.000", "ceiling_0": "100.000"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused_beside_its_field(client, staff, sent):
    portfolio = KeptPortfolioFactory()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    page = client.post(reverse("lab:new_run", args=[portfolio.pk]), sent)

    assert page.status_code == 200
    assert page.context["form"].errors
    assert not PolicyRun.objects.exists()


def test_limits_reach_the_engine_under_their_names(client, staff):
    portfolio = KeptPortfolioFactory()
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    sent = {"budget": "1.000.000", "floor_0": "100.000", "most_per_home": "25.000", "loan_rate": "2,5"}

    client.post(reverse("lab:new_run", args=[portfolio.pk]), sent)

    assert PolicyRun.objects.get().parameters == {
        "limits": {"floors": {"middle_incomes": 100_000.0}, "most_per_home": 25_000},
        "public_loan": {"rate": 0.025},
    }


def test_the_database_keeps_what_was_asked_and_found():
    run = finished_run()

    with pytest.raises(ProgrammingError), transaction.atomic():
        PolicyRun.objects.filter(pk=run.pk).update(budget=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        PolicyRun.objects.filter(pk=run.pk).update(result={})
    with pytest.raises(ProgrammingError), transaction.atomic():
        run.delete()


def test_two_runs_stand_side_by_side(client):
    one, other = finished_run(), finished_run(budget=20_000_000)
    client.force_login(reviewer(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("lab:compare_runs", args=[one.pk, other.pk])).content.decode()

    assert "20.000.000" in page
    assert json.dumps(one.result) != json.dumps(other.result)


def test_plans_of_which_little_is_known_are_calculated_too(staff):
    """Documents and examples say nothing of a target group or a province."""
    documents = [example_document("middenhuur-stad", discount_rate=0.04 + number / 1_000) for number in range(2)]
    portfolio = make_portfolio(name="Meegebracht", which=WhichPlans(documents=documents), user=staff)

    run = start_run(portfolio=portfolio, budget=1_000_000, parameters=FEW_DRAWS, user=staff)

    assert calculate_run(run=run, progress=told).is_done
    assert {group["by"] for group in run_groups(run)} == {"form", "target", "province", "year"}


def run_groups(run):
    run.refresh_from_db()
    return [group for curve in run.result["curves"] for group in curve["split"]]
