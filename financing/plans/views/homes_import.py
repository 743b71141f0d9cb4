"""Many homes at once, from a file, for whoever has a plan open: a group or a visitor.

The file is read by a worker. The page of what it found waits for that, and shows it before anything is kept.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coophub.reports.models import ReportJob
from coophub.reports.selectors import report_of
from coophub.reports.services import request_report
from coophub.web.errors import DomainError
from coophub.web.table_files import XLSX
from financing.engine import PlanError
from financing.plans.figures import FIGURES
from financing.plans.figures.problems import problem_in_words
from financing.plans.forms.homes import REPLACE, HomesImportForm
from financing.plans.homes.listed import CellProblem
from financing.plans.homes.spreadsheet import HomesFound, homes_template
from financing.plans.reports import READ_HOMES, homes_of_job
from financing.plans.services import editing
from financing.plans.tables.homes import found_homes_table
from financing.plans.views.open_plan import OpenPlan, plan_page, too_fast
from financing.plans.views.visitors import is_too_fast


@plan_page(change=True)
def homes_import(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Takes a file, and has it read."""
    form = HomesImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if opened.is_visitor and is_too_fast(request, "upload"):
            return too_fast(request)
        job = ask_to_read(
            READ_HOMES, opened, form.cleaned_data["file"].read(), {"way": form.cleaned_data["way"]}
        )
        return redirect(opened.address("homes_found", job=str(job.pk)))
    context = {**page_of_a_file(opened), "form": form}
    return render(request, "plans/homes_import.html", context, status=422 if form.errors else 200)


@plan_page(change=True)
def homes_found(request: HttpRequest, opened: OpenPlan, job: UUID) -> HttpResponse:
    """What is in the file, once it was read; a POST puts that in the plan."""
    asked = report_of(opened.plan, READ_HOMES, job)
    if asked is None:
        raise Http404
    found: HomesFound | None = None
    refusal = ""
    if asked.is_done:
        try:
            found = homes_of_job(asked)
            if request.method == "POST" and found.homes:
                _put(opened, asked, found)
                messages.success(request, _told(found))
                return redirect(opened.address("section", section="homes"))
        except PlanError as error:
            refusal = " ".join(problem_in_words(problem) for problem in error.problems[:3])
        except DomainError as error:
            refusal = error.message
    context = {
        **page_of_a_file(opened),
        "job": asked,
        "found": found,
        "table": found_homes_table(found.homes) if found else None,
        "problems": cells_in_words(found.problems) if found else [],
        "refusal": refusal,
    }
    # What is wrong with a file is an answer as well: the page that waits takes no other status.
    return render(
        request, "plans/homes_found.html", context, status=422 if request.method == "POST" and refusal else 200
    )


@require_safe
@plan_page(change=True)
def homes_example(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """An empty list to fill in, with two rows that show how."""
    response = HttpResponse(homes_template(), content_type=XLSX)
    name = FIGURES["dwellings[].count"].unit
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def ask_to_read(kind: str, opened: OpenPlan, content: bytes, parameters: Mapping[str, Any]) -> ReportJob:
    """Has a file read by a worker, for the plan as it is now."""
    of_now = {"sha256": hashlib.sha256(content).hexdigest(), "revision": opened.plan.revision}
    return request_report(
        kind=kind, subject=opened.plan, user=opened.user, parameters={**of_now, **parameters}, source=content
    )


def _put(opened: OpenPlan, job: ReportJob, found: HomesFound) -> None:
    editing.put_homes(
        plan=opened.plan,
        homes=[home.as_row() for home in found.homes],
        rooms=[home.rooms for home in found.homes],
        replace=job.parameters["way"] == REPLACE,
        revision=job.parameters["revision"],
        key=job.pk,
        user=opened.user,
    )


def _told(found: HomesFound) -> str:
    text = ngettext(
        "%(count)s type of home is in the plan.", "%(count)s types of home are in the plan.", len(found.homes)
    )
    return text % {"count": len(found.homes)}


def page_of_a_file(opened: OpenPlan) -> dict[str, object]:
    return {"opened": opened, "initiative": opened.plan.initiative, "room": "plans", "plan": opened.plan}


def cells_in_words(problems: Sequence[CellProblem]) -> list[tuple[str, str]]:
    """What is wrong, with the cell that it is in."""
    return [(_("Cell %(address)s") % {"address": problem.address}, problem.sentence) for problem in problems]
