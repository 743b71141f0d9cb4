"""Members and invitations."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify, send_email
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives import ties
from initiatives.may import why_not_accept, why_not_change_role, why_not_end, why_not_withdraw
from initiatives.models import Initiative, Invitation, InvitationStop, Membership
from initiatives.selectors.people import has_verified_address, memberships_of, owners_of, wants_no_invitations
from initiatives.selectors.register import listing_of
from initiatives.services.board import end_terms_of
from initiatives.services.ownership import end_hand_overs_of

INVITATION_DAYS = 14
MOST_OF_A_GROUP, MOST_TO_AN_ADDRESS = 30, 3
"""So many e-mails with an invitation go out in a day."""


@transaction.atomic
def invite_member(*, initiative: Initiative, email: str, role: str, user: User) -> Invitation:
    """Asks the person behind an e-mail address to join, by an e-mail with a link that is good for fourteen days.

    Whether the address has an account is not told. A second invitation of the same address renews the first one.
    Raises DomainError when the address is a member's, when its reader wants no invitations, and when there were enough
    today.
    """
    email = email.strip().lower()
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    if initiative.memberships.filter(user__email=email, left_at=None).exists():
        raise DomainError(_("This person is a member already."), field="email")
    guest = User.objects.filter(email=email).first()
    _may_be_sent(initiative, email)
    invitation = _renewed_or_new(initiative, email)
    invitation.role, invitation.guest, invitation.invited_by = role, guest, user
    invitation.created_at = clock.now()
    invitation.expires_at = clock.now() + timedelta(days=INVITATION_DAYS)
    invitation.save()
    record(
        actor=user,
        action="initiatives.invite_member",
        target=initiative,
        after={"invitation": invitation.pk, "role": role},
    )
    ties.begun.send(sender=Invitation, initiative=initiative)
    send_email(
        to=email,
        language=guest.language if guest else user.language,
        kind="initiatives_invitation",
        context={
            "initiative": initiative.name,
            "days": INVITATION_DAYS,
            "url": settings.SITE_URL + reverse("initiatives:accept_invitation", args=[invitation.token]),
            "stop": settings.SITE_URL + reverse("initiatives:stop_invitations", args=[invitation.token]),
        },
    )
    return invitation


def _may_be_sent(initiative: Initiative, email: str) -> None:
    """Raises DomainError when no e-mail may go to this address now."""
    if wants_no_invitations(email):
        raise DomainError(
            _(
                "Who reads this address wants no invitations by e-mail. Talk to them: with the link in an earlier "
                "invitation they can allow it again."
            ),
            field="email",
        )
    today = Invitation.objects.filter(sent_on=clock.today())
    if _times_sent(today.filter(initiative=initiative)) >= MOST_OF_A_GROUP:
        sentence = _("Your group sent %(count)s invitations today, and that is the most. Go on tomorrow.")
        raise DomainError(sentence % {"count": MOST_OF_A_GROUP}, field="email")
    if _times_sent(today.filter(email=email)) >= MOST_TO_AN_ADDRESS:
        raise DomainError(
            _(
                "This address got enough invitations today. Ask them to look among unwanted mail, or invite them again "
                "tomorrow."
            ),
            field="email",
        )


def _times_sent(invitations: QuerySet[Invitation]) -> int:
    return invitations.aggregate(total=Sum("times_sent"))["total"] or 0


def _renewed_or_new(initiative: Initiative, email: str) -> Invitation:
    invitation = initiative.invitations.filter(email=email, accepted_at=None, withdrawn_at=None).first()
    if invitation is None:
        return Invitation(initiative=initiative, email=email)
    invitation.times_sent = invitation.times_sent + 1 if invitation.sent_on == clock.today() else 1
    invitation.sent_on = clock.today()
    return invitation


@transaction.atomic
def stop_invitations(*, invitation: Invitation) -> None:
    """Sends no invitation to this address ever again, and withdraws those that are open. Stopping twice is once."""
    stop_emails(invitation.email)
    record(actor=None, action="initiatives.stop_invitations", target=invitation.initiative)


@transaction.atomic
def allow_invitations(*, invitation: Invitation) -> None:
    """Lets groups invite this address again."""
    if allow_emails(invitation.email):
        record(actor=None, action="initiatives.allow_invitations", target=invitation.initiative)


def stop_emails(email: str) -> None:
    """Keeps every e-mail of groups and advisors from this address, and withdraws its open invitations."""
    InvitationStop.objects.get_or_create(address_sha256=InvitationStop.of(email))
    Invitation.objects.filter(email=email, accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())


def allow_emails(email: str) -> bool:
    """Takes that back; gives whether it had been asked."""
    return InvitationStop.objects.filter(address_sha256=InvitationStop.of(email)).delete()[0] > 0


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, user: User) -> Invitation:
    """Makes the link of an invitation worthless. Raises DomainError when it was accepted already."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if invitation.withdrawn_at:
        return invitation
    refuse(why_not_withdraw(invitation))
    invitation.withdrawn_at = clock.now()
    invitation.save(update_fields=["withdrawn_at"])
    record(
        actor=user,
        action="initiatives.withdraw_invitation",
        target=invitation.initiative,
        before={"invitation": invitation.pk, "role": invitation.role},
    )
    return invitation


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User) -> Membership:
    """Makes the invited person a member, and tells the owners. Accepting twice gives the membership there is.

    Raises DomainError for anybody but the holder of the invited address, and when it was withdrawn, expired or used.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=invitation.pk)
    initiative = invitation.initiative
    is_holder = has_verified_address(user, invitation.email)
    membership = initiative.memberships.filter(user=user, left_at=None).first()
    if is_holder and invitation.accepted_at and membership is not None:
        return membership
    refuse(why_not_accept(invitation, is_holder=is_holder))
    if listing_of(initiative) is not None:
        # What was written to the advisors who kept the page is not for the group.
        initiative.visitor_messages.all().delete()
    if membership is None:
        membership = Membership.objects.create(initiative=initiative, user=user, role=invitation.role)
    invitation.accepted_at = clock.now()
    invitation.accepted_by = user
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    record(actor=user, action="initiatives.accept_invitation", target=initiative, after={"role": membership.role})
    ties.begun.send(sender=Membership, initiative=initiative)
    notify(
        recipients=[owner for owner in owners_of(initiative) if owner != user],
        kind="initiatives_member_joined",
        context={"initiative": initiative.name},
        url=reverse("initiatives:people", args=[initiative.slug]),
    )
    return membership


@transaction.atomic
def change_member_role(*, membership: Membership, role: str, user: User) -> Membership:
    """Gives a member another role. Raises DomainError for who is no owner, and when nobody would be left as owner."""
    membership, members = _lock_membership(membership)
    if membership.left_at or membership.role == role:
        return membership
    refuse(why_not_change_role(membership, members, user), field="role")
    before = membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    end_hand_overs_of(membership)
    record(
        actor=user,
        action="initiatives.change_member_role",
        target=membership.initiative,
        before={"member": membership.user, "role": before},
        after={"member": membership.user, "role": role},
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, user: User) -> Membership:
    """Ends a membership: somebody leaves (`user` is the member), or is removed by an owner and told so.

    Open tasks of the member go back to nobody, and what they do in the board ends. Raises DomainError for another who
    is no owner, and when nobody would be left as owner.
    """
    membership, members = _lock_membership(membership)
    if membership.left_at:
        return membership
    refuse(why_not_end(membership, members, user))
    initiative = membership.initiative
    membership.left_at = clock.now()
    membership.save(update_fields=["left_at"])
    end_hand_overs_of(membership)
    end_terms_of(membership, user=user)
    initiative.tasks.filter(owner=membership.user, done_at=None).update(owner=None)
    record(
        actor=user,
        action="initiatives.end_membership",
        target=initiative,
        before={"member": membership.user, "role": membership.role},
    )
    if membership.user != user:
        notify(
            recipients=[membership.user],
            kind="initiatives_member_removed",
            context={"initiative": initiative.name},
            url=reverse("portal:start"),
        )
    return membership


def _lock_membership(membership: Membership) -> tuple[Membership, list[Membership]]:
    """The membership as it is now, and those of everybody in the group. Their initiative is locked, so that two owners
    cannot leave at the same moment.
    """
    Initiative.objects.select_for_update().get(pk=membership.initiative_id)
    found = Membership.objects.select_related("initiative", "user").get(pk=membership.pk)
    return found, list(memberships_of(found.initiative))
