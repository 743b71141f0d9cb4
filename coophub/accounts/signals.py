"""What the trail keeps of signing in and of passwords, and what follows from setting up a second factor."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.contrib.auth.signals import user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from coophub.accounts.models import User
from coophub.audit.services import record


@receiver(user_logged_in, dispatch_uid="accounts")
def signed_in(user: User, **kwargs: Any) -> None:
    """Whole: with the second factor of who has one. Of a provider, coophub.identity writes more."""
    if kwargs.get("sociallogin") is None:
        record(actor=user, action="accounts.sign_in", target=user)


@receiver(user_logged_out, dispatch_uid="accounts")
def signed_out(user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(actor=user, action="accounts.sign_out", target=user)


@receiver(authentication_failed, dispatch_uid="accounts")
def second_factor_failed(user: User, **kwargs: Any) -> None:
    record(actor=None, action="accounts.fail_second_factor", target=user)


@receiver([password_changed, password_set, password_reset], dispatch_uid="accounts")
def password_was_changed(user: User, **kwargs: Any) -> None:
    record(actor=user, action="accounts.change_password", target=user)


# Recovery codes come and go with a second factor and are none of their own.
@receiver(authenticator_added, dispatch_uid="accounts")
def second_factor_added(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Ends the sessions elsewhere: they were opened with a password alone."""
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record(actor=user, action="accounts.add_second_factor", target=user, after={"kind": str(authenticator.type)})
    for session in UserSession.objects.filter(user=user).exclude(session_key=request.session.session_key):
        session.end()


@receiver(authenticator_removed, dispatch_uid="accounts")
def second_factor_removed(request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return
    record(actor=user, action="accounts.remove_second_factor", target=user, before={"kind": str(authenticator.type)})
