"""What CoopHub does at the moments that allauth gives: saving a sign-up, and speaking somebody's language after it."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_email
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from coophub.accounts.models import User


class AccountAdapter(DefaultAccountAdapter):
    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """A new person, with the name they typed and the language they read the form in."""
        user.name = form.cleaned_data.get("name", "").strip()
        user.language = get_language() if get_language() in User.Language.values else settings.LANGUAGE_CODE
        user_email(user, form.cleaned_data["email"].lower())
        return super().save_user(request, user, form, commit)

    def clean_email(self, email: str) -> str:
        return super().clean_email(email.strip().lower())

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """After signing in the pages are in the person's own language."""
        response = super().post_login(request, user, **kwargs)
        return with_language(response, user)


def with_language(response: HttpResponse, user: User) -> HttpResponse:
    """Lets this browser show pages in the person's own language from now on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
    )
    return response
