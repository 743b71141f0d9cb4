"""What everybody reads, and what a curious reader cannot work out of it."""

import json
import re
from dataclasses import replace

import pytest
from django.urls import reverse

from coophub.reports.models import ReportJob
from coophub.reports.services import render
from coophub.web.errors import DomainError
from financing.engine import parse_plan
from financing.engine.calculate import calculate
from financing.lab.models import PublishedRun
from financing.lab.selectors.sources import PlanSource
from financing.lab.services.publishing import publish_run, take_over_run, withdraw_publication
from tests.factories.accounts import decider, reviewer, scheme_manager
from tests.factories.lab import KeptPortfolioFactory, finished_run, plan_to_keep
from tests.pdf_words import words_of_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff():
    return scheme_manager()


def run_over(*numbers, source=PlanSource.DOCUMENT):
    """A run over these plans, which nobody else may know."""
    plans = [plan_to_keep(number, source=source) for number in numbers]
    return finished_run(portfolio=KeptPortfolioFactory(plans=plans, is_made_up=False))


def body_of(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_everybody_reads_what_was_published_until_it_is_withdrawn(client, staff):
    run = run_over(*range(12))
    published = publish_run(run=run, user=staff)
    address = reverse("lab:public_run", args=[published.pk])

    page = client.get(address).content.decode()
    assert publish_run(run=run, user=staff) == published
    figures = client.get(address, {"export": "json"}).json()
    assert client.get(address, {"export": "csv"}).status_code == 200
    assert address in client.get(reverse("lab:public_runs")).content.decode()
    withdraw_publication(run=run, user=staff)

    assert "10.000.000" in page
    assert figures["optimum"]["homes"] % 10 == 0
    assert client.get(address).status_code == 404
    assert address not in client.get(reverse("lab:public_runs")).content.decode()


def test_fewer_than_five_plans_are_not_published(staff):
    with pytest.raises(DomainError):
        publish_run(run=run_over(*range(4)), user=staff)


def test_two_portfolios_that_differ_by_one_plan_are_not_both_published(staff):
    publish_run(run=run_over(*range(12)), user=staff)

    for others in (range(11), range(13), range(1, 13), range(12)):
        with pytest.raises(DomainError):
            publish_run(run=run_over(*others), user=staff)
    assert publish_run(run=run_over(*range(17)), user=staff)
    # It differs by five from both, and all three together tell of two plans.
    with pytest.raises(DomainError):
        publish_run(run=run_over(*range(3, 19)), user=staff)


def test_what_was_withdrawn_was_read(staff):
    first = run_over(*range(12))
    publish_run(run=first, user=staff)
    withdraw_publication(run=first, user=staff)

    with pytest.raises(DomainError):
        publish_run(run=run_over(*range(11)), user=staff)


def test_plans_that_everybody_knows_are_not_beside_others(staff):
    plans = [plan_to_keep(number, source=PlanSource.DOCUMENT) for number in range(6)]
    known = [plan_to_keep(number, source=PlanSource.EXAMPLE) for number in range(6, 9)]
    mixed = finished_run(portfolio=KeptPortfolioFactory(plans=[*plans, *known], is_made_up=False))

    with pytest.raises(DomainError):
        publish_run(run=mixed, user=staff)


def test_a_curious_reader_finds_no_plan(client, staff):
    """With every public page and file of two runs, and every answer of the open API: no homes, investment, gap or group
    of a single plan stands there, and of two runs that differ by it the second is not there.
    """
    lonely = plan_to_keep(99, source=PlanSource.DOCUMENT, province="Zeeland", target="starters", form="mixed")
    lonely = replace(lonely, document={**lonely.document, "first_year": 2061})
    ordinary = [plan_to_keep(number, source=PlanSource.DOCUMENT) for number in range(14)]
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[lonely, *ordinary], is_made_up=False))
    published = publish_run(run=run, user=staff)
    without = finished_run(portfolio=KeptPortfolioFactory(plans=ordinary, is_made_up=False))
    with pytest.raises(DomainError):
        publish_run(run=without, user=staff)
    address = reverse("lab:public_run", args=[published.pk])

    read = [
        body_of(client.get(where, what)).decode()
        for where in (address, reverse("lab:public_runs"))
        for what in ({}, {"export": "csv"}, {"export": "json"})
    ]
    assert client.get(reverse("lab:run", args=[without.pk])).status_code == 302
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    answers = [client.get(f"/api/v1{path}") for path, asked in paths.items() if "get" in asked and "{" not in path]
    # Without a token a reader gets what everybody may read, and of the rest nothing.
    assert {answer.status_code for answer in answers} == {200, 401}
    assert not any(run.portfolio.name in body_of(answer).decode() for answer in answers)

    for text in read:
        assert "Zeeland" not in text
        assert "2061" not in text
        assert "p001" not in text
    package, plan = run.result["plans"][0]["packages"][0], calculate(parse_plan(lonely.document))
    own = {package["cash"], float(plan.cost.total[0, 0]), float(plan.funding.gap[0, 0])} - {0.0}
    figures = re.findall(r"\d+(?:\.\d+)?", json.dumps(published.content))
    assert not own & {float(figure) for figure in figures}
    exact = {run.result["optimum"][name] for name in ("homes", "cash")}
    assert not exact & set(published.content["optimum"].values())


def test_who_may_not_publish_is_not_offered_it(client):
    run = run_over(*range(6))
    client.force_login(reviewer(), backend="django.contrib.auth.backends.ModelBackend")

    page = client.get(reverse("lab:run", args=[run.pk])).content.decode()

    assert reverse("lab:publish_run", args=[run.pk]) not in page
    assert client.post(reverse("lab:publish_run", args=[run.pk])).status_code == 403
    client.force_login(decider(), backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("lab:publish_run", args=[run.pk])).status_code == 302
    assert PublishedRun.objects.count() == 1


def test_a_run_becomes_a_draft_of_a_scheme(client, staff):
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(15)]))
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(reverse("lab:take_over_run", args=[run.pk]), {"name": "Wat het meest helpt"})

    page = client.get(answer["Location"])
    assert page.status_code == 200
    version = page.context["version"]
    assert (version.ceiling, version.kind, version.maximum_per_home) == (10_000_000, "grant", 20_000)
    assert list(version.targets) == ["middle_incomes"]
    with pytest.raises(DomainError) as refused:
        take_over_run(run=run, name="Wat het meest helpt", user=staff)
    assert refused.value.field == "name"


def test_parliament_gets_one_answer_with_what_it_rests_on(client, staff):
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(9)]))
    client.force_login(staff, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("lab:run_pdf", args=[run.pk]))
    job = ReportJob.objects.get()

    render(str(job.pk))

    job.refresh_from_db()
    words = words_of_pdf(job.file.read())
    for said in ("Waar een euro het meest doet", "verzonnen", "10.000.000", "Waar het op rust", "Wat niet bekend is"):
        assert said in words
