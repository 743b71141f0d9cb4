"""Frozen versions, scenarios, and laying them side by side."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.services import request_report
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.plans import charts
from financing.plans.document.rows import frozen_points
from financing.plans.forms.results import ScenarioForm, VersionForm
from financing.plans.reports import PLAN, parameters_of
from financing.plans.selectors import drivers, outcomes
from financing.plans.selectors import versions as versions_selectors
from financing.plans.services import versions as versions_services
from financing.plans.tables.comparing import figure_table, input_tables
from financing.plans.views.access import visible_plan
from financing.plans.views.results import plan_context, whole_result
from initiatives.access import visible_initiative


@login_required
def versions(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The versions and scenarios of a plan, and the form that freezes a new version."""
    do = "plans.change_plan" if request.method == "POST" else None
    plan = visible_plan(request.user, slug, pk, do=do)
    form = VersionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            version = versions_services.name_version(plan=plan, name=form.cleaned_data["name"], user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The version is kept. It never changes any more."))
            return redirect("plans:version", slug=slug, pk=pk, number=version.number)
    outcome = outcomes.outcome_of(plan.document)
    context = {
        **plan_context(request, plan, "versions"),
        "form": form,
        "versions": [
            (version, versions_selectors.version_outcome(version)) for version in versions_selectors.versions_of(plan)
        ],
        "scenarios": versions_selectors.scenarios_of(plan, outcome),
    }
    return render(request, "plans/versions.html", context)


@login_required
@require_safe
def version(request: SignedInRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """A frozen version with the result that it keeps."""
    plan = visible_plan(request.user, slug, pk)
    found = get_object_or_404(versions_selectors.versions_of(plan), number=number)
    context = {
        **plan_context(request, plan, "versions"),
        "version": found,
        **whole_result(versions_selectors.version_outcome(found), found.home_points),
    }
    return render(request, "plans/version.html", context)


@login_required
@require_POST
def version_report(request: SignedInRequest, slug: str, pk: int, number: int) -> HttpResponse:
    """Has the PDF of a version made in the background."""
    plan = visible_plan(request.user, slug, pk)
    found = get_object_or_404(versions_selectors.versions_of(plan), number=number)
    job = request_report(kind=PLAN, subject=plan, user=request.user, parameters=parameters_of(found))
    return redirect("reports:status", pk=job.pk)


@login_required
@require_POST
def keep_scenario(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Keeps a set of drivers under a name."""
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    form = ScenarioForm(request.POST)
    if form.is_valid():
        changes = drivers.drivers_in_words(form.drivers, outcomes.outcome_of(plan.document))
        name = form.cleaned_data["name"] or "; ".join(changes)[:200]
        try:
            scenario = versions_services.keep_scenario(plan=plan, name=name, drivers=form.drivers, user=request.user)
        except DomainError as error:
            show_error(form, error)
        else:
            messages.success(request, _("The scenario is kept. Your plan itself has not changed."))
            return redirect("plans:scenario", slug=slug, pk=pk, scenario_pk=scenario.pk)
    return render(
        request, "plans/keep_scenario.html", {**plan_context(request, plan, "versions"), "form": form}, status=422
    )


@login_required
@require_safe
def scenario(request: SignedInRequest, slug: str, pk: int, scenario_pk: int) -> HttpResponse:
    """The plan as it would be in a scenario."""
    plan = visible_plan(request.user, slug, pk)
    found = get_object_or_404(plan.scenarios.select_related("created_by"), pk=scenario_pk)
    before = outcomes.outcome_of(plan.document)
    outcome = outcomes.outcome_of(plan.document, found.drivers)
    context = {
        **plan_context(request, plan, "versions"),
        "scenario": found,
        "changes": drivers.drivers_in_words(found.drivers, before),
        **whole_result(outcome, frozen_points(plan)),
    }
    return render(request, "plans/scenario.html", context)


@login_required
@require_POST
def remove_scenario(request: SignedInRequest, slug: str, pk: int, scenario_pk: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    found = get_object_or_404(plan.scenarios, pk=scenario_pk)
    versions_services.remove_scenario(scenario=found, user=request.user)
    messages.success(request, _("The scenario is removed."))
    return redirect("plans:versions", slug=slug, pk=pk)


@login_required
@require_safe
def compare(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two to four of a group's plans, versions and scenarios side by side."""
    initiative = visible_initiative(request.user, slug)
    tokens = request.GET.getlist("with")
    try:
        found = versions_selectors.comparison(initiative, tokens)
    except KeyError:
        return conflict(request, _("Something you chose is no longer there. Choose again."), back=request.path)
    context = {
        "initiative": initiative,
        "room": "plans",
        "chosen": tokens,
        "groups": versions_selectors.choices_of(initiative),
        "comparison": found,
        "input_tables": input_tables(found) if found else [],
        "figure_table": figure_table(found) if found else None,
        "charts": charts.compared_charts([(column.choice.name, column.outcome) for column in found.columns])
        if found
        else [],
    }
    return render(request, "plans/compare.html", context)
