"""What happens to a plan when things go otherwise."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from coophub.web.requests import SignedInRequest
from financing.plans import charts
from financing.plans.forms.results import HeatMapForm
from financing.plans.selectors import outcomes
from financing.plans.selectors import risks as risks_selectors
from financing.plans.views.access import visible_plan
from financing.plans.views.results import plan_context


@login_required
@require_safe
def risks(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Chance, one thing at a time, and two things together."""
    plan = visible_plan(request.user, slug, pk)
    outcome = outcomes.outcome_of(plan.document)
    found = risks_selectors.risks_of(outcome)
    form = HeatMapForm(request.GET if "first" in request.GET else None)
    context = {
        **plan_context(request, plan, "risks"),
        "risks": found,
        "outcome": outcome,
        "fan": SimpleLazyObject(lambda: charts.fan_chart(found.stress)),
        "tornado": SimpleLazyObject(lambda: charts.tornado_chart(outcome, found.stress)),
        "form": form,
        "pair": "-".join(form.pair),
        "combinations": SimpleLazyObject(lambda: charts.combinations(outcome, *form.pair)),
    }
    return render(request, "plans/risks.html", context)
