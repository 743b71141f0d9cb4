"""Loading a plan document that was saved elsewhere: into a group, or for oneself without an account."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coophub.web.requests import SignedInRequest
from financing.engine import PlanError, parse_plan
from financing.plans.figures.problems import problem_in_words
from financing.plans.forms import ImportForm
from financing.plans.selectors.may import FOR_EDITORS
from financing.plans.services import visitors as visitors_services
from financing.plans.services.plans import start_plan
from financing.plans.views.open_plan import too_fast
from financing.plans.views.visitors import is_too_fast, remember
from initiatives.access import visible_initiative

Keep = Callable[[dict[str, Any], ImportForm], HttpResponse]
"""Keeps a document and goes to its plan. Raises PlanError for one that is not valid."""


@login_required
def load(request: SignedInRequest, slug: str) -> HttpResponse:
    """Loads a plan document. What is wrong with it is listed with its path; nothing is stored then."""
    initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)

    def keep(document: dict[str, Any], form: ImportForm) -> HttpResponse:
        key = form.cleaned_data["key"]
        plan = start_plan(initiative=initiative, document=document, user=request.user, key=key)
        return redirect("plans:detail", slug=slug, pk=plan.pk)

    return _load(request, "plans/load.html", keep, {"initiative": initiative, "room": "plans"})


def load_without_account(request: HttpRequest) -> HttpResponse:
    """The same for a visitor, whose plan gets a private link."""
    if request.method == "POST" and is_too_fast(request, "start"):
        return too_fast(request)

    def keep(document: dict[str, Any], form: ImportForm) -> HttpResponse:
        _plan, token = visitors_services.start_visitor_plan(document=document)
        return remember(request, redirect("plans:calculation_detail", token=token), token)

    return _load(request, "plans/calculate/load.html", keep, {})


def _load(request: HttpRequest, template: str, keep: Keep, context: Mapping[str, Any]) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    problems: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        content = form.content
        try:
            parse_plan(content)
            answer = keep(json.loads(content), form)
        except PlanError as error:
            problems = [(problem.path or _("the document"), problem_in_words(problem)) for problem in error.problems]
        else:
            messages.success(request, _("The plan document is loaded."))
            return answer
    return render(request, template, {**context, "form": form, "problems": problems}, status=422 if problems else 200)
