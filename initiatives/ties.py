"""Who is tied to an initiative: its members, now and before, whoever was invited, and whom an app above adds.

Whoever judges a group stands apart from it: the app in which people judge asks here. An app above that knows of another
kind of tie adds it when CoopHub starts (`KINDS.add`), and tells when a tie begins (`begun`).
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.db.models import Q, QuerySet, Value
from django.dispatch import Signal, receiver
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.registry import Registry
from initiatives.models import Initiative, Invitation, Membership

begun = Signal()
"""Sent with `initiative`, when somebody may have become tied to it; in the transaction in which that happened."""

Numbers = QuerySet[Any, Any]
"""A query for one column of numbers: none reads the initiatives themselves, so each costs what its few rows cost."""


@dataclass(frozen=True)
class KindOfTie:
    """A way to be tied to a group, from both sides: today, or until a day that is not before the one that is given.

    `words` say what somebody is to the group, after a colon: "member of the group". Kinds that stand in the same rows
    share `initiatives_of`, which is asked once for all of them.
    """

    words: str | Promise
    initiatives_of: Callable[[User, dt.date], Numbers]
    people_of: Callable[[Initiative, dt.date], Numbers]


KINDS = Registry[KindOfTie]("kind of tie")


def register() -> None:
    KINDS.add("member", KindOfTie(_("member of the group"), _where_member, _members))
    KINDS.add("former_member", KindOfTie(_("was a member of the group"), _where_member, _former_members))
    KINDS.add("invited", KindOfTie(_("invited to the group"), _where_invited, _invited))
    KINDS.add("accepted", KindOfTie(_("invited to the group"), _where_invited, _accepted))
    KINDS.add("invited_address", KindOfTie(_("invited to the group"), _where_address_invited, _holders_of_addresses))


def tied_initiatives(user: User, since: dt.date) -> Numbers:
    """The number of every initiative to which somebody is tied, in whatever way, or was on `since` or after it."""
    first, *rest = (
        find(user, since).order_by() for find in dict.fromkeys(kind.initiatives_of for _name, kind in KINDS)
    )
    return first.union(*rest)


def tied_people(initiative: Initiative, since: dt.date) -> dict[int, str]:
    """Everybody who is tied to an initiative, or was on `since` or after it: by number, the name of the kind that
    comes first. One query.
    """
    first, *rest = (kind.people_of(initiative, since).annotate(tie=Value(name)) for name, kind in KINDS)
    order = [name for name, _kind in KINDS]
    found = sorted(first.union(*rest), key=lambda row: order.index(row[1]), reverse=True)
    return dict(found)


def _where_member(user: User, since: dt.date) -> Numbers:
    """Where somebody is a member, or was one."""
    is_or_was = Q(left_at=None) | Q(left_at__date__gte=since)
    return Membership.objects.filter(is_or_was, user=user).values_list("initiative")


def _members(initiative: Initiative, since: dt.date) -> Numbers:
    return Membership.objects.filter(initiative=initiative, left_at=None).values_list("user")


def _former_members(initiative: Initiative, since: dt.date) -> Numbers:
    return Membership.objects.filter(initiative=initiative, left_at__date__gte=since).values_list("user")


def _where_invited(user: User, since: dt.date) -> Numbers:
    """Where somebody was invited who had the address when the invitation went out, or who accepted it."""
    theirs = Q(guest=user) | Q(accepted_by=user)
    return Invitation.objects.filter(theirs, created_at__date__gte=since).values_list("initiative")


def _invited(initiative: Initiative, since: dt.date) -> Numbers:
    return _invitations_of(initiative, since).exclude(guest=None).values_list("guest")


def _accepted(initiative: Initiative, since: dt.date) -> Numbers:
    return _invitations_of(initiative, since).exclude(accepted_by=None).values_list("accepted_by")


def _where_address_invited(user: User, since: dt.date) -> Numbers:
    """Who has the address now, whoever had it then."""
    own = EmailAddress.objects.filter(user=user).values("email")
    theirs = Q(email=user.email.lower()) | Q(email__in=own)
    return Invitation.objects.filter(theirs, created_at__date__gte=since).values_list("initiative")


def _holders_of_addresses(initiative: Initiative, since: dt.date) -> Numbers:
    emails = _invitations_of(initiative, since).values("email")
    holders = EmailAddress.objects.filter(email__in=emails).values("user")
    return User.objects.filter(Q(email__in=emails) | Q(pk__in=holders)).values_list("pk")


def _invitations_of(initiative: Initiative, since: dt.date) -> QuerySet[Invitation]:
    return Invitation.objects.filter(initiative=initiative, created_at__date__gte=since)


@receiver(email_confirmed, dispatch_uid="initiatives")
def address_confirmed(email_address: EmailAddress, **kwargs: Any) -> None:
    """Whoever confirms an address was invited by every group that invited that address."""
    invitations = Invitation.objects.filter(email=email_address.email.lower())
    for initiative in Initiative.objects.filter(pk__in=invitations.values("initiative")):
        begun.send(sender=Invitation, initiative=initiative)
