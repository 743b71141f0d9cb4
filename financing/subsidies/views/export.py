"""A whole dossier to keep, as one PDF or as a zip."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import redirect, render

from coophub.reports.selectors import reports_of
from coophub.reports.services import request_report
from coophub.web.requests import SignedInRequest
from financing.subsidies.papers.dossier_zip import archive_creator
from financing.subsidies.papers.money_reports import DOSSIER_PDF, DOSSIER_ZIP
from financing.subsidies.views.access import visible_dossier

KINDS = {"pdf": DOSSIER_PDF, "zip": DOSSIER_ZIP}


@login_required
def export_dossier(request: SignedInRequest, pk: int) -> HttpResponse:
    """The exports that were made; a POST asks for another."""
    application = visible_dossier(request.user, pk)
    if request.method == "POST":
        kind = KINDS.get(request.POST.get("kind", ""))
        if kind is None:
            return HttpResponseBadRequest()
        request_report(kind=kind, subject=application, user=request.user)
        return redirect("subsidies:export_dossier", pk=pk)
    context = {
        "room": "applications",
        "application": application,
        "has_creator": bool(archive_creator(application)),
        "jobs": [job for kind in KINDS.values() if (job := reports_of(application, kind=kind).first())],
    }
    return render(request, "subsidies/export.html", context)
