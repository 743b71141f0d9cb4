"""Many homes at once, from a file."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from coophub.reports.models import ReportJob
from coophub.web.table_files import XLSX
from financing.plans.figures import FIGURES
from financing.plans.forms.homes import REPLACE, HomesImportForm
from financing.plans.homes.spreadsheet import HomesFound, homes_template
from financing.plans.reports import READ_HOMES, homes_of_job
from financing.plans.services import editing
from financing.plans.tables.homes import found_homes_table
from financing.plans.views.lists import ask_to_read, show_what_was_read
from financing.plans.views.open_plan import OpenPlan, plan_page


@plan_page(change=True)
def homes_import(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Takes a file, and has it read."""
    form = HomesImportForm(request.POST or None, request.FILES or None)
    return ask_to_read(request, opened, form, kind=READ_HOMES, template="plans/homes_import.html", found="homes_found")


@plan_page(change=True)
def homes_found(request: HttpRequest, opened: OpenPlan, job: UUID) -> HttpResponse:
    """What is in the file, once it was read; a POST puts that in the plan."""
    template = "plans/homes_found.html"
    return show_what_was_read(
        request, opened, job, kind=READ_HOMES, template=template, read=homes_of_job, put=_put, more=_shown
    )


@require_safe
@plan_page(change=True)
def homes_example(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """An empty list to fill in, with two rows that show how."""
    response = HttpResponse(homes_template(), content_type=XLSX)
    name = FIGURES["dwellings[].count"].unit
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


def _put(opened: OpenPlan, job: ReportJob, found: HomesFound) -> str:
    editing.put_homes(
        plan=opened.plan,
        homes=[home.as_row() for home in found.homes],
        rooms=[home.rooms for home in found.homes],
        replace=job.parameters["way"] == REPLACE,
        revision=job.parameters["revision"],
        key=job.pk,
        user=opened.user,
    )
    text = ngettext(
        "%(count)s type of home is in the plan.", "%(count)s types of home are in the plan.", len(found.homes)
    )
    return text % {"count": len(found.homes)}


def _shown(job: ReportJob, found: HomesFound) -> dict[str, Any]:
    return {"table": found_homes_table(found.homes)}
