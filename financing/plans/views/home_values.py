"""The WOZ values of homes that are in a plan, from a file: read by a worker, and shown before anything is kept."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coophub.reports.models import ReportJob
from coophub.reports.selectors import report_of
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from coophub.web.texts import clean_line
from financing.engine import PlanError
from financing.plans.figures.problems import problem_in_words
from financing.plans.forms.homes import ValuesImportForm
from financing.plans.homes.values import RowLeftOut, ValuesFound
from financing.plans.reports import READ_VALUES, values_of_job
from financing.plans.services import editing
from financing.plans.tables.homes import valued_homes_table
from financing.plans.views.homes_import import ask_to_read, cells_in_words, page_of_a_file
from financing.plans.views.open_plan import OpenPlan, plan_page, too_fast
from financing.plans.views.visitors import is_too_fast

LONGEST_FILE_NAME = 80


@plan_page(change=True)
def home_values(request: HttpRequest, opened: OpenPlan) -> HttpResponse:
    """Takes a file, and has it read."""
    form = ValuesImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if opened.is_visitor and is_too_fast(request, "upload"):
            return too_fast(request)
        file = form.cleaned_data["file"]
        asked = {"year": form.cleaned_data["woz_year"], "name": clean_line(file.name)[:LONGEST_FILE_NAME]}
        job = ask_to_read(READ_VALUES, opened, file.read(), asked)
        return redirect(opened.address("home_values_found", job=str(job.pk)))
    context = {**page_of_a_file(opened), "form": form}
    return render(request, "plans/home_values.html", context, status=422 if form.errors else 200)


@plan_page(change=True)
def home_values_found(request: HttpRequest, opened: OpenPlan, job: UUID) -> HttpResponse:
    """What the file says, once it was read; a POST puts that in the plan."""
    asked = report_of(opened.plan, READ_VALUES, job)
    if asked is None:
        raise Http404
    found = ValuesFound()
    refusal = ""
    if asked.is_done:
        try:
            found = values_of_job(asked)
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
        "year": asked.parameters.get("year"),
        "table": valued_homes_table(found.homes),
        "problems": cells_in_words(found.problems),
        "left_out": _rows_in_words(found.left_out),
        "refusal": refusal,
    }
    # What is wrong with a file is an answer as well: the page that waits takes no other status.
    return render(
        request, "plans/home_values_found.html", context, status=422 if request.method == "POST" and refusal else 200
    )


def _put(opened: OpenPlan, job: ReportJob, found: ValuesFound) -> None:
    facts = {"name": job.parameters["name"], "day": day(clock.today())}
    editing.put_values(
        plan=opened.plan,
        values={valued.home.key: valued.woz_value for valued in found.homes},
        year=job.parameters["year"],
        revision=job.parameters["revision"],
        user=opened.user,
        source=_("WOZ values from the file “%(name)s”, taken over on %(day)s") % facts,
    )


def _told(found: ValuesFound) -> str:
    text = ngettext(
        "The WOZ value of %(count)s type of home is in the plan.",
        "The WOZ values of %(count)s types of home are in the plan.",
        len(found.homes),
    )
    return text % {"count": len(found.homes)}


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
