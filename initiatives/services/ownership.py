"""Who owns an initiative: handed over in one step that the other accepts, and taken on where nobody owns it."""

from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.refusals import refuse
from initiatives.may import (
    why_not_answer_hand_over,
    why_not_hand_over,
    why_not_take_back_hand_over,
    why_not_take_ownership,
)
from initiatives.models import HandOver, Initiative, MemberRole, Membership
from initiatives.selectors.people import active_members, memberships_of, open_hand_over


@transaction.atomic
def ask_to_take_over(*, membership: Membership, user: User) -> HandOver:
    """Asks a member to become owner in the place of `user`, who becomes editor when they accept.

    Asking the same again is asking once. Raises DomainError for who is no owner, for somebody who owns it already, and
    while another was asked.
    """
    initiative = _locked(membership.initiative_id)
    members = list(memberships_of(initiative))
    waiting = open_hand_over(initiative)
    if waiting is not None and (waiting.asked_by_id, waiting.asked_of_id) == (user.pk, membership.user_id):
        return waiting
    refuse(why_not_hand_over(membership, members, waiting, user))
    asked = HandOver.objects.create(initiative=initiative, asked_by=user, asked_of=membership.user)
    record(
        actor=user,
        action="initiatives.ask_to_take_over",
        target=initiative,
        after={"member": membership.user},
    )
    _tell(membership.user, "initiatives_hand_over", initiative)
    return asked


@transaction.atomic
def accept_hand_over(*, hand_over: HandOver, user: User) -> HandOver:
    """Makes who was asked owner and who asked editor, in one step. Accepting twice is once.

    Raises DomainError for anybody else, and when it was taken back or one of the two is no longer what they were.
    """
    initiative, hand_over = _locked_with(hand_over)
    if hand_over.accepted_at and hand_over.asked_of_id == user.pk:
        return hand_over
    members = list(memberships_of(initiative))
    refuse(why_not_answer_hand_over(hand_over, members, user))
    roles = {hand_over.asked_of_id: MemberRole.OWNER, hand_over.asked_by_id: MemberRole.EDITOR}
    for member in members:
        if member.user_id in roles:
            member.role = roles[member.user_id]
            member.save(update_fields=["role"])
    hand_over.accepted_at = clock.now()
    hand_over.save(update_fields=["accepted_at"])
    record(
        actor=user,
        action="initiatives.accept_hand_over",
        target=initiative,
        before={"owner": hand_over.asked_by},
        after={"owner": user},
    )
    _tell(hand_over.asked_by, "initiatives_hand_over_accepted", initiative)
    return hand_over


@transaction.atomic
def decline_hand_over(*, hand_over: HandOver, user: User) -> HandOver:
    """Leaves everything as it is, and tells who asked. Declining twice is once."""
    initiative, hand_over = _locked_with(hand_over)
    if hand_over.ended_at:
        return hand_over
    refuse(why_not_answer_hand_over(hand_over, list(memberships_of(initiative)), user))
    _end(hand_over)
    record(actor=user, action="initiatives.decline_hand_over", target=initiative)
    _tell(hand_over.asked_by, "initiatives_hand_over_declined", initiative)
    return hand_over


@transaction.atomic
def take_back_hand_over(*, hand_over: HandOver, user: User) -> HandOver:
    """Stops asking. Doing so twice is once. Raises DomainError for who is no owner, and when it was accepted."""
    initiative, hand_over = _locked_with(hand_over)
    if hand_over.ended_at:
        return hand_over
    refuse(why_not_take_back_hand_over(hand_over, list(memberships_of(initiative)), user))
    _end(hand_over)
    record(actor=user, action="initiatives.take_back_hand_over", target=initiative)
    return hand_over


@transaction.atomic
def take_ownership(*, initiative: Initiative, user: User) -> Membership:
    """Makes a member owner of a group that nobody owns any more, and tells the others.

    Raises DomainError while somebody owns it, and for who is not next.
    """
    initiative = _locked(initiative.pk)
    members = list(memberships_of(initiative))
    refuse(why_not_take_ownership(members, user))
    membership = next(member for member in members if member.user_id == user.pk)
    before = membership.role
    membership.role = MemberRole.OWNER
    membership.save(update_fields=["role"])
    record(
        actor=user,
        action="initiatives.take_ownership",
        target=initiative,
        before={"member": user, "role": before},
        after={"member": user, "role": MemberRole.OWNER},
    )
    for member in active_members(initiative):
        if member != user:
            _tell(member, "initiatives_new_owner", initiative)
    return membership


def end_hand_overs_of(membership: Membership) -> None:
    """What was asked of or by somebody who leaves or gets another role: inside the transaction in which they do."""
    theirs = Q(asked_by=membership.user_id) | Q(asked_of=membership.user_id)
    HandOver.objects.filter(theirs, initiative=membership.initiative_id, accepted_at=None, ended_at=None).update(
        ended_at=clock.now()
    )


def _end(hand_over: HandOver) -> None:
    hand_over.ended_at = clock.now()
    hand_over.save(update_fields=["ended_at"])


def _tell(person: User, kind: str, initiative: Initiative) -> None:
    notify(
        recipients=[person],
        kind=kind,
        context={"initiative": initiative.name},
        url=reverse("initiatives:people", args=[initiative.slug]),
    )


def _locked(initiative: int) -> Initiative:
    """One at a time changes who owns a group."""
    return Initiative.objects.select_for_update().get(pk=initiative)


def _locked_with(hand_over: HandOver) -> tuple[Initiative, HandOver]:
    initiative = _locked(hand_over.initiative_id)
    return initiative, HandOver.objects.select_related("asked_by", "asked_of").get(pk=hand_over.pk)
