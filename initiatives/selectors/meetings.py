"""What a group has ahead to talk about, what it discussed, and what it decided."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from coophub.accounts.models import User
from coophub.web import clock
from initiatives.models import GroupDecision, Initiative, Meeting, Task

MOST_AHEAD = 50


def meetings_ahead(initiative: Initiative) -> list[Meeting]:
    """What is planned from now on, the first one first."""
    found = initiative.meetings.filter(cancelled_at=None, starts_at__gt=clock.now())
    return list(found.order_by("starts_at", "pk")[:MOST_AHEAD])


def meetings_behind(initiative: Initiative) -> QuerySet[Meeting]:
    """What took place or was called off, the newest first, with how much came of it."""
    found = initiative.meetings.filter(Q(starts_at__lte=clock.now()) | Q(cancelled_at__isnull=False))
    counted = {"tasks_made": Count("tasks", distinct=True), "decisions_made": Count("decisions", distinct=True)}
    return found.annotate(**counted).order_by("-starts_at", "-pk")


def decisions_of(initiative: Initiative) -> QuerySet[GroupDecision]:
    """The log, the newest first."""
    return initiative.decisions.select_related("meeting")


def could_be_present(meeting: Meeting) -> QuerySet[User]:
    """The members of today, and who was written down as present and left since."""
    members = meeting.initiative.memberships.filter(left_at=None).values("user")
    return User.objects.filter(Q(pk__in=members) | Q(pk__in=meeting.present.values("pk"))).order_by("name", "email")


@dataclass(frozen=True)
class MeetingRecord:
    """What stands of a meeting, and what came of it."""

    present: list[User]
    tasks: list[Task]
    decisions: list[GroupDecision]

    @property
    def keys(self) -> set[object]:
        """By what the tasks and decisions are known that lines of the minutes became."""
        return {task.submission_key for task in self.tasks} | {decision.key for decision in self.decisions}


def record_of(meeting: Meeting) -> MeetingRecord:
    """Three queries."""
    return MeetingRecord(
        present=list(meeting.present.order_by("name", "email")),
        tasks=list(meeting.tasks.select_related("owner")),
        decisions=list(meeting.decisions.order_by("number")),
    )
