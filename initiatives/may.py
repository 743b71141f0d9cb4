"""May this person do this now: the refusal that the service raises under its lock, and that the page asks to decide
what to offer. What depends on what somebody fills in is checked by the service.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.accounts.rules import Person
from coophub.documents.models import Document
from coophub.web import clock
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from initiatives.access import FOR_ADVISORS, FOR_EDITORS, FOR_OWNERS, OWN_COMMENTS, SEES_COMMENTS
from initiatives.models import (
    Comment,
    Enquiry,
    EnquiryLink,
    GroupDecision,
    HandOver,
    Household,
    Initiative,
    Invitation,
    Listing,
    Meeting,
    MemberRole,
    Membership,
    Milestone,
    Municipality,
    PolicyLink,
    TakeDown,
    Task,
    VisitorMessage,
)
from initiatives.models.households import MAX_HOUSEHOLDS
from initiatives.models.step_waits import WaitsOfRoadMap, waits_through

DAYS_BETWEEN_REMINDERS = 7
MOST_REMINDERS = 3

LAST_OWNER = _("An initiative needs an owner. Hand it over to another member first.")


def why_not_see_profile(initiative: Initiative, user: Person) -> Refusal | None:
    if user.has_perm("initiatives.view_initiative", initiative):
        return None
    return by_person(_("Only the group and its coach see its pages."))


def why_not_change_profile(initiative: Initiative, user: Person) -> Refusal | None:
    return _for_editors("initiatives.change_initiative", initiative, user)


def why_not_change_road_map(initiative: Initiative, user: Person) -> Refusal | None:
    return _for_editors("initiatives.change_road_map", initiative, user)


def why_not_move_milestone(milestone: Milestone) -> Refusal | None:
    return by_state(_("This step is done. Take that back first.")) if milestone.done_on else None


def why_not_wait_for(step: Milestone, other: Milestone, waits: WaitsOfRoadMap) -> Refusal | None:
    """Let a step wait for another one. `waits` are those that the road map has."""
    if other.initiative_id != step.initiative_id:
        return by_state(_("A step waits for steps of its own road map."))
    if other.pk == step.pk:
        return by_state(_("A step cannot wait for itself."))
    if step.pk not in waits_through(other.pk, waits):
        return None
    sentence = gettext(
        "“%(other)s” waits for “%(step)s” already, directly or through other steps. So “%(step)s” cannot wait for it."
    )
    return by_state(sentence % {"other": other.label, "step": step.label})


def why_not_change_documents(initiative: Initiative, user: Person) -> Refusal | None:
    return _for_editors("initiatives.change_documents", initiative, user)


def why_not_replace(document: Document, papers: Collection[UUID]) -> Refusal | None:
    """Add a better file of a document. `papers` are those that officials answered with."""
    if document.pk not in papers:
        return None
    return by_state(_("This is what an official answered, so it stays as it is. Add your own file as a new document."))


def why_not_add_task(initiative: Initiative, user: Person) -> Refusal | None:
    return _for_editors("initiatives.add_task", initiative, user)


def why_not_change_task(task: Task, user: Person) -> Refusal | None:
    """Say otherwise what has to be done, by whom or before when: an editor, while it is not done."""
    if refusal := why_not_add_task(task.initiative, user):
        return refusal
    return by_state(_("This task is done. Take that back first.")) if task.done_at else None


def why_not_tick(task: Task, user: Person) -> Refusal | None:
    """Tick a task off, or take that back: an editor, or who it is of."""
    return None if user.has_perm("initiatives.complete_task", task) else by_person(FOR_EDITORS)


def why_not_change_households(initiative: Initiative, user: Person) -> Refusal | None:
    """Add households, change their place, and take them off the list."""
    return _for_editors("initiatives.change_households", initiative, user)


def why_not_change_wishes(household: Household, user: Person) -> Refusal | None:
    """Change what a household wishes: an editor, or who it is linked to."""
    return None if user.has_perm("initiatives.change_wishes", household) else by_person(FOR_EDITORS)


def why_not_add_household(kept: int) -> Refusal | None:
    """One more beside those that are kept, on the list or off it."""
    if kept < MAX_HOUSEHOLDS:
        return None
    return by_state(_("There are %(count)s households, and that is the most. Remove one first.") % {"count": kept})


def why_not_change_place(household: Household) -> Refusal | None:
    """Give another place, or take off the list: who is on it."""
    return None if household.is_on_the_list else by_state(_("This household is not on the list any more."))


def why_not_put_back(household: Household) -> Refusal | None:
    """Put back on the list, or remove for good: who left it."""
    return by_state(_("This household is on the list.")) if household.is_on_the_list else None


def why_not_change_meetings(initiative: Initiative, user: Person) -> Refusal | None:
    """Plan meetings and write decisions down."""
    return _for_editors("initiatives.change_meetings", initiative, user)


def why_not_move_meeting(meeting: Meeting, user: Person) -> Refusal | None:
    """Give a meeting another moment, place or agenda."""
    if refusal := why_not_change_meetings(meeting.initiative, user):
        return refusal
    return by_state(_("This meeting was cancelled. Plan a new one.")) if meeting.cancelled_at else None


def why_not_cancel_meeting(meeting: Meeting, user: Person) -> Refusal | None:
    """Call a meeting off: one of which nothing was written down."""
    if refusal := why_not_move_meeting(meeting, user):
        return refusal
    return by_state(_("This meeting has minutes, so it took place.")) if meeting.minutes else None


def why_not_write_minutes(meeting: Meeting, user: Person) -> Refusal | None:
    """Write who was there and what was said: once it has begun."""
    if refusal := why_not_move_meeting(meeting, user):
        return refusal
    if meeting.is_over:
        return None
    return by_time(_("This meeting is still to come. Write the minutes when it has begun."))


def why_not_change_decision(decision: GroupDecision, user: Person) -> Refusal | None:
    """Correct a decision, or say that it holds no longer: as long as it holds."""
    if refusal := why_not_change_meetings(decision.initiative, user):
        return refusal
    return by_state(_("This decision holds no longer, so it stays as it is.")) if decision.withdrawn_on else None


def why_not_read_comments(initiative: Initiative, user: Person) -> Refusal | None:
    """Read what members write beside tasks, steps and decisions: a member."""
    return None if user.has_perm("initiatives.view_comments", initiative) else by_person(SEES_COMMENTS)


def why_not_comment(initiative: Initiative, user: Person) -> Refusal | None:
    """Write beside a task, a step or a decision: a member, in any role."""
    return None if user.has_perm("initiatives.write_comments", initiative) else by_person(SEES_COMMENTS)


def why_not_change_comment(comment: Comment, members: Sequence[Membership], user: User) -> Refusal | None:
    """Give a comment other words: who wrote it, within the hour. `members` are the present ones of the group."""
    if comment.author_id != user.pk or user.pk not in {member.user_id for member in members}:
        return by_person(OWN_COMMENTS)
    if comment.removed_at:
        return by_state(_("This comment was removed."))
    if comment.is_fresh:
        return None
    return by_time(_("A comment can be changed for an hour. After that others may have acted on it: write another."))


def why_not_remove_comment(comment: Comment, members: Sequence[Membership], user: User) -> Refusal | None:
    """Take a comment away: who wrote it, or an owner of the group."""
    if comment.removed_at:
        return by_state(_("This comment was removed."))
    may_remove = {member.user_id for member in _owners(members)}
    may_remove |= {member.user_id for member in members if member.user_id == comment.author_id}
    return None if user.pk in may_remove else by_person(OWN_COMMENTS)


def why_not_publish(initiative: Initiative, user: Person) -> Refusal | None:
    """Show the initiative in the public register, or hide it: an owner."""
    return None if user.has_perm("initiatives.publish_initiative", initiative) else by_person(FOR_OWNERS)


def why_not_show(initiative: Initiative, taken_down: TakeDown | None) -> Refusal | None:
    """Whether it can be in the register at all, and was not taken off it."""
    if initiative.ended_on:
        return by_state(_("This initiative has ended. It cannot be published."))
    if taken_down is not None:
        return by_state(_("Who runs CoopHub took your page off the register. Mend it, and ask to be looked at again."))
    return None if initiative.summary else by_state(_("Write one or two sentences about your initiative first."))


def why_not_take_down(initiative: Initiative, user: Person) -> Refusal | None:
    """Take the page of a group off the register: who runs CoopHub, when there is one."""
    if not user.has_perm("initiatives.take_down"):
        return by_person(_("Only who runs CoopHub takes the page of a group down."))
    return None if initiative.is_published else by_state(_("This page is not in the register now."))


def why_not_ask_again(take_down: TakeDown) -> Refusal | None:
    if take_down.lifted_at is None:
        return None
    return by_state(_("Nothing stands in the way of showing your page any more."))


def why_not_lift(take_down: TakeDown, user: Person, own_groups: Collection[int]) -> Refusal | None:
    """Let a group show its page again: who runs CoopHub and stands apart from the group. `own_groups` are the numbers
    of those that this person is or was in.
    """
    if not user.has_perm("initiatives.take_down"):
        return by_person(_("Only who runs CoopHub takes the page of a group down."))
    if take_down.initiative_id in own_groups:
        return by_person(_("You are or were in this group, so a colleague decides."))
    return None


def why_not_list(user: Person) -> Refusal | None:
    """Put a group that is not on CoopHub in the register."""
    return None if user.has_perm("initiatives.list_groups") else by_person(FOR_ADVISORS)


def why_not_keep_listing(listing: Listing, user: Person) -> Refusal | None:
    """Say where what is known of a listed group stands: an advisor, until somebody of the group joins it."""
    if refusal := why_not_list(user):
        return refusal
    if user.has_perm("initiatives.keep_listing", listing.initiative):
        return None
    return by_state(_("Somebody of this group keeps its page now. What stands there is theirs."))


def why_not_write(initiative: Initiative) -> Refusal | None:
    """Write to the group as a visitor of its page."""
    if not initiative.is_published:
        return by_state(_("This page is not public, so nobody can write to the group yet."))
    return None if initiative.takes_messages else by_state(_("This group takes no messages through CoopHub."))


def why_not_read_messages(initiative: Initiative, user: Person) -> Refusal | None:
    """Read what visitors wrote, and remove it: an owner."""
    return None if user.has_perm("initiatives.read_visitor_messages", initiative) else by_person(FOR_OWNERS)


def why_not_answer_message(message: VisitorMessage, user: Person) -> Refusal | None:
    """Answer a visitor: an owner, once."""
    if refusal := why_not_read_messages(message.initiative, user):
        return refusal
    if message.answered_at is None:
        return None
    sentence = gettext("This message was answered on %(day)s. The visitor can write again.")
    return by_state(sentence % {"day": day(message.answered_at)})


def why_not_manage_members(initiative: Initiative, user: Person) -> Refusal | None:
    """Invite people, and take an invitation back."""
    return None if user.has_perm("initiatives.manage_members", initiative) else by_person(FOR_OWNERS)


def why_not_withdraw(invitation: Invitation) -> Refusal | None:
    if invitation.accepted_at is None:
        return None
    return by_state(_("This invitation was accepted already. You can end the membership instead."))


def why_not_accept(invitation: Invitation, *, is_holder: bool) -> Refusal | None:
    """Join: the holder of the invited address, as long as the invitation is good."""
    if not is_holder:
        return by_person(_("This invitation is for another e-mail address than yours."))
    if not invitation.is_open:
        return by_state(_("This invitation is no longer valid. Ask the group for a new one."))
    return None


def why_not_change_role(membership: Membership, members: Sequence[Membership], user: User) -> Refusal | None:
    """Give somebody another role: an owner, as long as one is left. `members` are the present ones of the group."""
    return _for_owner_of(members, user) or _why_not_without(membership, members)


def why_not_end(membership: Membership, members: Sequence[Membership], user: User) -> Refusal | None:
    """Leave the group, or as an owner let somebody else go, as long as an owner is left."""
    if membership.user_id != user.pk and (refusal := _for_owner_of(members, user)):
        return refusal
    return _why_not_without(membership, members)


def why_not_change_board(membership: Membership, user: Person) -> Refusal | None:
    """Say what a member does in the board: an owner, as long as that person is in the group."""
    if refusal := why_not_manage_members(membership.initiative, user):
        return refusal
    if membership.left_at is None:
        return None
    return by_state(_("This person left the group, so what they did in the board stays as it is."))


def why_not_hand_over(
    membership: Membership, members: Sequence[Membership], waiting: HandOver | None, user: User
) -> Refusal | None:
    """Ask this member to become owner in one's own place. `waiting` is what was asked and not answered yet."""
    if refusal := _for_owner_of(members, user):
        return refusal
    if membership not in members or membership.user_id == user.pk:
        return OUT_OF_ORDER
    if membership in _owners(members):
        return by_state(_("This person is an owner already. You can leave, or take another role."))
    if waiting is None:
        return None
    return by_state(gettext("%(name)s was asked already, and did not answer yet.") % {"name": waiting.asked_of})


