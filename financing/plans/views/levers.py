"""What would help: levers and packages, tried on the spot and kept as scenarios."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.web.requests import SignedInRequest
from financing.plans.forms.results import DriversForm
from financing.plans.selectors import drivers, outcomes
from financing.plans.selectors import levers as levers_selectors
from financing.plans.tables.packages import package_table
from financing.plans.views.access import visible_plan
from financing.plans.views.results import plan_context
from financing.plans.views.what_helps import what_helps


@login_required
@require_safe
def levers(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Each lever at the value where the plan closes, and packages by what they cost the public."""
    plan = visible_plan(request.user, slug, pk)
    outcome = outcomes.outcome_of(plan.document)
    shared, helps, further = plan_context(request, plan, "levers"), what_helps(outcome, plan), "further" in request.GET
    found = helps["help"] or levers_selectors.levers_of(outcome)
    context = {
        **shared,
        **helps,
        "outcome": outcome,
        "levers": found.further if further else found,
        "further": further,
        "package_table": package_table(found.packages, can_keep=not shared["not_kept"]),
    }
    return render(request, "plans/levers.html", context)


@login_required
@require_safe
def try_drivers(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """How the plan would stand with these drivers: a fragment for htmx, a page for who has no JavaScript.

    Nothing is kept.
    """
    plan = visible_plan(request.user, slug, pk)
    form = DriversForm(request.GET)
    is_valid = form.is_valid()
    before = outcomes.outcome_of(plan.document)
    context = {
        **plan_context(request, plan, "levers"),
        "form": form,
        "changes": drivers.drivers_in_words(form.drivers, before) if is_valid else [],
        "tried": outcomes.outcome_of(plan.document, form.drivers) if is_valid else None,
        "drivers": form.drivers.items() if is_valid else [],
        "says": _beside_sliders(request, form, before) if is_valid else [],
    }
    template = "plans/_tried.html" if request.htmx else "plans/tried.html"
    return render(request, template, context, status=200 if is_valid else 422)


def _beside_sliders(request: SignedInRequest, form: DriversForm, before: outcomes.Outcome) -> list[tuple[str, str]]:
    """What stands beside each slider, where several are moved together."""
    if request.htmx.target != "tried-together":
        return []
    words = {name: drivers.drivers_in_words({name: value}, before)[0] for name, value in form.drivers.items()}
    return [(name, words.get(name, str(drivers.AS_IN_THE_PLAN))) for name in form.fields if name in request.GET]
