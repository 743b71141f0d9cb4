"""Signing in with a provider: there and back, the accounts that somebody linked, and hearing of a sign-out there."""

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.views import SignupView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from coophub.audit.middleware import client_address
from coophub.identity import selectors, services
from coophub.identity.logout_tokens import read_logout
from coophub.identity.provider import AWAY, CallbackView, ProviderAdapter
from coophub.identity.signed_tokens import TokenRefusedError
from coophub.web.errors import DomainError
from coophub.web.pace import Pace, count
from coophub.web.requests import SignedInRequest
from coophub.web.views import conflict

LOGOUTS = Pace("logouts", 120, 60)
"""How many messages one address may send in a minute: each takes a question to the provider."""


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """To the provider; from there back to `callback`, and then to the page that was asked for, of ours alone."""
    selectors.provider_named(slug)
    provider = get_adapter().get_provider(request, slug)
    links = request.user.is_authenticated and request.POST.get("process") == AuthProcess.CONNECT
    try:
        answer: HttpResponse = provider.redirect(
            request,
            AuthProcess.CONNECT if links else AuthProcess.LOGIN,
            next_url=None if links else get_next_redirect_url(request),
        )
    except AWAY as error:
        return _refused(request, provider, error)
    return answer


@require_safe
@never_cache
def callback(request: HttpRequest, slug: str) -> HttpResponse:
    selectors.provider_named(slug)
    adapter = ProviderAdapter(request, slug)
    try:
        answer: HttpResponse = CallbackView.adapter_view(adapter)(request)
    except AWAY as error:
        return _refused(request, adapter.get_provider(), error)
    return answer


class ProviderSignUpView(SignupView):
    """For who came from a provider and is new here: their name, address and the terms."""

    def get_authenticated_redirect_url(self) -> str:
        return reverse("identity:accounts")


def _refused(request: HttpRequest, provider: object, error: Exception) -> HttpResponse:
    answer: HttpResponse = render_authentication_error(request, provider, exception=error)
    return answer


@login_required
@require_safe
def accounts(request: SignedInRequest) -> HttpResponse:
    """With which accounts elsewhere somebody signs in, and which can be linked."""
    context = {
        "accounts": selectors.accounts_of(request.user),
        "providers": selectors.providers_to_link(request.user),
    }
    return render(request, "identity/accounts.html", context)


@login_required
@require_POST
@reauthentication_required
def unlink(request: SignedInRequest, pk: int) -> HttpResponse:
    account = get_object_or_404(SocialAccount, pk=pk, user=request.user)
    name = selectors.name_of(account.provider)
    try:
        services.unlink(account=account, user=request.user)
    except DomainError as error:
        return conflict(request, error)
    get_adapter().send_notification_mail(
        "socialaccount/email/account_disconnected", request.user, context={"name": name}
    )
    messages.success(request, _("You no longer sign in with %(name)s.") % {"name": name})
    return redirect("identity:accounts")


@csrf_exempt
@require_POST
@never_cache
def back_channel_logout(request: HttpRequest, slug: str) -> HttpResponse:
    """Who signed out at the provider is signed out here. The provider sends it; what it sends proves that it did."""
    provider = selectors.provider_named(slug)
    allowance = count(LOGOUTS, client_address(request))
    if allowance.is_over:
        return _problem(429, _("Too fast"), _("Wait, then send it again."), retry_after=allowance.seconds_left)
    adapter = ProviderAdapter(request, slug)
    try:
        logout = read_logout(request.POST.get("logout_token", ""), provider, adapter.keys())
        services.sign_out_by_provider(provider=provider, logout=logout)
    except TokenRefusedError as error:
        return _problem(400, _("This message of a sign-out is not right"), str(error))
    except AWAY:
        return _problem(503, _("Away for a moment"), _("Your keys cannot be read now. Send it again later."))
    return HttpResponse()


def _problem(status: int, title: str, detail: str, *, retry_after: int | None = None) -> HttpResponse:
    """As the API says what is wrong (RFC 9457), with the words that OpenID Connect asks for beside it."""
    said = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    also = {"error": "invalid_request", "error_description": detail}
    response = JsonResponse({**said, **also}, status=status, content_type="application/problem+json")
    if retry_after is not None:
        response["Retry-After"] = str(retry_after)
    return response
