"""Somebody's notices."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from coophub.notifications import selectors, services
from coophub.web.requests import SignedInRequest


@login_required
@require_safe
def notices(request: SignedInRequest) -> HttpResponse:
    page = Paginator(selectors.notices_of(request.user), 30).get_page(request.GET.get("page"))
    return render(request, "notifications/notices.html", {"page": page, "unread": selectors.unread_count(request.user)})


@login_required
@require_POST
def open_notice(request: SignedInRequest, pk: int) -> HttpResponse:
    """Marks a notice as read and goes to what it is about, never to another site."""
    notice = get_object_or_404(selectors.notices_of(request.user), pk=pk)
    services.mark_read(user=request.user, notice=notice)
    if notice.url and url_has_allowed_host_and_scheme(notice.url, allowed_hosts=None):
        return redirect(notice.url)
    return redirect("notifications:list")


@login_required
@require_POST
def mark_all_read(request: SignedInRequest) -> HttpResponse:
    services.mark_read(user=request.user)
    return redirect("notifications:list")
