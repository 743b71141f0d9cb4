"""What follows when allauth says that somebody signed in with a provider, or can from now on."""

from typing import Any

from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.signals import social_account_added
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest

from coophub.accounts.middleware import SECOND_FACTOR_ELSEWHERE
from coophub.identity.services import note_link, note_sign_in
from coophub.identity.stages import provider_saw_two


@receiver(user_logged_in, dispatch_uid="identity")
def signed_in(request: HttpRequest, sociallogin: SocialLogin | None = None, **kwargs: Any) -> None:
    """Whole, with our second factor where that was asked; only then an account found by its address is linked."""
    request.session[SECOND_FACTOR_ELSEWHERE] = sociallogin is not None and provider_saw_two(sociallogin)
    if sociallogin is None:
        return
    if sociallogin.account.pk is None:
        sociallogin.connect(request, request.user)
    UserSession.objects.create_from_request(request)
    note_sign_in(account=sociallogin.account, session_key=request.session.session_key or "")


@receiver(social_account_added, dispatch_uid="identity")
def linked(sociallogin: SocialLogin, **kwargs: Any) -> None:
    note_link(account=sociallogin.account)
