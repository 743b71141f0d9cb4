"""The pages of a group's financing plans."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.requests import SignedInRequest
from financing.plans.document.examples import best_first, example_document
from financing.plans.forms import ExampleFilter, NewPlanForm
from financing.plans.selectors import outcomes as outcomes_selectors
from financing.plans.selectors import visitors
from financing.plans.selectors.may import FOR_EDITORS, why_not_start
from financing.plans.services import plans as plans_services
from financing.plans.views.access import visible_plan
from financing.plans.views.downloads import json_download
from financing.plans.views.visitors import kept_tokens
from initiatives.access import visible_initiative


@login_required
@require_safe
def plans(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    outcomes = [
        (plan, outcomes_selectors.outcome_of(plan.document)) for plan in outcomes_selectors.plans_of(initiative)
    ]
    context = {
        "initiative": initiative,
        "room": "plans",
        "outcomes": outcomes,
        "can_change": why_not_start(initiative, request.user) is None,
        "waiting": visitors.waiting_for(request.user, kept_tokens(request)),
    }
    return render(request, "plans/list.html", context)


@login_required
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    """From an example, from ten questions, or from a document."""
    initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)
    wanted = ExampleFilter(request.GET or None)
    order = best_first(form=initiative.form, building=initiative.building, homes=initiative.homes)
    examples = [example for example in order if example in wanted.examples]
    first = {"name": initiative.name, "example": examples[0].slug if examples else ""}
    form = NewPlanForm(request.POST or None, initial=first, examples=examples)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        document = example_document(data["example"], name=data["name"])
        plan = plans_services.start_plan(initiative=initiative, document=document, user=request.user, key=data["key"])
        messages.success(request, _("Your plan is there. Go through it part by part and fill in your own figures."))
        return redirect("plans:section", slug=slug, pk=plan.pk, section="homes")
    context = {"initiative": initiative, "room": "plans", "form": form, "wanted": wanted}
    return render(request, "plans/new.html", context)


@login_required
@require_safe
def result(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The result document."""
    plan = visible_plan(request.user, slug, pk)
    plans_services.note_export(plan=plan, what="result", user=request.user)
    return json_download(outcomes_selectors.outcome_of(plan.document).result.document(), f"{plan.name}-result")


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    plans_services.remove_plan(plan=plan, user=request.user)
    messages.success(request, _("The plan is removed."))
    return redirect("plans:list", slug=slug)
