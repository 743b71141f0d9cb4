"""What advisor and group did together, in a fixed number of queries."""

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Case, F, Max, Q, QuerySet, When
from django.urls import reverse
from django.utils.functional import Promise

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.written_once import written_once
from initiatives.models import Initiative, Task
from pilots.models import AgreedAction, Assignment, Bottleneck, CoachingSession, Pilot, PlannedSession
from pilots.selectors.coached import coached_by

LEAD_FIRST = Case(When(role=Assignment.Role.LEAD, then=0), default=1)


@dataclass(frozen=True)
class StoryEvent:
    """One thing that happened in a pilot, for the story in order of time."""

    on: dt.date
    kind: str
    title: str | Promise
    text: str = ""
    session: CoachingSession | None = None


@dataclass(frozen=True)
class AgreedActions:
    """What a group and its advisor agreed on."""

    open: list[Task]
    done: list[Task]


@dataclass(frozen=True)
class CoachingSummary:
    """How the coaching of a group stands, for its overview."""

    advisor_name: str
    last_session_on: dt.date | None
    open_actions: int
    url: str


@dataclass(frozen=True)
class SessionKey:
    """By which a session is found again among the others of its pilot, the first one first."""

    day: dt.date
    number: int

    PATTERN: ClassVar[str] = r"^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])-[0-9]{20}$"

    def __str__(self) -> str:
        return f"{self.day.isoformat()}-{self.number:020}"

    @classmethod
    def of(cls, session: CoachingSession) -> "SessionKey":
        return cls(session.held_on, session.pk)

    @classmethod
    def read(cls, text: str) -> "SessionKey":
        """What has the form of `PATTERN`. A day that no calendar has, such as the 31st of February, is the last of its
        month.
        """
        year, month, day, number = map(int, text.split("-"))
        return cls(dt.date(year, month, min(day, monthrange(year, month)[1])), number)


def sessions_of(pilot: Pilot) -> QuerySet[CoachingSession]:
    return pilot.sessions.select_related("advisor").prefetch_related("actions__task", "bottlenecks")


def agreed_in(sessions: Sequence[CoachingSession]) -> dict[int, list[str]]:
    """What was agreed in sessions, in words, by the number of the session. One query, none for no sessions."""
    found: dict[int, list[str]] = {session.pk: [] for session in sessions}
    for number, title in _agreed_in(list(found)) if found else ():
        found[number].append(title)
    return found


@written_once
def _agreed_in(sessions: list[int]) -> QuerySet[AgreedAction, tuple[int, str]]:
    found = AgreedAction.objects.filter(session__one_of=sessions).order_by("pk")
    return found.values_list("session_id", "task__title")


def sessions_behind(pilot: int, after: SessionKey | None) -> QuerySet[CoachingSession]:
    """The first one first, from the one behind `after` on; without what was agreed."""
    found = CoachingSession.objects.filter(pilot=pilot).select_related("advisor").order_by("held_on", "pk")
    if after is None:
        return found
    return found.filter(Q(held_on__gt=after.day) | Q(held_on=after.day, pk__gt=after.number))


def advisors_of(pilot: Pilot) -> QuerySet[Assignment]:
    """Who coaches a pilot now, who leads it first."""
    return pilot.assignments.filter(ended_on=None).select_related("advisor").order_by(LEAD_FIRST, "started_on")


def handover_of(pilot: Pilot) -> Assignment | None:
    """The last note that somebody left for who takes over."""
    left = pilot.assignments.exclude(handover_note="").exclude(ended_on=None).select_related("advisor")
    return left.order_by("-ended_on", "-pk").first()


def usual_session(pilot: Pilot, planned: PlannedSession | None) -> dict[str, Any]:
    """What a form for a session begins with: as it was planned, or else of the kind that the last one was."""
    if planned is not None:
        return {"held_on": clock.day_of(planned.starts_at), "kind": planned.kind}
    last = pilot.sessions.first()
    return {"kind": last.kind} if last else {}


def story_of(pilot: Pilot) -> list[StoryEvent]:
    """Everything that happened since the pilot started, the newest first: sessions, bottlenecks, contacts and
    phases.
    """
    events = [
        StoryEvent(session.held_on, "session", session.get_kind_display(), session.summary, session)
        for session in sessions_of(pilot)
    ]
    for bottleneck in pilot.bottlenecks.all():
        events.append(StoryEvent(bottleneck.opened_on, "bottleneck", bottleneck.title, bottleneck.description))
        if bottleneck.resolved_on:
            events.append(StoryEvent(bottleneck.resolved_on, "resolved", bottleneck.title, bottleneck.resolution))
    for contact in pilot.contacts.all():
        events.append(StoryEvent(contact.on, "contact", contact.name, contact.outcome))
    for change in pilot.initiative.phase_changes.filter(on__gte=pilot.started_on):
        events.append(StoryEvent(change.on, "phase", change.get_phase_display()))
    return sorted(events, key=lambda event: event.on, reverse=True)


def agreed_actions(pilot: Pilot) -> AgreedActions:
    """The actions agreed in this pilot's sessions and messages: the open ones by the day they are due, the done ones
    last done first.
    """
    came_from = Q(agreed_in__session__pilot=pilot) | Q(agreed_in__message__pilot=pilot)
    tasks = Task.objects.filter(came_from, initiative=pilot.initiative_id).select_related("owner")
    return AgreedActions(
        open=list(tasks.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")),
        done=list(tasks.exclude(done_at=None).order_by("-done_at")),
    )


def coaching_of(initiative: Initiative) -> list[Pilot]:
    """The pilots of one initiative, the present one first."""
    return list(
        Pilot.objects.filter(initiative=initiative)
        .select_related("programme", "initiative")
        .prefetch_related("assignments__advisor")
        .order_by("-started_on")
    )


def open_bottlenecks_of(initiative: Initiative) -> list[Bottleneck]:
    """What holds a group up now, the most serious first."""
    found = Bottleneck.objects.filter(pilot__initiative=initiative, resolved_on=None)
    return list(found.select_related("pilot__initiative"))


def coaching_summary(initiative: Initiative) -> CoachingSummary | None:
    """How the present coaching stands; None for a group that has no advisor now."""
    assignment = (
        Assignment.objects.filter(pilot__initiative=initiative, ended_on=None, pilot__ended_on=None)
        .select_related("advisor")
        .order_by(LEAD_FIRST, "started_on")
        .first()
    )
    if assignment is None:
        return None
    last = CoachingSession.objects.filter(pilot__initiative=initiative).aggregate(last=Max("held_on"))["last"]
    return CoachingSummary(
        advisor_name=str(assignment.advisor),
        last_session_on=last,
        open_actions=AgreedAction.objects.filter(task__initiative=initiative, task__done_at=None).count(),
        url=reverse("pilots:coaching", args=[initiative.slug]),
    )


def coached_now(advisor: User | int) -> QuerySet[Pilot]:
    """The pilots that somebody coaches and that go on, by name."""
    return pilots_that_go_on().filter(coached_by(advisor))


def pilots_that_go_on() -> QuerySet[Pilot]:
    return Pilot.objects.filter(ended_on=None).select_related("initiative").order_by("initiative__name", "pk")
