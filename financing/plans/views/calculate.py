"""Calculating without an account: the door, examples, and the plan under a private link."""

from collections.abc import Callable
from functools import partial
from math import ceil
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict
from financing.engine import parse_plan
from financing.plans import charts
from financing.plans.document.examples import EXAMPLES, example_document, example_named
from financing.plans.forms import ExampleFilter, KeepForm
from financing.plans.forms.begin import BeginForm
from financing.plans.models import Plan
from financing.plans.selectors import outcomes, visitors
from financing.plans.services import visitors as visitors_services
from financing.plans.services.lifetime import KEPT_DAYS
from financing.plans.tables import results
from financing.plans.views.open_plan import OpenPlan, private_page, too_fast
from financing.plans.views.questions import can_answer_again
from financing.plans.views.visitors import forget, is_too_fast, kept_tokens, remember
from financing.plans.views.what_helps import what_helps
from initiatives.models import Initiative


@require_safe
def calculate(request: HttpRequest) -> HttpResponse:
    """The door: ten questions, an example, or on with what this browser made before."""
    context = {
        "kept": visitors.waiting_for(request.user, kept_tokens(request)),
        "examples": EXAMPLES[:3],
        "kept_days": KEPT_DAYS,
    }
    return render(request, "plans/calculate/calculate.html", context)


@require_safe
def examples(request: HttpRequest) -> HttpResponse:
    wanted = ExampleFilter(request.GET or None)
    return render(request, "plans/calculate/examples.html", {"wanted": wanted, "examples": wanted.examples})


@require_safe
def example(request: HttpRequest, slug: str) -> HttpResponse:
    """An example with its result: what it is, for whom, and what makes it close or not."""
    try:
        found = example_named(slug)
    except KeyError as error:
        raise Http404 from error
    outcome = outcomes.outcome_of(example_document(slug))
    context = {
        "example": found,
        "outcome": outcome,
        **_short_result(outcome),
    }
    return render(request, "plans/calculate/example.html", context)


@require_POST
def start_example(request: HttpRequest, slug: str) -> HttpResponse:
    """A copy of the example to make one's own."""
    try:
        document, example = example_document(slug), example_named(slug)
    except KeyError as error:
        raise Http404 from error
    if is_too_fast(request, "start"):
        return too_fast(request)
    origin = {"form": example.form, "building": example.building}
    _plan, token = visitors_services.start_visitor_plan(document=document, origin=origin)
    return remember(request, redirect("plans:calculation_section", token=token, section="homes"), token)


@private_page
def detail(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Whether the plan closes, why, and what to do next."""
    outcome = outcomes.outcome_of(opened.plan.document)
    context = {
        **opened.context(outcome),
        **what_helps(outcome, opened.plan),
        **_short_result(outcome),
        "link": request.build_absolute_uri(),
        "can_answer_again": can_answer_again(request, opened.plan),
    }
    return render(request, "plans/calculate/result.html", context)


@require_POST
@private_page
def remove(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    visitors_services.remove_visitor_plan(plan=opened.plan)
    messages.success(request, _("The plan is removed, with everything that belonged to it."))
    return forget(request, redirect("plans:calculate"), opened.token)


@private_page
def keep(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Takes the plan along into one of the reader's initiatives, or begins one with it for who has none.

    Who has no account yet makes one first, and the plan comes along with it.
    """
    if not request.user.is_authenticated:
        sign_up = f"{reverse('account_signup')}?{urlencode({'next': request.path})}"
        return remember(request, redirect(sign_up), opened.token)
    return _keep(cast(SignedInRequest, request), opened)


def _keep(request: SignedInRequest, opened: OpenPlan) -> HttpResponse:
    form = KeepForm(request.POST or None, user=request.user)
    if not form.has_a_choice:
        return _begin(request, opened)
    if request.method == "POST" and form.is_valid():
        initiative: Initiative = form.cleaned_data["initiative"]
        take = partial(visitors_services.take_over_plan, initiative=initiative)
        return _with_the_group(request, opened, take)
    return render(request, "plans/calculate/keep.html", {"opened": opened, "plan": opened.plan, "form": form})


def _begin(request: SignedInRequest, opened: OpenPlan) -> HttpResponse:
    """An initiative that begins with the plan: what that says already is filled in."""
    require(request.user, "initiatives.start_initiative")
    said = {"homes": ceil(parse_plan(opened.plan.document).dwelling_count), **opened.plan.origin}
    form = BeginForm(request.POST or None, said=said)
    if request.method == "POST" and form.is_valid():
        return _with_the_group(request, opened, partial(visitors_services.begin_with_plan, facts=form.facts))
    return render(request, "plans/calculate/begin.html", {"opened": opened, "plan": opened.plan, "form": form})


def _with_the_group(request: SignedInRequest, opened: OpenPlan, take: Callable[..., Plan]) -> HttpResponse:
    try:
        plan = take(plan=opened.plan, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    initiative = cast(Initiative, plan.initiative)
    messages.success(
        request, _("The plan is with %(name)s now. The private link no longer works.") % {"name": initiative.name}
    )
    return forget(request, redirect("plans:detail", slug=initiative.slug, pk=plan.pk), opened.token)


def _short_result(outcome: outcomes.Outcome) -> dict[str, object]:
    """The pictures and tables that say most (`plans/calculate/_outcome.html`)."""
    return {
        "charts": SimpleLazyObject(lambda: charts.charts_in_short(outcome)),
        "tables": SimpleLazyObject(lambda: [results.investment_table(outcome), results.funding_table(outcome)]),
        "years": SimpleLazyObject(lambda: results.cash_flow_table(outcome)),
    }