def why_not_answer_hand_over(hand_over: HandOver, members: Sequence[Membership], user: User) -> Refusal | None:
    """Accept or decline: who was asked, as long as who asked owns the group."""
    if hand_over.asked_of_id != user.pk:
        return by_person(_("Somebody else was asked this."))
    is_open = hand_over.accepted_at is None and hand_over.ended_at is None
    asks = hand_over.asked_by_id in {member.user_id for member in _owners(members)}
    is_member = user.pk in {member.user_id for member in members}
    return None if is_open and asks and is_member else by_state(_("This was taken back in the meantime."))


def why_not_take_back_hand_over(hand_over: HandOver, members: Sequence[Membership], user: User) -> Refusal | None:
    """Stop asking: any owner."""
    if refusal := _for_owner_of(members, user):
        return refusal
    return by_state(_("This was accepted already.")) if hand_over.accepted_at else None


def why_not_take_ownership(members: Sequence[Membership], user: User) -> Refusal | None:
    """Become owner of a group that nobody owns any more: its editors and, without any, whoever is a member."""
    if _owners(members):
        return by_state(_("This initiative has an owner."))
    present = [member for member in members if member.user.is_active]
    editors = [member for member in present if member.role == MemberRole.EDITOR]
    if user.pk in {member.user_id for member in editors or present}:
        return None
    return by_person(FOR_EDITORS)


