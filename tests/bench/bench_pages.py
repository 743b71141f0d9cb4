"""Pages with much behind them against pages with little."""

import itertools
import statistics
import time
import uuid

import pytest
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from coophub.reports.models import ReportJob
from coophub.reports.services import render, request_report
from financing.engine import calculate, parse_plan, result_document
from financing.plans.document.rows import keyed_document
from financing.plans.forms import SectionForms, section_named
from financing.subsidies.services.applying import submit_application
from tests.bench.bench_engine import plan_of_thirty_lines
from tests.bench.harness import Figure, compare, publish
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import complete_application
from tests.financing.engine import scalar_model
from tests.financing.plans.sending import sent


@pytest.mark.django_db
def test_plan() -> None:
    owner = UserFactory()
    plan = PlanFactory(initiative=InitiativeFactory(owner=owner))
    client = Client()
    client.force_login(owner)
    address = reverse("plans:detail", args=[plan.initiative.slug, plan.pk])
    section = reverse("plans:section", args=[plan.initiative.slug, plan.pk, "homes"])
    parsed = parse_plan(plan.document)

    def make_pdf() -> None:
        job = request_report(kind="plan", subject=plan, user=owner, parameters={"document": plan.document})
        assert render(str(job.pk))

    def drawn_anew() -> None:
        caches["drawn"].clear()
        client.get(address)

    publish(
        [
            compare(
                "page of a plan that changed, against its calculation alone",
                drawn_anew,
                lambda: result_document(calculate(parsed)),
            ),
            compare(
                "page of a plan that did not change, against one that did",
                lambda: client.get(address),
                drawn_anew,
                goal="at least 2 x",
            ),
            compare(
                "page of a plan that did not change, against /robots.txt",
                lambda: client.get(address),
                lambda: client.get("/robots.txt"),
            ),
            compare("PDF of a plan, against its page", make_pdf, drawn_anew, repeats=3),
            compare(
                "section of the builder, against the plan's page",
                lambda: client.get(section),
                lambda: client.get(address),
            ),
        ]
    )


@pytest.mark.django_db
def test_typing_in_the_builder() -> None:
    """A change typed in the builder: saving it, and the panel with verdict, figures and chart that follows."""
    owner = UserFactory()
    plan = PlanFactory(initiative=InitiativeFactory(owner=owner), document=plan_of_thirty_lines())
    client = Client()
    client.force_login(owner)
    address = reverse("plans:section", args=[plan.initiative.slug, plan.pk, "homes"])
    parsed = parse_plan(plan.document)
    data = sent(SectionForms(section_named("homes"), keyed_document(plan)), plan.revision)
    data["page"] = str(uuid.uuid4())
    rents = itertools.count(800)

    def save() -> None:
        data["dwellings-0-monthly_rent"] = str(next(rents))
        assert client.post(address, data, headers={"X-Autosave": "1"}).status_code == 200

    def panel() -> None:
        assert client.get(f"{address}panel/").status_code == 200

    def round_trip() -> None:
        save()
        panel()

    figures = [
        compare(
            "from a change to what it does, against one scalar scenario",
            round_trip,
            lambda: scalar_model.calculate(plan.document),
            repeats=20,
            goal="under 150 ms",
        ),
        compare(
            "saving what was typed, against the calculation alone",
            save,
            lambda: result_document(calculate(parsed)),
            repeats=10,
            goal="under 50 ms",
        ),
        compare(
            "panel beside the builder, against the calculation alone",
            panel,
            lambda: result_document(calculate(parsed)),
            repeats=10,
            goal="under 100 ms",
        ),
    ]
    publish(figures)
    print(f"{figures[0].ours * 1000:.0f} ms from a change to what it does (under 150 ms)")
    # On a quiet machine a scalar scenario takes some 7 ms, and 150 ms is 20 of them.
    assert figures[0].ratio > 1 / 20


@pytest.mark.django_db
def test_submitting() -> None:
    def submit() -> None:
        owner, second = UserFactory(), UserFactory()
        initiative = InitiativeFactory(owner=owner)
        MembershipFactory(initiative=initiative, user=second)
        application = complete_application(initiative, writer=owner, signer=second)
        started = time.perf_counter()
        submit_application(application=application, user=owner)
        times.append(time.perf_counter() - started)

    times: list[float] = []
    for _number in range(6):
        submit()
    letter = ReportJob.objects.latest("created_at")
    started = time.perf_counter()
    assert render(str(letter.pk))
    made = time.perf_counter() - started
    median = statistics.median(times[1:])
    publish([Figure("submission, against drawing its letter of receipt", median, made, made / median)])
