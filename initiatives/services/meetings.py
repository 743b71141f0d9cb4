"""Meetings: planned, moved, called off, and what was said there with the lines that became tasks and decisions.

The trail says which meeting by its key, never what stands in the minutes: they are for the group alone.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from uuid import UUID, uuid5

from django.db import transaction
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.clashes import NOTHING_SHOWN, ClashError, ShownValues
from coophub.web.formats import day
from coophub.web.refusals import refuse
from initiatives.may import (
    why_not_cancel_meeting,
    why_not_change_meetings,
    why_not_move_meeting,
    why_not_write_minutes,
)
from initiatives.models import GroupDecision, Initiative, Meeting, Task
from initiatives.selectors.people import active_members
from initiatives.services.decisions import DecisionInput, record_decision
from initiatives.services.tasks import ActionInput, add_task

CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else changed these minutes while you were writing. What stands there now is shown above; put together "
    "what belongs, and save."
)


@dataclass(frozen=True)
class MeetingPlan:
    """When and where a group meets, and what about."""

    title: str
    starts_at: dt.datetime
    place: str = ""
    agenda: str = ""


@transaction.atomic
def plan_meeting(*, initiative: Initiative, plan: MeetingPlan, key: UUID, user: User) -> Meeting:
    """Puts a meeting in the group's calendar and tells the members. `key` names the form: sent twice it is one.

    One that took place already can be written down too, and nobody is told of that.
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    made_before = initiative.meetings.filter(key=key).first()
    if made_before is not None:
        return made_before
    refuse(why_not_change_meetings(initiative, user))
    meeting = Meeting.objects.create(initiative=initiative, key=key, **asdict(plan))
    record(actor=user, action="initiatives.plan_meeting", target=initiative, after=_traced(meeting))
    if not meeting.is_over:
        _tell_planned(meeting, user)
    return meeting


@transaction.atomic
def move_meeting(*, meeting: Meeting, plan: MeetingPlan, user: User, shown: ShownValues = NOTHING_SHOWN) -> Meeting:
    """Gives a meeting another moment, place or agenda. The members are told when moment or place changed, as long as it
    is still to come.

    Raises ValuesClashError for what others changed after it was `shown`, DomainError for one that was cancelled.
    """
    meeting = _locked(meeting)
    refuse(why_not_move_meeting(meeting, user))
    after = shown.merge(asdict(plan), onto=meeting)
    changed = [name for name, value in after.items() if getattr(meeting, name) != value]
    if not changed:
        return meeting
    before = _traced(meeting)
    for name in changed:
        setattr(meeting, name, after[name])
    meeting.times_moved += 1
    meeting.changed_at = clock.now()
    meeting.save(update_fields=[*changed, "times_moved", "changed_at"])
    record(
        actor=user,
        action="initiatives.move_meeting",
        target=meeting.initiative,
        before=before,
        after={**_traced(meeting), "fields": sorted(changed)},
    )
    if {"starts_at", "place"} & set(changed) and not meeting.is_over:
        notify(
            recipients=_others(meeting, user),
            kind="initiatives_meeting_moved",
            context=_context(meeting),
            url=meeting_url(meeting),
        )
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, user: User) -> Meeting:
    """Calls a meeting off and tells the members. Doing so twice changes nothing.

    Raises DomainError for one with minutes.
    """
    meeting = _locked(meeting)
    if meeting.cancelled_at:
        return meeting
    refuse(why_not_cancel_meeting(meeting, user))
    meeting.cancelled_at = meeting.changed_at = clock.now()
    meeting.times_moved += 1
    meeting.save(update_fields=["cancelled_at", "changed_at", "times_moved"])
    record(actor=user, action="initiatives.cancel_meeting", target=meeting.initiative, after=_traced(meeting))
    if not meeting.is_over:
        notify(
            recipients=_others(meeting, user),
            kind="initiatives_meeting_cancelled",
            context=_context(meeting),
            url=meeting_url(meeting),
        )
    return meeting