def why_not_ask(initiative: Initiative, user: Person) -> Refusal | None:
    """Ask a municipality, a corporation or a bank something: an editor of a group that goes on."""
    if refusal := _for_editors("initiatives.change_enquiries", initiative, user):
        return refusal
    return by_state(_("This initiative has ended, so it asks nothing any more.")) if initiative.ended_on else None


def why_not_change_enquiry(enquiry: Enquiry, user: Person) -> Refusal | None:
    """Change, send or throw away a question that was not sent yet."""
    if refusal := why_not_ask(enquiry.initiative, user):
        return refusal
    return None if enquiry.is_draft else by_state(_("This question was sent, so it stands. You can withdraw it."))


def why_not_withdraw_enquiry(enquiry: Enquiry, user: Person) -> Refusal | None:
    """Take back a question that waits for an answer."""
    if refusal := _for_editors("initiatives.change_enquiries", enquiry.initiative, user):
        return refusal
    if enquiry.has_answer:
        return by_state(_("This question is answered, so it cannot be withdrawn any more."))
    return None if enquiry.is_waiting else OUT_OF_ORDER


def why_not_remind(enquiry: Enquiry, links: Sequence[EnquiryLink], user: Person) -> Refusal | None:
    """Send a reminder: when the last e-mail is a week ago, a few times. `links` are those that went out."""
    if refusal := why_not_ask(enquiry.initiative, user):
        return refusal
    if not enquiry.is_waiting:
        return by_state(_("This question does not wait for an answer any more."))
    if len(links) > MOST_REMINDERS:
        return by_state(_("You sent all the reminders that there are. Call the official, or ask another one."))
    again_on = max(clock.day_of(link.made_at) for link in links) + timedelta(days=DAYS_BETWEEN_REMINDERS)
    if clock.today() < again_on:
        return by_time(gettext("You can send a reminder from %(day)s on.") % {"day": day(again_on)})
    return None


