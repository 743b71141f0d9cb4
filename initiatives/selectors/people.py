"""Who is a member, who may do what, and who was asked."""

from collections.abc import Iterable

from allauth.account.models import EmailAddress
from django.db.models import QuerySet

from coophub.accounts.models import User
from coophub.web.written_once import written_once
from initiatives.models import HandOver, Initiative, Invitation, InvitationStop, MemberRole, Membership


def active_members(initiative: Initiative) -> QuerySet[User]:
    """Everybody who is a member now."""
    return User.objects.filter(memberships__initiative=initiative, memberships__left_at=None).order_by("name", "email")


def members_by_initiative(initiatives: Iterable[int]) -> dict[int, list[User]]:
    """Who are members now, by the key of each initiative. One query."""
    keys = set(initiatives)
    members: dict[int, list[User]] = {key: [] for key in keys}
    found = Membership.objects.filter(initiative__in=keys, left_at=None).select_related("user")
    for membership in found.order_by("user__name", "user__email"):
        members[membership.initiative_id].append(membership.user)
    return members


def owners_of(initiative: Initiative) -> QuerySet[User]:
    """The members who may do everything."""
    return User.objects.filter(
        memberships__initiative=initiative, memberships__left_at=None, memberships__role=MemberRole.OWNER
    )


def initiatives_edited_by(user: User) -> QuerySet[Initiative]:
    """The initiatives in which somebody may change things, by name."""
    return Initiative.objects.filter(
        memberships__user=user, memberships__left_at=None, memberships__role__in=[MemberRole.OWNER, MemberRole.EDITOR]
    ).order_by("name")


def is_active_member(user: User, initiative: Initiative) -> bool:
    return initiative.memberships.filter(user=user, left_at=None).exists()


def memberships_of(initiative: Initiative) -> QuerySet[Membership]:
    """The memberships of today with their people, the oldest first."""
    return initiative.memberships.filter(left_at=None).select_related("user")


def open_hand_over(initiative: Initiative) -> HandOver | None:
    """What an owner asked of a member, and that was not answered yet."""
    found = initiative.hand_overs.filter(accepted_at=None, ended_at=None).select_related("asked_by", "asked_of")
    return found.first()


def editors_of(initiative: Initiative) -> QuerySet[User]:
    """The members who may write and sign for the group: its owners and editors."""
    return User.objects.filter(
        memberships__initiative=initiative,
        memberships__left_at=None,
        memberships__role__in=[MemberRole.OWNER, MemberRole.EDITOR],
        is_active=True,
    ).order_by("name", "email")


def open_invitations(initiative: Initiative) -> QuerySet[Invitation]:
    """Invitations that nobody accepted or withdrew, expired ones too: they can be renewed."""
    return initiative.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation that a link belongs to; None when we never made that link."""
    pk = Invitation.pk_of(token)
    if pk is None:
        return None
    return Invitation.objects.select_related("initiative__municipality").filter(pk=pk).first()


def wants_no_invitations(email: str) -> bool:
    """Whether the reader of this address asked for no more invitations."""
    return InvitationStop.objects.filter(address_sha256=InvitationStop.of(email)).exists()


def has_verified_address(user: User, email: str) -> bool:
    """Whether this person showed to read the mail of this address."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def invitations_waiting_for(user: User) -> list[Invitation]:
    """The invitations that this person can accept now."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    found = Invitation.objects.filter(email__in=addresses, accepted_at=None, withdrawn_at=None)
    return [invitation for invitation in found.select_related("initiative__municipality") if invitation.is_open]


def own_groups(user: User) -> list[tuple[str, str]]:
    """Name and address of each initiative of which this person is a member, by name. One query."""
    return _own_groups(user.pk)


@written_once
def _own_groups(user: int) -> QuerySet[Membership, tuple[str, str]]:
    """Asked by every page of who is signed in."""
    own = Membership.objects.filter(user=user, left_at=None).order_by("initiative__name")
    return own.values_list("initiative__name", "initiative__slug")


def own_memberships(user: User | int) -> QuerySet[Membership]:
    """Where this person is a member, with the initiative, in one query."""
    return (
        Membership.objects.filter(user=user, left_at=None)
        .select_related("initiative__municipality")
        .order_by("initiative__name")
    )
