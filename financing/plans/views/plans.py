"""The pages of a group's financing plans."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from financing.engine import PlanError, parse_plan, plan_schema
from financing.plans import charts, selectors, services
from financing.plans.access import FOR_EDITORS, visible_plan
from financing.plans.examples import example_document
from financing.plans.forms import SECTIONS, ImportForm, SectionForms, StartForm, section_named
from initiatives.access import visible_initiative


@login_required
@require_safe
def plans(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug)
    outcomes = [(plan, selectors.outcome_of(plan.document)) for plan in selectors.plans_of(initiative)]
    context = {
        "initiative": initiative,
        "room": "plans",
        "outcomes": outcomes,
        "can_change": request.user.has_perm("plans.start_plan", initiative),
    }
    return render(request, "plans/list.html", context)


@login_required
def new(request: SignedInRequest, slug: str) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)
    form = StartForm(request.POST or None, initial={"name": initiative.name})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        document = example_document(data["example"], name=data["name"])
        plan = services.start_plan(initiative=initiative, document=document, user=request.user, key=data["key"])
        messages.success(request, _("Your plan is there. Go through it part by part and fill in your own figures."))
        return redirect("plans:section", slug=slug, pk=plan.pk, section="basics")
    return render(request, "plans/new.html", {"initiative": initiative, "room": "plans", "form": form})


@login_required
def load(request: SignedInRequest, slug: str) -> HttpResponse:
    """Loads a plan document. What is wrong with it is listed with its path; nothing is stored then."""
    initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        content = form.content
        try:
            parse_plan(content)
            document = json.loads(content)
            plan = services.start_plan(
                initiative=initiative, document=document, user=request.user, key=form.cleaned_data["key"]
            )
        except PlanError as error:
            problems = [(problem.path, _(problem.template) % problem.params) for problem in error.problems]
        else:
            messages.success(request, _("The plan document is loaded."))
            return redirect("plans:detail", slug=slug, pk=plan.pk)
    context = {"initiative": initiative, "room": "plans", "form": form, "problems": problems}
    return render(request, "plans/load.html", context, status=422 if problems else 200)


@login_required
def section(request: SignedInRequest, slug: str, pk: int, section: str) -> HttpResponse:
    """One part of the plan, with the verdict beside it."""
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    try:
        chosen = section_named(section)
    except KeyError as error:
        raise Http404 from error
    forms = SectionForms(chosen, plan.document, request.POST or None)
    if request.method == "POST" and forms.is_valid():
        try:
            services.save_plan(
                plan=plan,
                document=forms.new_document(),
                revision=int(request.POST.get("revision") or 0),
                user=request.user,
            )
        except PlanError as error:
            forms.show(error.problems)
        except (DomainError, ValueError) as error:
            forms.refuse(str(error))
        else:
            messages.success(request, _("Saved."))
            return redirect("plans:section", slug=slug, pk=pk, section=section)
    outcome = selectors.outcome_of(plan.document)
    context = {
        "initiative": plan.initiative,
        "room": "plans",
        "plan": plan,
        "section": chosen,
        "sections": SECTIONS,
        "forms": forms,
        "revision": request.POST.get("revision") or plan.revision,
        "outcome": outcome,
        "chart": charts.cash_chart(outcome),
    }
    return render(request, "plans/section.html", context)


@login_required
@require_safe
def export(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The plan document, to keep or to load elsewhere."""
    plan = visible_plan(request.user, slug, pk)
    return _download(plan.document, f"{slugify(plan.name) or 'plan'}.json")


@login_required
@require_safe
def result(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """The result document."""
    plan = visible_plan(request.user, slug, pk)
    return _download(selectors.outcome_of(plan.document).result, f"{slugify(plan.name) or 'plan'}-result.json")


@login_required
@require_POST
def remove(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, pk, do="plans.change_plan")
    services.remove_plan(plan=plan, user=request.user)
    messages.success(request, _("The plan is removed."))
    return redirect("plans:list", slug=slug)


@require_safe
def schema(request: SignedInRequest) -> HttpResponse:
    """The JSON Schema of a plan document, for everyone."""
    return JsonResponse(plan_schema(), json_dumps_params={"indent": 2})


def _download(document: object, filename: str) -> HttpResponse:
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    response["Cache-Control"] = "private, no-store"
    return response
