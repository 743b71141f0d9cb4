"""Signing in by one click, in the demo only."""

from allauth.account.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import login
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from coophub.accounts.adapter import with_language
from coophub.accounts.models import User
from coophub.audit.services import record


def demo_accounts() -> QuerySet[User]:
    """The accounts that the demo made, in the order in which it made them; none outside the demo."""
    if not settings.DEMO:
        return User.objects.none()
    return User.objects.filter(is_demo=True, is_active=True).order_by("pk")


def give_demo_second_factor(user: User) -> None:
    """A second factor that nobody knows, so that a demo account passes the same rule as a real one."""
    if Authenticator.objects.filter(user=user).exists():
        return
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Becomes a demo account, on the page that asked who one is. Only accounts that the demo made can be entered, and
    only in the demo.
    """
    if not settings.DEMO:
        raise Http404
    user = get_object_or_404(demo_accounts(), email=request.POST.get("email", ""))
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    record(actor=user, action="accounts.sign_in", target=user)
    asked_by = request.POST.get("next", "")
    return with_language(redirect(asked_by if get_adapter().is_safe_url(asked_by) else "portal:start"), user)


def translated_role(user: User) -> str:
    """What a demo account does, in the reader's language."""
    return _(user.demo_role) if user.demo_role else ""