@transaction.atomic
def write_minutes(
    *, meeting: Meeting, minutes: str, present: Iterable[User], others_present: str, revision: int, user: User
) -> Meeting:
    """Keeps who was there and what was said.

    Raises ClashError when somebody else changed the minutes after `revision`, and DomainError before the meeting began
    and for one that was cancelled.
    """
    meeting = _locked(meeting)
    refuse(why_not_write_minutes(meeting, user))
    there = sorted({person.pk for person in present})
    stood = sorted(meeting.present.values_list("pk", flat=True))
    if (meeting.minutes, meeting.others_present, stood) == (minutes, others_present, there):
        return meeting
    if revision != meeting.minutes_revision:
        raise ClashError(CHANGED_MEANWHILE, revision=meeting.minutes_revision)
    meeting.minutes, meeting.others_present = minutes, others_present
    meeting.minutes_by = user
    meeting.minutes_revision += 1
    meeting.save(update_fields=["minutes", "others_present", "minutes_by", "minutes_revision"])
    meeting.present.set(there)
    record(
        actor=user,
        action="initiatives.write_minutes",
        target=meeting.initiative,
        after={**_traced(meeting), "revision": meeting.minutes_revision},
    )
    return meeting


@transaction.atomic
def make_task_of_line(*, meeting: Meeting, action: ActionInput, owner: User | None, line: str, user: User) -> Task:
    """Gives the group what a line of the minutes says. Tapped twice it is one task."""
    refuse(why_not_write_minutes(meeting, user))
    return add_task(
        initiative=meeting.initiative,
        title=action.title,
        due_on=action.due_on,
        owner=owner,
        origin=in_words(meeting)[:150],
        meeting=meeting,
        key=key_of_line(meeting, "task", line),
        user=user,
    )


@transaction.atomic
def make_decision_of_line(*, meeting: Meeting, title: str, line: str, user: User) -> GroupDecision:
    """Puts what a line of the minutes says into the log, as decided by consent that day. Tapped twice it is once."""
    refuse(why_not_write_minutes(meeting, user))
    return record_decision(
        initiative=meeting.initiative,
        decision=DecisionInput(title=capfirst(title), decided_on=clock.day_of(meeting.starts_at)),
        meeting=meeting,
        key=key_of_line(meeting, "decision", line),
        user=user,
    )


def key_of_line(meeting: Meeting, kind: str, line: str) -> UUID:
    """What a task or a decision that came of a line is known by, so that the page knows which lines became one."""
    return uuid5(meeting.key, f"{kind}:{line}")


def in_words(meeting: Meeting) -> str:
    """Which meeting it is, such as "Members' evening, 3 March 2026"."""
    return f"{meeting.title}, {day(clock.day_of(meeting.starts_at))}"


def meeting_url(meeting: Meeting) -> str:
    return reverse("initiatives:meeting", args=[meeting.initiative.slug, meeting.key])


def _tell_planned(meeting: Meeting, user: User) -> None:
    notify(
        recipients=_others(meeting, user),
        kind="initiatives_meeting_planned",
        context=_context(meeting),
        url=meeting_url(meeting),
    )


def _others(meeting: Meeting, user: User) -> list[User]:
    """Who is told: the members, but who did it themselves."""
    return [member for member in active_members(meeting.initiative) if member != user]


def _context(meeting: Meeting) -> dict[str, object]:
    return {"initiative": meeting.initiative.name, "starts_at": meeting.starts_at}


def _locked(meeting: Meeting) -> Meeting:
    found = Meeting.objects.select_for_update(of=("self",)).select_related("initiative")
    return found.get(pk=meeting.pk)


def _traced(meeting: Meeting) -> dict[str, object]:
    return {"meeting": str(meeting.key), "starts_at": meeting.starts_at}
