"""A person's own webhooks."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coophub.web.errors import DomainError
from coophub.web.forms import show_error
from coophub.web.requests import SignedInRequest
from coophub.webhooks import services
from coophub.webhooks.forms import WebhookForm
from coophub.webhooks.models import Delivery, Webhook
from coophub.webhooks.selectors import last_deliveries, webhooks_of
from coophub.webhooks.signing import secret_of

SHOWN_ONCE = "webhooks_shown_once"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(allow_get=True)
def webhooks(request: SignedInRequest) -> HttpResponse:
    """The webhooks that somebody made, and the form that makes one."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.make_webhook(user=request.user, **form.cleaned_data)
        except DomainError as error:
            show_error(form, error)
        else:
            request.session[SHOWN_ONCE] = made.pk
            return redirect("webhooks:list")
    shown = request.session.pop(SHOWN_ONCE, None) if request.method == "GET" else None
    found = webhooks_of(request.user)
    secret = next((secret_of(each.webhook) for each in found if each.webhook.pk == shown), "")
    context = {"form": form, "webhooks": found, "secret": secret}
    response = render(request, "webhooks/list.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def webhook(request: SignedInRequest, pk: int) -> HttpResponse:
    """What an address was told, and how that went."""
    found = _own(request, pk)
    return render(request, "webhooks/webhook.html", {"webhook": found, "deliveries": last_deliveries(found)})


@login_required
@require_POST
@reauthentication_required
def resume(request: SignedInRequest, pk: int) -> HttpResponse:
    services.resume_webhook(webhook=_own(request, pk), user=request.user)
    messages.success(request, _("The webhook goes on. What waited is sent now."))
    return redirect("webhooks:webhook", pk=pk)


@login_required
@require_POST
@reauthentication_required
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    services.remove_webhook(webhook=_own(request, pk), user=request.user)
    messages.success(request, _("The webhook is removed."))
    return redirect("webhooks:list")


@login_required
@require_POST
def send_again(request: SignedInRequest, pk: int, delivery_pk: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery, pk=delivery_pk, webhook=_own(request, pk))
    services.send_again(delivery=delivery)
    messages.success(request, _("It is sent once more."))
    return redirect("webhooks:webhook", pk=pk)


def _own(request: SignedInRequest, pk: int) -> Webhook:
    return get_object_or_404(Webhook, pk=pk, user=request.user)
