"""The monitor: figures of a scheme for parliament, as page and as PDF."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from coophub.reports.selectors import reports_of
from coophub.reports.services import request_report
from coophub.web.access import require
from coophub.web.requests import SignedInRequest
from financing.subsidies.papers.charts import outcome_chart, province_chart
from financing.subsidies.papers.money_reports import MONITOR
from financing.subsidies.procedure.may.roles import why_not_keep_dossiers
from financing.subsidies.selectors import schemes
from financing.subsidies.selectors.monitor import monitor_of
from financing.subsidies.tables.monitor import target_table


@login_required
@require_safe
def monitor(request: SignedInRequest) -> HttpResponse:
    """The scheme that is asked for, or the one with the most work."""
    require(request.user, "subsidies.view_monitor")
    versions = list(schemes.versions_with_counts())
    version = schemes.version_to_show(versions, request.GET.get("scheme", ""))
    context: dict[str, Any] = {
        "room": "monitor",
        "versions": versions,
        "version": version,
        "keeps_dossiers": why_not_keep_dossiers(request.user) is None,
    }
    if version is not None:
        found = monitor_of(version)
        context |= {
            "monitor": found,
            "table": target_table(found),
            "charts": [outcome_chart(found), province_chart(found)] if found.received else [],
            "job": reports_of(version, kind=MONITOR).first(),
        }
    return render(request, "subsidies/monitor.html", context)


@login_required
@require_POST
def monitor_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    require(request.user, "subsidies.view_monitor")
    version = get_object_or_404(schemes.published_versions(), pk=pk)
    request_report(kind=MONITOR, subject=version, user=request.user)
    return redirect(f"{request.path.removesuffix(f'{pk}/pdf/')}?scheme={pk}")
