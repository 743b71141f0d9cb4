"""The ways in to a group's own pages and to its public one."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.rules import Person
from coophub.web.access import seen_by
from coophub.web.written_once import written_once
from initiatives.models import Comment, GroupDecision, Household, Initiative, Meeting
from initiatives.rules import NOBODY, know_role, role_of

FOR_EDITORS = _("Only owners and editors of this initiative can change this. Ask one of them, or ask for another role.")
FOR_MEMBERS = _("What the households wish and can bear is for the members of the group alone.")
SEES_MEETINGS = _("What the group discussed and decided is for its members alone.")
SEES_ENQUIRIES = _("Only members of this initiative can see what it asked.")
SEES_COMMENTS = _("What members write beside a task, a step or a decision is for them alone.")
OWN_COMMENTS = _("Only who wrote a comment changes it. Owners of the group can remove it.")
FOR_ADVISORS = _("Advisors put groups in the register that are not on CoopHub themselves.")
FOR_OWNERS = _("Only owners of this initiative can do this. Ask one of them.")


def visible_initiative(
    user: Person, slug: str, *, do: str | None = None, why: str | Promise = FOR_EDITORS
) -> Initiative:
    """The initiative at this address for who may see its pages. `do` names what else must be allowed.

    Raises Http404 for strangers, PermissionDenied with `why` for who may look but not do this.
    """
    found = next(iter(_initiatives_at(slug, user.pk or NOBODY)), None)
    if found is not None:
        know_role(user, found, found.role_of_reader)  # type: ignore[attr-defined] # annotated
    return seen_by(user, found, see="initiatives.view_initiative", do=do, why=why)


@written_once
def _initiatives_at(slug: str, reader: int) -> QuerySet[Initiative]:
    """Asked by every page of a group: the initiative, with the role in it of who reads."""
    found = Initiative.objects.select_related("municipality").filter(slug=slug)
    return found.annotate(role_of_reader=role_of(reader, OuterRef("pk")))


def visible_public_page(user: Person, slug: str) -> Initiative:
    """The initiative for who may see what it tells the public. Raises Http404."""
    return told_publicly(user, Initiative.objects.select_related("municipality").filter(slug=slug).first())


def told_publicly(user: Person, found: Initiative | None) -> Initiative:
    """The same for what was found already, or was not."""
    return seen_by(user, found, see="initiatives.view_public_page")


def group_with_households(user: Person, slug: str, *, do: str | None = None) -> Initiative:
    """The initiative for its members alone; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who sees the group's other pages, and for members who may not do
    this.
    """
    return _for_members(user, slug, "initiatives.view_households", FOR_MEMBERS, do)


def visible_household(user: Person, slug: str, key: UUID, *, do: str | None = None) -> Household:
    """A household of this group, for its members; with `do` (of the household) for who may do that.

    Raises Http404, or PermissionDenied.
    """
    initiative = group_with_households(user, slug)
    household = get_object_or_404(initiative.households.select_related("user"), key=key)
    household.initiative = initiative
    if do is not None and not user.has_perm(do, household):
        raise PermissionDenied(str(FOR_EDITORS))
    return household


def group_with_meetings(user: Person, slug: str, *, do: str | None = None) -> Initiative:
    """The initiative for its members alone; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who sees the group's other pages, and for members who may not do
    this.
    """
    return _for_members(user, slug, "initiatives.view_meetings", SEES_MEETINGS, do)


def visible_meeting(user: Person, slug: str, key: UUID, *, do: str | None = None) -> Meeting:
    """A meeting of this group, for its members; with `do` (of the group) for who may do that."""
    initiative = group_with_meetings(user, slug, do=do)
    meeting = get_object_or_404(initiative.meetings.select_related("minutes_by"), key=key)
    meeting.initiative = initiative
    return meeting


def visible_decision(user: Person, slug: str, key: UUID, *, do: str | None = None) -> GroupDecision:
    """A decision of this group, for its members; with `do` (of the group) for who may do that."""
    initiative = group_with_meetings(user, slug, do=do)
    decision = get_object_or_404(initiative.decisions.select_related("meeting", "recorded_by"), key=key)
    decision.initiative = initiative
    return decision


def group_with_comments(user: Person, slug: str) -> Initiative:
    """The initiative for its members alone, who all write beside what they read."""
    return _for_members(user, slug, "initiatives.view_comments", SEES_COMMENTS, "initiatives.write_comments")


def visible_comment(user: Person, slug: str, key: UUID, *, do: str) -> Comment:
    """A comment of this group, for who may do that with it.

    Raises Http404, or PermissionDenied.
    """
    initiative = group_with_comments(user, slug)
    found = initiative.comments.select_related("task", "milestone", "decision", "author")
    comment = get_object_or_404(found, key=key)
    comment.initiative = initiative
    if not user.has_perm(do, comment):
        raise PermissionDenied(str(OWN_COMMENTS))
    return comment


def _for_members(user: Person, slug: str, see: str, why: str | Promise, do: str | None) -> Initiative:
    initiative = visible_initiative(user, slug, do=see, why=why)
    if do is not None and not user.has_perm(do, initiative):
        raise PermissionDenied(str(FOR_EDITORS))
    return initiative
