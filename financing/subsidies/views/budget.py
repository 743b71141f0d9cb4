"""Where the money of each scheme stands."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.web.access import require
from coophub.web.requests import SignedInRequest
from financing.subsidies import selectors


@login_required
@require_safe
def budget(request: SignedInRequest) -> HttpResponse:
    require(request.user, "subsidies.view_budget")
    stands = [(version, selectors.budget_of(version)) for version in selectors.published_versions()]
    return render(request, "subsidies/budget.html", {"room": "budget", "stands": stands})
