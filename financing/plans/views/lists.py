"""A list from a file into a plan, for whoever has it open, a group or a visitor: the file is read by a worker, and the
page of what it found waits for that, and shows it before anything is kept.
"""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from coophub.reports.models import ReportJob
from coophub.reports.selectors import report_of
from coophub.reports.services import request_report
from coophub.web.errors import DomainError
from financing.engine import PlanError
from financing.plans.figures.problems import problem_in_words
from financing.plans.forms.homes import ListForm
from financing.plans.homes.listed import CellProblem
from financing.plans.homes.spreadsheet import HomesFound
from financing.plans.homes.values import ValuesFound
from financing.plans.views.open_plan import OpenPlan, too_fast
from financing.plans.views.visitors import is_too_fast

Found = TypeVar("Found", HomesFound, ValuesFound)


def ask_to_read(
    request: HttpRequest, opened: OpenPlan, form: ListForm, *, kind: str, template: str, found: str
) -> HttpResponse:
    """Takes a file and has it read, for the plan as it is now; `found` is the page that shows what is in it."""
    if request.method == "POST" and form.is_valid():
        if opened.is_visitor and is_too_fast(request, "upload"):
            return too_fast(request)
        content = form.cleaned_data["file"].read()
        of_now = {"sha256": hashlib.sha256(content).hexdigest(), "revision": opened.plan.revision}
        parameters = {**of_now, **form.parameters}
        job = request_report(kind=kind, subject=opened.plan, user=opened.user, parameters=parameters, source=content)
        return redirect(opened.address(found, job=str(job.pk)))
    return render(request, template, {**_context(opened), "form": form}, status=422 if form.errors else 200)


def show_what_was_read(
    request: HttpRequest,
    opened: OpenPlan,
    job: UUID,
    *,
    kind: str,
    template: str,
    read: Callable[[ReportJob], Found],
    put: Callable[[OpenPlan, ReportJob, Found], str],
    more: Callable[[ReportJob, Found], Mapping[str, Any]],
) -> HttpResponse:
    """What is in the file, once it was read; a POST puts that in the plan with `put`, which says what it did. `more` is
    for the template.
    """
    asked = report_of(opened.plan, kind, job)
    if asked is None:
        raise Http404
    found: Found | None = None
    refusal = ""
    if asked.is_done:
        try:
            found = read(asked)
            if request.method == "POST" and found.can_be_put:
                messages.success(request, put(opened, asked, found))
                return redirect(opened.address("section", section="homes"))
        except PlanError as error:
            refusal = " ".join(problem_in_words(problem) for problem in error.problems[:3])
        except DomainError as error:
            refusal = error.message
    context = {
        **_context(opened),
        "job": asked,
        "found": found,
        "problems": [_in_words(problem) for problem in found.problems] if found else [],
        "refusal": refusal,
        **(more(asked, found) if found else {}),
    }
    # What is wrong with a file is an answer as well: the page that waits takes no other status.
    return render(request, template, context, status=422 if request.method == "POST" and refusal else 200)


def _context(opened: OpenPlan) -> dict[str, object]:
    return {"opened": opened, "initiative": opened.plan.initiative, "room": "plans", "plan": opened.plan}


def _in_words(problem: CellProblem) -> tuple[str, str]:
    """What is wrong, with the cell that it is in."""
    return _("Cell %(address)s") % {"address": problem.address}, problem.sentence
