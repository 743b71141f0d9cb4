"""Somebody's notices, and what of them comes by e-mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coophub.accounts.models import User
from coophub.notifications import selectors, services
from coophub.notifications.email_wishes import change_wishes, person_behind, topics_for, wishes_of
from coophub.notifications.forms import EmailWishesForm
from coophub.web.page_headers import unlisted
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


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: SignedInRequest) -> HttpResponse:
    return _wishes(request, request.user, by_link=False)


@require_http_methods(["GET", "HEAD", "POST"])
def wishes_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same for who comes from an e-mail and need not sign in. It shows nothing of who that is."""
    person = person_behind(token)
    if person is None:
        return unlisted(render(request, "notifications/unknown_link.html", status=404))
    return unlisted(_wishes(request, person, by_link=True))


def _wishes(request: HttpRequest, person: User, *, by_link: bool) -> HttpResponse:
    form = EmailWishesForm(
        request.POST if request.method == "POST" else None,
        topics=topics_for(person),
        initial=wishes_of(person),
    )
    if request.method == "POST" and form.is_valid():
        change_wishes(person=person, wishes=form.wishes, user=None if by_link else person)
        messages.success(request, _("We keep to this from now on."))
        return redirect(request.path)
    return render(request, "notifications/wishes.html", {"form": form, "by_link": by_link})
