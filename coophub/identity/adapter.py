"""What CoopHub decides at the moments that allauth gives while somebody signs in with a provider."""

from typing import Any

import structlog
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.http import HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.identity.configuration import IdentityProvider
from coophub.identity.selectors import providers

logger = structlog.get_logger(__name__)


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    def list_apps(
        self, request: HttpRequest | None, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Those of the settings alone: a row in the database makes no way in."""
        apps = [_as_app(found) for found in providers()]
        return [
            app
            for app in apps
            if provider in (None, app.provider, app.provider_id) and client_id in (None, app.client_id)
        ]

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account of an address that both the provider and we know to be theirs; of any other address nobody."""
        said = [address.email for address in sociallogin.email_addresses if address.verified]
        own = (
            EmailAddress.objects.filter(email__in=said, verified=True, primary=True, user__is_active=True)
            .select_related("user")
            .first()
        )
        return (own.user, own.email) if own is not None and own.email == own.user.email else None

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        user: User = sociallogin.user
        user.email, user.name = data.get("email") or "", data.get("name") or ""
        return user

    def get_signup_form_initial_data(self, sociallogin: SocialLogin) -> dict[str, str]:
        return {"email": sociallogin.user.email, "name": sociallogin.user.name}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """An address that somebody chose instead is not the one of which the provider spoke. Who listens for addresses
        that were confirmed, such as the ties of who decides, hears of it as of any other.
        """
        chosen = form.cleaned_data["email"]
        sociallogin.email_addresses = [said for said in sociallogin.email_addresses if said.email == chosen]
        user: User = super().save_user(request, sociallogin, form)
        for address in EmailAddress.objects.filter(user=user, verified=True):
            email_confirmed.send(sender=EmailAddress, request=request, email_address=address)
        return user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("identity:accounts")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: str | None = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """A page of ours; what was wrong with a token is told to the log, and never to who sent it."""
        if error == AuthError.CANCELLED:
            messages.info(request, _("You did not sign in with %(name)s.") % {"name": provider.name})
            raise ImmediateHttpResponse(redirect("account_login"))
        logger.warning("identity.refused", provider=provider.app.provider_id, kind=type(exception).__name__)
        raise ImmediateHttpResponse(render(request, "identity/refused.html", {"name": provider.name}, status=401))


def _as_app(provider: IdentityProvider) -> SocialApp:
    """As allauth knows it; never saved."""
    return SocialApp(
        provider="openid_connect",
        provider_id=provider.slug,
        name=provider.name,
        client_id=provider.client_id,
        secret=provider.client_secret,
        settings={
            "server_url": provider.discovery_address,
            "scope": list(provider.scopes),
            "oauth_pkce_enabled": True,
        },
    )
