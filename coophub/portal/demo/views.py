"""The demo's page of e-mails, so that a visitor can open the links in them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from coophub.notifications import selectors


@require_safe
def mail(request: HttpRequest) -> HttpResponse:
    page = Paginator(selectors.sent_messages(), 50).get_page(request.GET.get("page"))
    return render(request, "portal/demo/mail.html", {"page": page})


@require_safe
def message(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.sent_messages(), pk=pk)
    return render(request, "portal/demo/message.html", {"message": found})
