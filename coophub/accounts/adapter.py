"""What CoopHub does at the moments that allauth gives: a sign-up, a sign-in, and asking where a visitor comes from."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from coophub.accounts import services
from coophub.accounts.models import User
from coophub.audit.middleware import client_address


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new person, with the address, the password, the name and the language of the form."""
        user = super().save_user(request, user, form, commit=False)
        return services.sign_up(user=user, name=form.cleaned_data["name"], language=form.cleaned_data["language"])

    def clean_email(self, email: str) -> str:
        return str(super().clean_email(email.strip().lower()))

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that rate limits count by and the list of sessions shows: the one in the audit trail."""
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of who reads it, whatever language the page had on which it was asked for."""
        reader = User.objects.filter(email=email).first()
        with translation.override(reader.language if reader else translation.get_language()):
            super().send_mail(template_prefix, email, context)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After signing in the pages are in the person's own language."""
        return with_language(super().post_login(request, user, **kwargs), user)


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
