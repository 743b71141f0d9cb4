"""What initiatives tell of a person who asks, and what they do when that person wants to be forgotten."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import Invitation, MemberRole, Membership
from initiatives.services.people import end_membership


def register() -> None:
    personal_data.add_part("initiatives", memberships)
    personal_data.add_blocker("initiatives", last_owner)
    personal_data.add_cleaner("initiatives", leave)


def memberships(user: User) -> list[dict[str, Any]]:
    """Every group that somebody is or was in."""
    return [
        {
            "initiative": membership.initiative.name,
            "role": membership.role,
            "joined": membership.joined_at.isoformat(),
            "left": membership.left_at.isoformat() if membership.left_at else None,
        }
        for membership in Membership.objects.filter(user=user).select_related("initiative")
    ]


def last_owner(user: User) -> str | None:
    """A group cannot go on without an owner."""
    others = Membership.objects.filter(initiative=OuterRef("initiative"), role=MemberRole.OWNER, left_at=None).exclude(
        user=user
    )
    alone = Membership.objects.filter(user=user, role=MemberRole.OWNER, left_at=None).exclude(Exists(others))
    names = ", ".join(alone.values_list("initiative__name", flat=True))
    if not names:
        return None
    return _("You are the only owner of %(names)s. Make somebody else owner there first.") % {"names": names}


def leave(user: User) -> None:
    """Ends the memberships, and takes the address out of invitations."""
    for membership in Membership.objects.filter(user=user, left_at=None):
        end_membership(membership=membership, user=user)
    invitations = Invitation.objects.filter(email=user.email)
    invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitations.update(email=f"erased-{user.pk}@coophub.invalid")
