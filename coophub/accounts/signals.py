"""What follows from setting up a second factor. Recovery codes come and go with it and are none of their own."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.usersessions.models import UserSession
from django.dispatch import receiver
from django.http import HttpRequest

from coophub.accounts.models import User
from coophub.audit.services import record


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
