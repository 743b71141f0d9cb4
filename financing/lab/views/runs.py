"""The ministry asks, looks at the answer, compares, and takes it along."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from coophub.reports.models import ReportJob
from coophub.reports.selectors import report_of
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.maps import map_of
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from financing.lab.access import visible_portfolio, visible_run
from financing.lab.forms.runs import RunForm
from financing.lab.may import (
    has_consents,
    why_not_cancel,
    why_not_publish,
    why_not_resume,
    why_not_take_over,
    why_not_tell,
    why_not_withdraw_publication,
)
from financing.lab.models import PolicyRun
from financing.lab.selectors import portfolios as portfolios_selectors
from financing.lab.selectors import runs as runs_selectors
from financing.lab.selectors.runs import REPORT
from financing.lab.services import runs as runs_services
from financing.lab.tables.runs import compare_table, file_table, places_on_map, run_context, run_table
from initiatives.selectors.municipalities import places_of_provinces


@login_required
@require_safe
def lab(request: SignedInRequest) -> HttpResponse:
    """The runs, the newest first, and where to begin."""
    require(request.user, "lab.view_lab")
    context = {
        "room": "lab",
        "table": run_table(runs_selectors.runs_for(request.user)[:100]),
        "portfolios": portfolios_selectors.portfolios_for(request.user)[:10],
    }
    return render(request, "lab/lab.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_run(request: SignedInRequest, pk: int) -> HttpResponse:
    """Asks something of a portfolio."""
    portfolio = visible_portfolio(request.user, pk, do="lab.start_run")
    targets = sorted({plan["target"] for plan in portfolio.document["plans"] if plan["target"]})
    form = RunForm(request.POST or None, targets=targets, is_bare=has_consents(portfolio))
    if request.method == "POST" and form.is_valid():
        try:
            run = runs_services.start_run(
                portfolio=portfolio,
                budget=int(form.cleaned_data["budget"]),
                parameters=form.parameters,
                user=request.user,
            )
        except DomainError as error:
            show_error(form, error)
        else:
            return redirect("lab:run", pk=run.pk)
    return render(request, "lab/new_run.html", {"room": "lab", "form": form, "portfolio": portfolio})


@login_required
@require_safe
def run(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """How far it is, or what came of it; `?export=csv` and `?export=json` give the figures to take along."""
    found = visible_run(request.user, pk)
    job = runs_selectors.job_of(found)
    is_waiting = found.state == PolicyRun.State.WAITING and (job is None or job.state != ReportJob.State.FAILED)
    if request.htmx and not is_waiting:
        # Who waited at the page gets it whole.
        return HttpResponseClientRefresh()
    if not found.is_done:
        not_resumed = why_not_resume(found)
        context = {
            "room": "lab",
            "run": found,
            "job": job,
            "can_cancel": why_not_cancel(found) is None,
            "can_resume": not_resumed is None,
            "not_resumed": not_resumed,
        }
        return render(request, "lab/run_waiting.html", context)
    shown = runs_selectors.shown_run(found, is_coarse=has_consents(found.portfolio))
    if request.GET.get("export") in ("csv", "json"):
        return _export(request, found, shown, request.GET["export"])
    context = {
        **run_context(shown),
        **map_of(places_on_map(shown, places_of_provinces())),
        "room": "lab",
        "run": found,
        "published": getattr(found, "published", None),
        "can_publish": why_not_publish(found, request.user) is None,
        "can_withdraw": why_not_withdraw_publication(found, request.user) is None,
        "can_take_over": why_not_take_over(found, request.user) is None,
        "others": runs_selectors.to_compare(request.user, found),
        "file": report_of(found, REPORT, request.GET.get("file")) if "file" in request.GET else None,
    }
    return render(request, "lab/run.html", context)


def _export(request: SignedInRequest, found: PolicyRun, shown: dict[str, Any], kind: str) -> HttpResponseBase:
    runs_services.note_export(run=found, kind=kind, user=request.user)
    return figures_file(shown, kind, name=_("policy-lab-%(number)s") % {"number": found.pk})


def figures_file(shown: dict[str, Any], kind: str, *, name: str) -> HttpResponseBase:
    """The figures that are shown, as a table or as a document."""
    if kind == "csv":
        return file_response(as_csv(file_table(shown)), name=f"{name}.csv", content_type=CSV)
    answer = JsonResponse(shown, json_dumps_params={"ensure_ascii": False, "indent": 2})
    answer["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return answer


@login_required
@require_POST
def cancel_run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_run(request.user, pk)
    return _done(request, found, runs_services.cancel_run, _("The run is stopped. What was found so far is kept."))


@login_required
@require_POST
def resume_run(request: SignedInRequest, pk: int) -> HttpResponse:
    found = visible_run(request.user, pk)
    return _done(request, found, runs_services.resume_run, _("The run goes on."))


def _done(request: HttpRequest, found: PolicyRun, service: Any, sentence: str) -> HttpResponse:
    back = reverse("lab:run", args=[found.pk])
    try:
        service(run=found, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    messages.success(request, sentence)
    return redirect(back)


@login_required
@require_POST
def run_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    """Has the report made in the background."""
    found = visible_run(request.user, pk)
    back = reverse("lab:run", args=[found.pk])
    try:
        job = runs_services.have_report_made(run=found, user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    return redirect(f"{back}?file={job.pk}#file")


@login_required
@require_safe
def compare_runs(request: SignedInRequest, pk: int, other: int) -> HttpResponse:
    """Two runs side by side."""
    both = [visible_run(request.user, key) for key in (pk, other)]
    if refusal := next((found for run in both if (found := why_not_tell(run))), None):
        return conflict(request, refusal.sentence, back=reverse("lab:runs"))
    one, two = (runs_selectors.shown_run(run, is_coarse=has_consents(run.portfolio)) for run in both)
    context = {"room": "lab", "run": both[0], "other": both[1], "table": compare_table(one, two)}
    return render(request, "lab/compare.html", context)
