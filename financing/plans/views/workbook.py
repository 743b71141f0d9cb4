"""A plan as a spreadsheet that calculates."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from coophub.reports.services import request_report
from coophub.web.requests import SignedInRequest
from financing.plans.reports import WORKBOOK
from financing.plans.views.access import visible_plan


@login_required
@require_POST
def workbook(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Has the spreadsheet made in the background, of the plan as it is now."""
    plan = visible_plan(request.user, slug, pk)
    request_report(
        kind=WORKBOOK,
        subject=plan,
        user=request.user,
        parameters={"document": plan.document, "revision": plan.revision},
    )
    return redirect(reverse("plans:detail", args=[slug, pk]) + "#pdf")