def why_not_answer(link: EnquiryLink) -> Refusal | None:
    """Answer by this link, and read by it what is asked. Each sentence says what its holder can do."""
    enquiry = link.enquiry
    if enquiry.withdrawn_at:
        sentence = gettext("The group withdrew this question on %(day)s. You need not answer it.")
        return by_state(sentence % {"day": day(enquiry.withdrawn_at)})
    if enquiry.has_answer:
        sentence = gettext(
            "This question was answered on %(day)s. Does the answer have to be different? Write to the group."
        )
        return by_state(sentence % {"day": day(enquiry.answer.answered_at)})
    if enquiry.initiative.ended_on:
        return by_state(_("This group has ended its initiative. You need not answer it."))
    if link.replaced_at:
        return by_state(_("A later e-mail has a new link, and this one does not work any more. Use the newest."))
    if link.is_expired:
        sentence = gettext("This link was good until %(day)s. Ask the group to send you a reminder with a new one.")
        return by_time(sentence % {"day": day(link.expires_at)})
    return None


def why_not_keep_policies(municipality: Municipality, user: Person) -> Refusal | None:
    """Write down what a municipality does for co-operatives, and send its officials a link: an advisor."""
    if not user.has_perm("initiatives.keep_policies"):
        return by_person(_("Only advisors keep the policy of a municipality."))
    return _why_not_of_today(municipality)


