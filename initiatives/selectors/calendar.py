"""What a group has ahead and behind it, as entries of a calendar."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.calendars import CalendarEntry
from initiatives.models import GroupCalendar, Initiative

DAYS_BEHIND = 365
"""A calendar gets what was in the past year and what is ahead."""


def calendar_of_member(initiative: Initiative, user: User) -> GroupCalendar | None:
    return GroupCalendar.objects.filter(
        membership__initiative=initiative, membership__user=user, membership__left_at=None
    ).first()


def calendar_of_token(token: str) -> GroupCalendar | None:
    """The calendar at a secret address; None for an address that we never gave, that was replaced, or whose reader
    belongs to the group no more.
    """
    key = GroupCalendar.key_of(token)
    found = GroupCalendar.objects.select_related("membership__user", "membership__initiative")
    return found.filter(key=key, membership__left_at=None, membership__user__is_active=True).first() if key else None


def entries_of(initiative: Initiative) -> list[CalendarEntry]:
    """Meetings, open tasks and steps with a day. Three queries."""
    return [*_meetings(initiative), *_tasks(initiative), *_milestones(initiative)]


def first_day() -> dt.date:
    return clock.today() - dt.timedelta(days=DAYS_BEHIND)


def _meetings(initiative: Initiative) -> list[CalendarEntry]:
    return [
        CalendarEntry(
            uid=f"meeting-{meeting.key}",
            begins=meeting.starts_at,
            title=f"{initiative.name}: {meeting.title}",
            path=reverse("initiatives:meeting", args=[initiative.slug, meeting.key]),
            changed_at=meeting.changed_at,
            place=meeting.place,
            times_changed=meeting.times_moved,
            is_cancelled=meeting.cancelled_at is not None,
        )
        for meeting in initiative.meetings.filter(starts_at__date__gte=first_day())
    ]


def _tasks(initiative: Initiative) -> list[CalendarEntry]:
    address = reverse("initiatives:tasks", args=[initiative.slug])
    found = initiative.tasks.filter(done_at=None, due_on__gte=first_day()).select_related("owner")
    return [
        CalendarEntry(
            uid=f"task-{task.submission_key}",
            begins=task.due_on,
            title=f"{initiative.name}: {task.title}",
            path=address,
            changed_at=clock.now(),
            text=str(task.owner) if task.owner else _("nobody yet"),
        )
        for task in found
        if task.due_on
    ]


def _milestones(initiative: Initiative) -> list[CalendarEntry]:
    address = reverse("initiatives:roadmap", args=[initiative.slug])
    return [
        CalendarEntry(
            uid=f"milestone-{milestone.pk}",
            begins=milestone.planned_on,
            title=f"{initiative.name}: {milestone.label}",
            path=address,
            changed_at=clock.now(),
            text=milestone.help_text,
        )
        for milestone in initiative.milestones.filter(done_on=None, planned_on__gte=first_day())
        if milestone.planned_on
    ]
