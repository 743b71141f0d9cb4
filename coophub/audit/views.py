"""The whole trail, for administrators."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coophub.audit import selectors
from coophub.web.access import require
from coophub.web.key_pages import key_page
from coophub.web.requests import SignedInRequest

ENTRIES_ON_A_PAGE = 50


@login_required
@require_safe
def trail(request: SignedInRequest) -> HttpResponse:
    require(request.user, "audit.view_trail")
    search = request.GET.get("q", "").strip()
    page = key_page(selectors.entries(search), request.GET, per_page=ENTRIES_ON_A_PAGE)
    return render(request, "audit/trail.html", {"room": "trail", "page": page, "search": search})
