"""The WOZ values of homes that are in a plan, from a file."""

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.plans.forms.homes import RowsLeftOutForm, ValuesImportForm, row_in_words, why_left_out
from financing.plans.homes.values import ValuesFound, with_chosen
from financing.plans.reports import READ_VALUES, values_of_job
from financing.plans.reports.homes import homes_in_plan
from financing.plans.selectors.changes import state_at
from financing.plans.services import editing
from financing.plans.tables.homes import valued_homes_table
from financing.plans.views.lists import ask_to_read, show_what_was_read
from financing.plans.views.open_plan import OpenPlan, plan_page


@plan_page(change=True)
def home_values(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Takes a file, and has it read."""
    form = ValuesImportForm(request.POST or None, request.FILES or None)
    return ask_to_read(
        request, opened, form, kind=READ_VALUES, template="plans/home_values.html", found="home_values_found"
    )


@plan_page(change=True)
def home_values_found(request: HttpRequest, opened: OpenPlan, job: UUID) -> HttpResponse:
    """What the file says, once it was read; a POST puts that in the plan, with the rows that were given to a home."""
    return show_what_was_read(
        request,
        opened,
        job,
        kind=READ_VALUES,
        template="plans/home_values_found.html",
        read=values_of_job,
        put=partial(_put, request),
        more=partial(_shown, request, opened),
    )


def _put(request: HttpRequest, opened: OpenPlan, job: ReportJob, found: ValuesFound) -> str:
    form = _rows_left_out(request, opened, job, found)
    if not form.is_valid():
        raise DomainError(_("Choose homes that are in the plan."))
    homes = with_chosen(found, form.chosen)
    if not homes:
        raise DomainError(_("Choose of at least one row for which home its value is."))
    facts = {"name": job.parameters["name"], "day": day(clock.today())}
    editing.put_values(
        plan=opened.plan,
        values={valued.home.key: valued.woz_value for valued in homes},
        year=job.parameters["year"],
        revision=job.parameters["revision"],
        user=opened.user,
        source=_("WOZ values from the file “%(name)s”, taken over on %(day)s") % facts,
    )
    text = ngettext(
        "The WOZ value of %(count)s type of home is in the plan.",
        "The WOZ values of %(count)s types of home are in the plan.",
        len(homes),
    )
    return text % {"count": len(homes)}


def _shown(request: HttpRequest, opened: OpenPlan, job: ReportJob, found: ValuesFound) -> dict[str, Any]:
    return {
        "table": valued_homes_table(found.homes),
        "left_out": [(row_in_words(row), why_left_out(row)) for row in found.left_out],
        "form": _rows_left_out(request, opened, job, found) if found.to_choose else None,
        "name_in_plan": found.name_in_plan,
    }


def _rows_left_out(request: HttpRequest, opened: OpenPlan, job: ReportJob, found: ValuesFound) -> RowsLeftOutForm:
    homes = homes_in_plan(state_at(opened.plan, job.parameters["revision"]))
    sent = request.POST if request.method == "POST" else None
    return RowsLeftOutForm(sent, rows=found.to_choose, homes=homes)
