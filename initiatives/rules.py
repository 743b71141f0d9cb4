"""Who may see and do what with an initiative. Apps above add their own people with `rules.set_perm`."""

import rules
from django.db.models import OuterRef, QuerySet, Subquery

from coophub.accounts.models import User
from coophub.accounts.rules import Person, is_administrator, is_advisor, is_signed_in
from coophub.web.once import asked_once, know
from coophub.web.written_once import written_once
from initiatives.models import Comment, Enquiry, Household, Initiative, Listing, MemberRole, Membership, Task

NOBODY = 0
"""The number of who has not signed in: no row has it."""


def _role(user: Person, initiative: Initiative | None) -> str | None:
    """The user's role in this initiative. One that was taken away counts no more at once: a page asks once, a step each
    time.
    """
    if initiative is None or not isinstance(user, User) or not user.is_active:
        return None
    return _role_now(user.pk, initiative.pk)


def role_of(reader: int, initiative: OuterRef) -> Subquery:
    """The role of somebody in the initiative that a question is about, to be read beside it."""
    found = Membership.objects.filter(initiative=initiative, user=reader, left_at=None)
    return Subquery(found.values("role")[:1])


def know_role(user: Person, initiative: Initiative | None, role: str | None) -> None:
    """For who read it beside the initiative: it is not asked again for this page."""
    if isinstance(user, User) and initiative is not None:
        know(_role_now, role, user.pk, initiative.pk)


@asked_once
def _role_now(user: int, initiative: int) -> str | None:
    return next((role for (role,) in _roles_in(user, initiative)), None)


@written_once
def _roles_in(user: int, initiative: int) -> QuerySet[Membership, tuple[str]]:
    """Asked by every page of a group: there is at most one."""
    return Membership.objects.filter(user=user, initiative=initiative, left_at=None).values_list("role")


@rules.predicate
def is_member(user: Person, initiative: Initiative | None) -> bool:
    return _role(user, initiative) is not None


@rules.predicate
def is_editor(user: Person, initiative: Initiative | None) -> bool:
    """Owner or editor."""
    return _role(user, initiative) in (MemberRole.OWNER, MemberRole.EDITOR)


@rules.predicate
def is_owner(user: Person, initiative: Initiative | None) -> bool:
    return _role(user, initiative) == MemberRole.OWNER


@rules.predicate
def is_published(user: Person, initiative: Initiative | None) -> bool:
    return initiative is not None and initiative.is_published


@rules.predicate
def sees_its_pages(user: Person, initiative: Initiative | None) -> bool:
    """Whoever may see a group's pages, also by a rule of an app above."""
    return initiative is not None and user.has_perm("initiatives.view_initiative", initiative)


@rules.predicate
def is_editor_of_task(user: Person, task: Task | None) -> bool:
    return task is not None and is_editor(user, task.initiative)


@rules.predicate
def is_owner_of_task(user: Person, task: Task | None) -> bool:
    """Whether the task is on this member's name: a reader may tick off what is their own."""
    return task is not None and task.owner_id == user.pk and is_member(user, task.initiative)


@rules.predicate
def is_own_membership(user: Person, membership: Membership | None) -> bool:
    return membership is not None and is_signed_in(user) and membership.user_id == user.pk


@rules.predicate
def is_owner_beside_membership(user: Person, membership: Membership | None) -> bool:
    """Whether the user owns the initiative that this membership is of."""
    return membership is not None and is_owner(user, membership.initiative)


@rules.predicate
def is_editor_of_household(user: Person, household: Household | None) -> bool:
    return household is not None and is_editor(user, household.initiative)


@rules.predicate
def is_own_household(user: Person, household: Household | None) -> bool:
    """Whether the household is linked to this member's account: a reader may change what they wish themselves."""
    return (
        household is not None
        and is_signed_in(user)
        and household.user_id == user.pk
        and is_member(user, household.initiative)
    )


@rules.predicate
def is_author_of_comment(user: Person, comment: Comment | None) -> bool:
    return comment is not None and comment.author_id == user.pk and is_member(user, comment.initiative)


@rules.predicate
def is_owner_beside_comment(user: Person, comment: Comment | None) -> bool:
    """Whether the user owns the initiative in which it was written."""
    return comment is not None and is_owner(user, comment.initiative)


@rules.predicate
def has_no_group_yet(user: Person, initiative: Initiative | None) -> bool:
    """Whether an advisor put it in the register and nobody of the group ever joined it."""
    return (
        initiative is not None
        and Listing.objects.filter(initiative=initiative).exists()
        and not initiative.memberships.exists()
    )


keeps_listing = is_advisor & has_no_group_yet
"""An advisor keeps the page of a listed group as an owner would, until the group itself does."""


@rules.predicate
def is_member_of_enquiry(user: Person, enquiry: Enquiry | None) -> bool:
    return enquiry is not None and is_member(user, enquiry.initiative)


@rules.predicate
def asks_to_be_looked_at(user: Person, initiative: Initiative | None) -> bool:
    """Whether its page was taken down and the group says that it is mended."""
    return (
        initiative is not None and initiative.take_downs.filter(lifted_at=None, asked_again_at__isnull=False).exists()
    )


rules.add_perm("initiatives.start_initiative", is_signed_in)
looks_again = is_administrator & asks_to_be_looked_at
rules.add_perm("initiatives.view_public_page", is_published | sees_its_pages | looks_again)
rules.add_perm("initiatives.list_groups", is_advisor)
rules.add_perm("initiatives.keep_listing", keeps_listing)
rules.add_perm("initiatives.view_initiative", is_member | keeps_listing)
rules.add_perm("initiatives.change_initiative", is_editor | keeps_listing)
rules.add_perm("initiatives.publish_initiative", is_owner | keeps_listing)
rules.add_perm("initiatives.take_down", is_administrator)
rules.add_perm("initiatives.view_members", is_member)
rules.add_perm("initiatives.manage_members", is_owner | keeps_listing)
rules.add_perm("initiatives.read_visitor_messages", is_owner | keeps_listing)
rules.add_perm("initiatives.change_membership", is_owner_beside_membership)
rules.add_perm("initiatives.end_membership", is_own_membership | is_owner_beside_membership)
rules.add_perm("initiatives.change_road_map", is_editor | keeps_listing)
rules.add_perm("initiatives.add_task", is_editor)
rules.add_perm("initiatives.complete_task", is_editor_of_task | is_owner_of_task)
rules.add_perm("initiatives.view_documents", is_member)
rules.add_perm("initiatives.change_documents", is_editor)
# Never widened: what a household can bear and wishes is for its group alone (decision 91).
rules.add_perm("initiatives.view_households", is_member)
rules.add_perm("initiatives.change_households", is_editor)
rules.add_perm("initiatives.change_wishes", is_editor_of_household | is_own_household)
# Never widened either: what a group discussed is its own (decision 098).
rules.add_perm("initiatives.view_meetings", is_member)
rules.add_perm("initiatives.change_meetings", is_editor)
rules.add_perm("initiatives.view_comments", is_member)
rules.add_perm("initiatives.write_comments", is_member)
rules.add_perm("initiatives.change_comment", is_author_of_comment)
rules.add_perm("initiatives.remove_comment", is_author_of_comment | is_owner_beside_comment)
rules.add_perm("initiatives.view_enquiries", is_member)
rules.add_perm("initiatives.change_enquiries", is_editor)
rules.add_perm("initiatives.view_enquiry", is_member_of_enquiry)
# Of the municipalities, which are nobody's: advisors keep them, and officials by a link of theirs.
rules.add_perm("initiatives.keep_policies", is_advisor)
