"""Pilots as a cohort."""

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.selectors import report_of
from coophub.web import clock
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from pilots.forms.cohorts import ChosenPilotsForm, CohortForm
from pilots.services.cohort_report import COHORT, have_report_made
from pilots.services.cohorts import cohort_now, note_export, progress_now
from pilots.tables.cohort_charts import comparison_in_words, waiting_chart
from pilots.tables.cohort_progress import held_up_chart, plan_figures, progress_tables
from pilots.tables.cohorts import at_risk_table, key_figures, summary_table, waiting_file
from pilots.views.layouts import cohort_layout, cohort_tabs


@login_required
@require_safe
def cohorts(request: SignedInRequest) -> HttpResponseBase:
    """How long the chosen pilots take; `?export=csv` gives the curves to take along."""
    require(request.user, "pilots.view_cohorts")
    form = CohortForm(request.GET)
    cohort = cohort_now(form.chosen)
    if request.GET.get("export") == "csv":
        note_export(user=request.user, kind="csv", query=request.GET.urlencode())
        return file_response(as_csv(waiting_file(cohort)), name=_file_name(), content_type=CSV)
    kept = {name: value for name, value in form.cleaned_data.items() if value}
    is_shown = bool(cohort.shown.groups)
    context = {
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "filter_form": form,
        "query": urlencode(kept),
        "tabs": cohort_tabs(request.user, here="cohorts", query=urlencode(kept)),
        "cohort": cohort,
        "figures": key_figures(cohort),
        "chart": waiting_chart(cohort.shown) if is_shown else None,
        "at_risk": at_risk_table(cohort.shown) if is_shown else None,
        "file": report_of(request.user, COHORT, request.GET.get("file")) if "file" in request.GET else None,
        "comparison": comparison_in_words(cohort.shown),
        "summary": summary_table(cohort, lambda wait: f"?{urlencode({**kept, 'until': wait})}"),
    }
    return render(request, "pilots/cohorts.html", context)


@login_required
@require_safe
def progress(request: SignedInRequest) -> HttpResponseBase:
    """What held the chosen pilots up, what helped, and what the coaching came to; `?export=` names a table to take
    along.
    """
    require(request.user, "pilots.view_cohorts")
    form = ChosenPilotsForm(request.GET)
    found = progress_now(form.chosen)
    tables = progress_tables(found) if found else {}
    if table := tables.get(request.GET.get("export", "")):
        note_export(user=request.user, kind="csv", query=request.GET.urlencode())
        return file_response(as_csv(table), name=_file_name(), content_type=CSV)
    query = urlencode({name: value for name, value in form.cleaned_data.items() if value})
    context = {
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "filter_form": form,
        "query": query,
        "progress": found,
        "chart": held_up_chart(found) if found and found.categories else None,
        "tables": tables,
        "plans": plan_figures(found.plans) if found and found.plans else [],
        "tabs": cohort_tabs(request.user, here="cohort_progress", query=query),
    }
    return render(request, "pilots/cohort_progress.html", context)


@login_required
@require_POST
def cohort_report(request: SignedInRequest) -> HttpResponse:
    """Has the figures of the chosen pilots made as PDF in the background."""
    require(request.user, "pilots.view_cohorts")
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    try:
        job = have_report_made(choice=CohortForm(query).chosen, query=query.urlencode(), user=request.user)
    except DomainError as error:
        return conflict(request, error, back=_address(query.urlencode()))
    query["file"] = str(job.pk)
    return redirect(_address(query.urlencode()) + "#file")


def _address(query: str) -> str:
    return f"{reverse('pilots:cohorts')}?{query}"


def _file_name() -> str:
    return _("cohort-%(day)s") % {"day": clock.today().isoformat()} + ".csv"
