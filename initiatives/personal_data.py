"""What initiatives tell of a person who asks, and what they do when that person wants to be forgotten."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from coophub.accounts import personal_data
from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import (
    Comment,
    Enquiry,
    GroupDecision,
    Household,
    Invitation,
    Meeting,
    MemberRole,
    Membership,
    PolicyLink,
    VisitorMessage,
)
from initiatives.services.households import forget_household
from initiatives.services.people import end_membership


def register() -> None:
    personal_data.add_part("initiatives", memberships)
    personal_data.add_part("messages_to_groups", messages_to_groups)
    personal_data.add_part("households", households)
    personal_data.add_part("enquiries", enquiries)
    personal_data.add_part("policy_links", policy_links)
    personal_data.add_part("meetings", meetings)
    personal_data.add_part("comments", comments)
    personal_data.add_blocker("initiatives", last_owner)
    personal_data.add_cleaner("initiatives", leave)


def memberships(user: User) -> list[dict[str, Any]]:
    """Every group that somebody is or was in, with what they did in its board."""
    return [
        {
            "initiative": membership.initiative.name,
            "role": membership.role,
            "joined": membership.joined_at.isoformat(),
            "left": membership.left_at.isoformat() if membership.left_at else None,
            "board": [
                {
                    "function": term.function,
                    "from": term.from_on.isoformat(),
                    "until": term.until_on.isoformat() if term.until_on else None,
                }
                for term in membership.board_terms.all()
            ],
        }
        for membership in Membership.objects.filter(user=user)
        .select_related("initiative")
        .prefetch_related("board_terms")
    ]


def messages_to_groups(user: User) -> list[dict[str, Any]]:
    """What somebody wrote to groups through their public pages, as far as it is still there."""
    return [
        {"initiative": message.initiative.name, "sent": message.sent_at.isoformat(), "text": message.text}
        for message in VisitorMessage.objects.filter(email=user.email.lower()).select_related("initiative")
    ]


def households(user: User) -> list[dict[str, Any]]:
    """What stands of the household that somebody's account is linked to, in each group."""
    return [
        {
            "initiative": household.initiative.name,
            "name": household.name,
            "adults": household.adults,
            "children": household.children,
            "rooms": household.rooms,
            "area_from": household.area_from,
            "area_to": household.area_to,
            "most_rent": None if household.most_rent is None else str(household.most_rent),
            "pledge": str(household.pledge),
            "moves_from": household.moves_from and household.moves_from.isoformat(),
            "moves_until": household.moves_until and household.moves_until.isoformat(),
            "remarks": household.remarks,
            "place": household.place,
            "place_reason": household.place_reason,
            "left_on": household.left_on and household.left_on.isoformat(),
        }
        for household in Household.objects.filter(user=user).select_related("initiative")
    ]


def enquiries(user: User) -> list[dict[str, Any]]:
    """What somebody asked for a group, and what groups asked of somebody."""
    theirs = Q(created_by=user) | Q(sent_by=user) | Q(official_email=user.email.lower())
    found = Enquiry.objects.filter(theirs).select_related("initiative", "municipality", "answer")
    return [
        {
            "initiative": enquiry.initiative.name,
            "asked_of": enquiry.asked_of,
            "official": enquiry.official_name,
            "text": enquiry.text,
            "sent": enquiry.sent_at.isoformat() if enquiry.sent_at else None,
            "answered": enquiry.answer.answered_at.isoformat() if enquiry.has_answer else None,
        }
        for enquiry in found
    ]


def policy_links(user: User) -> list[dict[str, Any]]:
    """The links that somebody got, or sent, to keep what a municipality does."""
    found = PolicyLink.objects.filter(Q(made_by=user) | Q(official_email=user.email.lower()))
    return [
        {
            "municipality": link.municipality.name,
            "official": link.official_name,
            "sent": link.made_at.isoformat(),
        }
        for link in found.select_related("municipality")
    ]


def meetings(user: User) -> dict[str, Any]:
    """The meetings that somebody was at or wrote the minutes of, and the decisions that they wrote down."""
    was_there = Meeting.objects.filter(Q(present=user) | Q(minutes_by=user)).distinct().select_related("initiative")
    written = GroupDecision.objects.filter(recorded_by=user).select_related("initiative")
    return {
        "meetings": [
            {
                "initiative": meeting.initiative.name,
                "title": meeting.title,
                "on": meeting.starts_at.isoformat(),
                "wrote_the_minutes": meeting.minutes_by_id == user.pk,
            }
            for meeting in was_there
        ],
        "decisions_written_down": [
            {"initiative": decision.initiative.name, "number": decision.number, "title": decision.title}
            for decision in written
        ],
    }


def comments(user: User) -> list[dict[str, Any]]:
    """What somebody wrote beside tasks, steps and decisions."""
    return [
        {"initiative": comment.initiative.name, "written": comment.written_at.isoformat(), "text": comment.text}
        for comment in Comment.objects.filter(author=user, removed_at=None).select_related("initiative")
    ]


def last_owner(user: User) -> str | None:
    """A group cannot go on without an owner."""
    others = Membership.objects.filter(
        initiative=OuterRef("initiative"), role=MemberRole.OWNER, left_at=None, user__is_active=True
    ).exclude(user=user)
    alone = Membership.objects.filter(user=user, role=MemberRole.OWNER, left_at=None).exclude(Exists(others))
    names = ", ".join(alone.values_list("initiative__name", flat=True))
    if not names:
        return None
    return _("You are the only owner of %(names)s. Hand it over to another member there first.") % {"names": names}


def leave(user: User) -> None:
    """Removes their households, ends the memberships, takes the address out of invitations, and removes what was
    written to groups.
    """
    for household in Household.objects.filter(user=user):
        forget_household(household=household, user=user)
    for membership in Membership.objects.filter(user=user, left_at=None):
        end_membership(membership=membership, user=user)
    VisitorMessage.objects.filter(email=user.email.lower()).delete()
    Enquiry.objects.filter(official_email=user.email.lower()).update(official_email=_erased(user))
    PolicyLink.objects.filter(official_email=user.email.lower()).update(
        official_email=_erased(user), replaced_at=clock.now()
    )
    invitations = Invitation.objects.filter(email=user.email)
    invitations.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=clock.now())
    invitations.update(email=_erased(user))


def _erased(user: User) -> str:
    """What stands where the address of somebody stood."""
    return f"erased-{user.pk}@coophub.invalid"
