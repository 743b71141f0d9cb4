"""What CoopHub does at the moments that allauth gives: a sign-up, a sign-in, and asking where a visitor comes from."""

from typing import Any
from urllib.parse import urljoin, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from coophub.accounts import services
from coophub.accounts.models import User
from coophub.audit.middleware import client_address
from coophub.audit.services import record


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new person, with the address, the password and the name of the form, and the language of the page."""
        user = super().save_user(request, user, form, commit=False)
        return services.sign_up(
            user=user, name=form.cleaned_data["name"], language=translation.get_language() or settings.LANGUAGE_CODE
        )

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email.strip().lower()))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that rate limits count by and the list of sessions shows: the one in the audit trail."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of who reads it, whatever language the page had on which it was asked for.

        Its links lead to the site, whatever name the browser used that asked for it.
        """
        reader = User.objects.filter(email=email).first()
        context = {name: at_the_site(value) for name, value in context.items()} | {"site_url": settings.SITE_URL}
        with translation.override(reader.language if reader else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Kept in the trail; also for an address that nobody has, so that the answer takes as long, but not which."""
        super().authentication_failed(request, **credentials)
        address = str(credentials.get("email") or "").strip().lower()
        person = User.objects.filter(email=address).first()
        record(actor=None, action="accounts.fail_to_sign_in", target=person or User(name=gettext("unknown address")))

    def get_login_stages(self) -> list[str]:
        """Of which ours asks for the second factor, unless a provider saw one."""
        ours = {"allauth.mfa.stages.AuthenticateStage": "coophub.identity.stages.SecondFactorStage"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After signing in the pages are in the person's own language."""
        return with_language(super().post_login(request, user, **kwargs), user)


def at_the_site(value: Any) -> Any:
    """A whole address that leads to this server, as one that leads to SITE_URL; anything else as it is."""
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return value
    parts = urlsplit(value)
    return urljoin(f"{settings.SITE_URL}/", parts._replace(scheme="", netloc="").geturl().lstrip("/"))


def with_language(response: HttpResponse, user: User) -> HttpResponse:
    """Lets this browser show pages in the person's own language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
    )
    return response
