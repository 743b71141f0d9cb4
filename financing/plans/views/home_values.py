"""The WOZ values of homes that are in a plan, from a file."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.reports.models import ReportJob
from coophub.web import clock
from coophub.web.formats import day
from financing.plans.forms.homes import ValuesImportForm
from financing.plans.homes.values import RowLeftOut, ValuesFound
from financing.plans.reports import READ_VALUES, values_of_job
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
    """What the file says, once it was read; a POST puts that in the plan."""
    return show_what_was_read(
        request,
        opened,
        job,
        kind=READ_VALUES,
        template="plans/home_values_found.html",
        read=values_of_job,
        put=_put,
        more=_shown,
    )


def _put(opened: OpenPlan, job: ReportJob, found: ValuesFound) -> str:
    facts = {"name": job.parameters["name"], "day": day(clock.today())}
    editing.put_values(
        plan=opened.plan,
        values={valued.home.key: valued.woz_value for valued in found.homes},
        year=job.parameters["year"],
        revision=job.parameters["revision"],
        user=opened.user,
        source=_("WOZ values from the file “%(name)s”, taken over on %(day)s") % facts,
    )
    text = ngettext(
        "The WOZ value of %(count)s type of home is in the plan.",
        "The WOZ values of %(count)s types of home are in the plan.",
        len(found.homes),
    )
    return text % {"count": len(found.homes)}


def _shown(found: ValuesFound) -> dict[str, Any]:
    return {
        "table": valued_homes_table(found.homes),
        "left_out": _rows_in_words(found.left_out),
        "name_in_plan": found.name_in_plan,
    }


def _rows_in_words(rows: Sequence[RowLeftOut]) -> list[tuple[str, str]]:
    """The rows that belong to no home, each with the home that comes nearest."""
    return [(_row_in_words(row), _why_left_out(row)) for row in rows]


def _row_in_words(row: RowLeftOut) -> str:
    facts = {"number": row.number, "called": row.called}
    return (_("Row %(number)s, “%(called)s”") if row.called else _("Row %(number)s")) % facts


def _why_left_out(row: RowLeftOut) -> str:
    if not row.nearest:
        return _("No home in the plan looks like this one.")
    return _("We do not know for certain which home this is. “%(name)s” comes nearest.") % {"name": row.nearest}