def why_not_use_policy_link(link: PolicyLink) -> Refusal | None:
    """Keep the policy of a municipality by this link. Each sentence says what its holder can do."""
    if refusal := _why_not_of_today(link.municipality):
        return refusal
    if link.withdrawn_at:
        sentence = gettext("The advisor withdrew this link on %(day)s. Ask them for a new one if you still need it.")
        return by_state(sentence % {"day": day(link.withdrawn_at)})
    if link.replaced_at:
        return by_state(_("A later e-mail has a new link, and this one does not work any more. Use the newest."))
    if link.is_expired:
        sentence = gettext("This link was good until %(day)s. Ask the advisor who sent it for a new one.")
        return by_time(sentence % {"day": day(link.expires_at)})
    return None


def why_not_withdraw_policy_link(link: PolicyLink, user: Person) -> Refusal | None:
    if not user.has_perm("initiatives.keep_policies"):
        return by_person(_("Only advisors keep the policy of a municipality."))
    return OUT_OF_ORDER if link.withdrawn_at or link.replaced_at or link.is_expired else None


def _why_not_of_today(municipality: Municipality) -> Refusal | None:
    if municipality.ended_on is None:
        return None
    if municipality.went_into is None:
        sentence = gettext("The municipality of %(name)s is there no more since %(day)s.")
        return by_state(sentence % {"name": municipality, "day": day(municipality.ended_on)})
    sentence = gettext(
        "The municipality of %(name)s went into %(heir)s on %(day)s. Ask an advisor for a link for %(heir)s."
    )
    facts = {"name": municipality, "heir": municipality.went_into, "day": day(municipality.ended_on)}
    return by_state(sentence % facts)


def _for_editors(permission: str, initiative: Initiative, user: Person) -> Refusal | None:
    return None if user.has_perm(permission, initiative) else by_person(FOR_EDITORS)


def _for_owner_of(members: Sequence[Membership], user: User) -> Refusal | None:
    return None if user.pk in {member.user_id for member in _owners(members)} else by_person(FOR_OWNERS)


def _why_not_without(membership: Membership, members: Sequence[Membership]) -> Refusal | None:
    if membership not in members:
        return OUT_OF_ORDER
    return by_state(LAST_OWNER) if _owners(members) == [membership] else None


def _owners(members: Sequence[Membership]) -> list[Membership]:
    """Who owns the group and can sign in: an account that was closed owns nothing."""
    return [member for member in members if member.role == MemberRole.OWNER and member.user.is_active]
