"""Figures for a report to parliament, across programmes and schemes."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.selectors import report_of
from coophub.web.access import require
from coophub.web.errors import DomainError
from coophub.web.requests import SignedInRequest
from coophub.web.streams import file_response
from coophub.web.table_files import CSV, as_csv
from coophub.web.views import conflict
from pilots.services import parliament as parliament_services
from pilots.tables.parliament import parliament_file
from pilots.views.layouts import cohort_layout, cohort_tabs


@login_required
@require_safe
def parliament(request: SignedInRequest) -> HttpResponseBase:
    """The figures of today with what each counts; `?export=csv` gives them to take along."""
    require(request.user, "pilots.view_parliament")
    found = parliament_services.parliament_now()
    if request.GET.get("export") == "csv":
        parliament_services.note_parliament_export(user=request.user, kind="csv")
        name = _("figures-for-parliament-%(day)s") % {"day": found.as_of.isoformat()} + ".csv"
        return file_response(as_csv(parliament_file(found)), name=name, content_type=CSV)
    context = {
        **parliament_services.parliament_context(found),
        "layout": cohort_layout(request.user),
        "room": "cohorts",
        "tabs": cohort_tabs(request.user, here="parliament"),
        "file": report_of(request.user, parliament_services.PARLIAMENT, request.GET.get("file"))
        if "file" in request.GET
        else None,
    }
    return render(request, "pilots/parliament.html", context)


@login_required
@require_POST
def parliament_pdf(request: SignedInRequest) -> HttpResponse:
    """Has the figures made as PDF in the background."""
    require(request.user, "pilots.view_parliament")
    back = reverse("pilots:parliament")
    try:
        job = parliament_services.have_parliament_figures_made(user=request.user)
    except DomainError as error:
        return conflict(request, error, back=back)
    return redirect(f"{back}?file={job.pk}#file")
