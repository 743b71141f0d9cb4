"""What a financing plan says: its verdict, its charts and figures, and what it asks of people."""

from dataclasses import asdict
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.selectors import report_of, reports_of
from coophub.reports.services import request_report
from coophub.web.requests import SignedInRequest
from financing.plans import charts
from financing.plans.document.rows import frozen_points
from financing.plans.forms.points import HomeFactsForm, PointsForm, RoomFactsForm
from financing.plans.homes.rent_points import RULES_OF
from financing.plans.models import Plan
from financing.plans.reports import PLAN, POINTS, WORKBOOK, points_of_job
from financing.plans.selectors import affordability as affordability_selectors
from financing.plans.selectors import outcomes
from financing.plans.selectors.may import why_not_change, why_not_keep_scenario
from financing.plans.services import norms
from financing.plans.tables.homes import affordability_table
from financing.plans.tables.results import all_tables
from financing.plans.views.access import visible_plan
from financing.plans.views.open_plan import OpenPlan
from financing.plans.views.what_helps import what_helps
from initiatives.models import Initiative


def plan_context(request: SignedInRequest, plan: Plan, part: str) -> dict[str, object]:
    """What every page of a plan's result shares; `part` marks the present one in its navigation.

    `not_kept` says why this reader cannot keep a scenario of it.
    """
    not_changed = why_not_change(plan, request.user)
    return {
        "initiative": plan.initiative,
        "room": "plans",
        "plan": plan,
        "part": part,
        "can_change": not_changed is None,
        "not_kept": SimpleLazyObject(lambda: not_changed or why_not_keep_scenario(plan.scenarios.count())),
    }


def whole_result(outcome: outcomes.Outcome, home_points: dict[str, int]) -> dict[str, object]:
    """Everything that a version, a scenario or a shared plan says on one page (`plans/_whole_result.html`)."""
    affordability = affordability_selectors.affordability_of(outcome, home_points)
    return {
        "outcome": outcome,
        "charts": SimpleLazyObject(lambda: charts.result_charts(outcome)),
        "affordability": affordability,
        "affordability_table": affordability_table(affordability),
        "tables": SimpleLazyObject(lambda: all_tables(outcome)),
    }


@login_required
@require_safe
def detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Whether the plan closes, why, and its charts."""
    plan = visible_plan(request.user, slug, pk)
    outcome = outcomes.outcome_of(plan.document)
    opened = OpenPlan(plan, request.user)
    context = {
        **plan_context(request, plan, "result"),
        "outcome": outcome,
        "opened": opened,
        "parts": opened.parts(outcome),
        "charts": SimpleLazyObject(lambda: charts.result_charts(outcome)),
        **what_helps(outcome, plan),
        "flagged": affordability_selectors.affordability_of(outcome, frozen_points(plan)).flagged,
        "jobs": [job for kind in (PLAN, WORKBOOK) if (job := reports_of(plan, kind).first())],
    }
    return render(request, "plans/detail.html", context)


@login_required
@require_safe
def figures(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Investment, funding, income statement, balance sheet and cash flow as tables."""
    plan = visible_plan(request.user, slug, pk)
    outcome = outcomes.outcome_of(plan.document)
    context = {
        **plan_context(request, plan, "figures"),
        "outcome": outcome,
        "tables": SimpleLazyObject(lambda: all_tables(outcome)),
    }
    return render(request, "plans/figures.html", context)


@login_required
def affordability(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """What each type of home asks of an income, against the norms; and the points of the homes."""
    do = "plans.change_plan" if request.method == "POST" else None
    plan = visible_plan(request.user, slug, pk, do=do)
    form = PointsForm(request.POST or None, plan=plan)
    if request.method == "POST" and form.is_valid():
        norms.set_home_points(plan=plan, points=form.typed, user=request.user)
        messages.success(request, _("The points are kept."))
        return redirect("plans:affordability", slug=slug, pk=pk)
    found = affordability_selectors.affordability_of(outcomes.outcome_of(plan.document), frozen_points(plan))
    context = {
        **plan_context(request, plan, "affordability"),
        "form": form,
        "affordability": found,
        "affordability_table": affordability_table(found),
    }
    return render(request, "plans/affordability.html", context)


@login_required
def points(request: SignedInRequest, slug: str, pk: int, home: UUID) -> HttpResponse:
    """The points of one type of home, counted by a worker from a few facts; kept when the reader says so."""
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    homes = PointsForm(plan=plan)
    name = homes.homes.get(home)
    if name is None:
        raise Http404
    job = report_of(plan, POINTS, request.POST.get("keep") or request.GET.get("counted"))
    job = job if job is not None and job.parameters["home"] == home.hex else None
    found = points_of_job(job) if job is not None and job.is_done else None
    if found is not None and "keep" in request.POST:
        norms.set_home_points(plan=plan, points={home.hex: found.points}, user=request.user)
        messages.success(request, _("The points are kept."))
        return redirect("plans:affordability", slug=slug, pk=pk)
    form_class = RoomFactsForm if home in homes.rooms else HomeFactsForm
    row = homes.in_plan[home]
    begin = form_class.begin_with(row, built_in=plan.document["first_year"])
    facts = form_class.initial_of(job.parameters["facts"]) if job else begin
    form = form_class(request.POST or None, initial=facts, home=row)
    if request.method == "POST" and form.is_valid():
        code = cast(Initiative, plan.initiative).municipality_id
        asked = {"home": home.hex, "facts": asdict(form.facts_in(code))}
        job = request_report(kind=POINTS, subject=plan, user=request.user, parameters=asked)
        return redirect(f"{request.path}?counted={job.pk}")
    context = {
        **plan_context(request, plan, "affordability"),
        "form": form,
        "name": name,
        "job": job,
        "found": found,
        "rules_of": RULES_OF,
        "is_room": form_class is RoomFactsForm,
    }
    return render(request, "plans/points.html", context)


@login_required
@require_POST
def report(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Has the PDF made in the background, of the plan as it is now."""
    plan = visible_plan(request.user, slug, pk)
    parameters = {"document": plan.document, "home_points": frozen_points(plan), "revision": plan.revision}
    request_report(kind=PLAN, subject=plan, user=request.user, parameters=parameters)
    return redirect(reverse("plans:detail", args=[slug, pk]) + "#pdf")
