"""Who is tied to an initiative: its members, now and before, whoever was invited, and whom an app above adds.

Whoever judges a group stands apart from it: the app in which people judge asks here. An app above that knows of another
kind of tie adds it when CoopHub starts (`KINDS.add`), and tells when a tie begins (`begun`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Q, QuerySet
from django.dispatch import Signal
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.registry import Registry
from initiatives.models import Initiative, Invitation

begun = Signal()
"""Sent with `initiative`, when somebody may have become tied to it; in the transaction in which that happened."""


@dataclass(frozen=True)
class KindOfTie:
    """A way to be tied to a group, from both sides: today, or until a day that is not before the one that is given.

    `words` say what somebody is to the group, after a colon: "member of the group".
    """

    words: str | Promise
    initiatives_of: Callable[[User, dt.date], QuerySet[Initiative]]
    people_of: Callable[[Initiative, dt.date], QuerySet[User]]


KINDS = Registry[KindOfTie]("kind of tie")


def register() -> None:
    KINDS.add("member", KindOfTie(_("member of the group"), _where_member, _members))
    KINDS.add("former_member", KindOfTie(_("was a member of the group"), _where_former_member, _former_members))
    KINDS.add("invited", KindOfTie(_("invited to the group"), _where_invited, _invited))


def tied_initiatives(user: User, since: dt.date) -> QuerySet[Initiative]:
    """Every initiative to which somebody is tied, in whatever way, or was on `since` or after it."""
    found = Q(pk__in=[])
    for _name, kind in KINDS:
        found |= Q(pk__in=kind.initiatives_of(user, since).values("pk"))
    return Initiative.objects.filter(found)


def tied_people(initiative: Initiative, since: dt.date) -> dict[int, str]:
    """Everybody who is tied to an initiative, or was on `since` or after it: by number, the name of the kind."""
    found: dict[int, str] = {}
    for name, kind in KINDS:
        found = dict.fromkeys(kind.people_of(initiative, since).values_list("pk", flat=True), name) | found
    return found


def _where_member(user: User, since: dt.date) -> QuerySet[Initiative]:
    return Initiative.objects.filter(memberships__user=user, memberships__left_at=None)


def _members(initiative: Initiative, since: dt.date) -> QuerySet[User]:
    return User.objects.filter(memberships__initiative=initiative, memberships__left_at=None)


def _where_former_member(user: User, since: dt.date) -> QuerySet[Initiative]:
    return Initiative.objects.filter(memberships__user=user, memberships__left_at__date__gte=since)


def _former_members(initiative: Initiative, since: dt.date) -> QuerySet[User]:
    return User.objects.filter(memberships__initiative=initiative, memberships__left_at__date__gte=since)


def _where_invited(user: User, since: dt.date) -> QuerySet[Initiative]:
    """By the account that had the address then, by who said yes, and by every address that is somebody's now."""
    own = EmailAddress.objects.filter(user=user).values("email")
    theirs = Q(guest=user) | Q(accepted_by=user) | Q(email=user.email.lower()) | Q(email__in=own)
    invitations = Invitation.objects.filter(theirs, created_at__date__gte=since)
    return Initiative.objects.filter(pk__in=invitations.values("initiative"))


def _invited(initiative: Initiative, since: dt.date) -> QuerySet[User]:
    invitations = Invitation.objects.filter(initiative=initiative, created_at__date__gte=since)
    holders = EmailAddress.objects.filter(email__in=invitations.values("email"))
    return User.objects.filter(
        Q(pk__in=invitations.values("guest"))
        | Q(pk__in=invitations.values("accepted_by"))
        | Q(email__in=invitations.values("email"))
        | Q(pk__in=holders.values("user"))
    )
