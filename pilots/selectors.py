"""What coaching pages show, each in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypedDict

from django.db.models import Count, DecimalField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import Promise

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from initiatives.models import Initiative, PhaseChange, Task
from pilots.models import AgreedAction, Assignment, Bottleneck, CoachingSession, Pilot, Programme

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

SILENCE_DAYS = 42
"""After six weeks without contact a pilot is shown as silent."""


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


def _open_tasks_agreed() -> QuerySet[AgreedAction]:
    return AgreedAction.objects.filter(task__done_at=None)


class HealthLine(TypedDict):
    """The figures by which one sees how a pilot goes."""

    last_contact: dt.date | None
    hours_used: Decimal
    open_actions: int
    open_bottlenecks: int
    phase_since: dt.date | None


if TYPE_CHECKING:
    PilotWithHealth = WithAnnotations[Pilot, HealthLine]
else:
    PilotWithHealth = Pilot


def pilots_with_health() -> QuerySet[PilotWithHealth]:
    """Pilots with the figures of their health line. One query for any number of pilots."""
    hours = CoachingSession.objects.filter(pilot=OuterRef("pk")).order_by().values("pilot")
    # From the few tasks of the group that are open, not from all that was ever agreed.
    actions = (
        Task.objects.filter(initiative=OuterRef("initiative"), done_at=None, agreed_in__session__pilot=OuterRef("pk"))
        .order_by()
        .values("initiative")
    )
    bottlenecks = Bottleneck.objects.filter(pilot=OuterRef("pk"), resolved_on=None).order_by().values("pilot")
    phases = PhaseChange.objects.filter(initiative=OuterRef("initiative")).order_by().values("initiative")
    return Pilot.objects.select_related("initiative__municipality", "programme").annotate(
        last_contact=_last_contact(),
        hours_used=Coalesce(
            Subquery(hours.annotate(sum=Sum("hours")).values("sum")),
            Value(Decimal(0)),
            output_field=DecimalField(max_digits=8, decimal_places=1),
        ),
        open_actions=Coalesce(Subquery(actions.annotate(n=Count("pk")).values("n")), 0),
        open_bottlenecks=Coalesce(Subquery(bottlenecks.annotate(n=Count("pk")).values("n")), 0),
        phase_since=Subquery(phases.annotate(last=Max("on")).values("last")),
    )


def _last_contact() -> Subquery:
    return Subquery(CoachingSession.objects.filter(pilot=OuterRef("pk")).order_by("-held_on").values("held_on")[:1])


def with_health(pilots: Iterable[Pilot]) -> list[PilotWithHealth]:
    """These pilots, in their order, with the figures of their health line and who coaches them. Three queries: for a
    page of a list, so that nothing is counted for the pilots on other pages.
    """
    keys = [pilot.pk for pilot in pilots]
    found = pilots_with_health().prefetch_related("assignments__advisor").in_bulk(keys)
    return [found[key] for key in keys]


def case_load(advisor: User) -> QuerySet[Pilot]:
    """The pilots this advisor coaches now, the longest silent first."""
    mine = Assignment.objects.filter(pilot=OuterRef("pk"), advisor=advisor, ended_on=None)
    return Pilot.objects.filter(Exists(mine)).order_by(_last_contact().asc(nulls_first=True), "initiative__name", "pk")


def is_silent(last_contact: dt.date | None) -> bool:
    """Whether the last contact is so long ago that the advisor should call."""
    return last_contact is None or (clock.today() - last_contact).days > SILENCE_DAYS


def sessions_of(pilot: Pilot) -> QuerySet[CoachingSession]:
    return pilot.sessions.select_related("advisor").prefetch_related("actions__task", "bottlenecks")


def story_of(pilot: Pilot) -> list[StoryEvent]:
    """Everything that happened since the pilot started, the newest first: sessions, bottlenecks and phases."""
    events = [
        StoryEvent(session.held_on, "session", session.get_kind_display(), session.summary, session)
        for session in sessions_of(pilot)
    ]
    for bottleneck in pilot.bottlenecks.all():
        events.append(
            StoryEvent(bottleneck.opened_on, "bottleneck", bottleneck.get_category_display(), bottleneck.description)
        )
        if bottleneck.resolved_on:
            events.append(
                StoryEvent(bottleneck.resolved_on, "resolved", bottleneck.get_category_display(), bottleneck.resolution)
            )
    for change in pilot.initiative.phase_changes.filter(on__gte=pilot.started_on):
        events.append(StoryEvent(change.on, "phase", change.get_phase_display()))
    return sorted(events, key=lambda event: event.on, reverse=True)


def agreed_actions(pilot: Pilot) -> AgreedActions:
    """The actions agreed in this pilot's sessions: the open ones by the day they are due, the done ones last done
    first.
    """
    tasks = Task.objects.filter(agreed_in__session__pilot=pilot).select_related("owner")
    return AgreedActions(
        open=list(tasks.filter(done_at=None).order_by(F("due_on").asc(nulls_last=True), "pk")),
        done=list(tasks.exclude(done_at=None).order_by("-done_at")),
    )


def open_bottlenecks(advisor: User) -> QuerySet[Bottleneck]:
    """What holds up the pilots of this advisor, the most serious first."""
    mine = Assignment.objects.filter(pilot=OuterRef("pilot"), advisor=advisor, ended_on=None)
    return (
        Bottleneck.objects.filter(Exists(mine), resolved_on=None)
        .select_related("pilot__initiative")
        .order_by("-severity", "opened_on")
    )


def coaching_of(initiative: Initiative) -> list[Pilot]:
    """The pilots of one initiative, the present one first."""
    return list(
        Pilot.objects.filter(initiative=initiative)
        .select_related("programme", "initiative")
        .prefetch_related("assignments__advisor")
        .order_by("-started_on")
    )


def coaching_summary(initiative: Initiative) -> CoachingSummary | None:
    """How the present coaching stands; None for a group that has no advisor now."""
    assignment = (
        Assignment.objects.filter(pilot__initiative=initiative, ended_on=None, pilot__ended_on=None)
        .select_related("advisor")
        .first()
    )
    if assignment is None:
        return None
    last = CoachingSession.objects.filter(pilot__initiative=initiative).aggregate(last=Max("held_on"))["last"]
    return CoachingSummary(
        advisor_name=str(assignment.advisor),
        last_session_on=last,
        open_actions=_open_tasks_agreed().filter(session__pilot__initiative=initiative).count(),
        url=reverse("pilots:coaching", args=[initiative.slug]),
    )


def groups_that_ask() -> QuerySet[Initiative]:
    """The groups that asked for an advisor and have none, who asked first on top. Each with `asked_at`, and with
    `pilot_id` when it takes part in a programme.
    """
    coached = Assignment.objects.filter(pilot__initiative=OuterRef("pk"), pilot__ended_on=None, ended_on=None)
    going_on = Pilot.objects.filter(initiative=OuterRef("pk"), ended_on=None).order_by("-started_on")
    return (
        Initiative.objects.filter(~Exists(coached), ended_on=None, coach_requests__isnull=False)
        .select_related("municipality")
        .annotate(asked_at=Max("coach_requests__asked_at"), pilot_id=Subquery(going_on.values("pk")[:1]))
        .order_by("asked_at", "pk")
    )


def programme_to_join() -> Programme | None:
    """The newest programme that goes on: initiatives are taken in there."""
    goes_on = Q(ends_on=None) | Q(ends_on__gte=clock.today())
    return Programme.objects.filter(goes_on, starts_on__lte=clock.today()).first()


def programmes() -> QuerySet[Programme]:
    """All programmes with `pilot_count`, `coached_count` (still going) and `realised_count`."""
    return Programme.objects.annotate(
        pilot_count=Count("pilots"),
        coached_count=Count("pilots", filter=Q(pilots__ended_on=None)),
        realised_count=Count("pilots", filter=Q(pilots__outcome=Pilot.Outcome.REALISED)),
    )


def pilots_in(programme: Programme) -> QuerySet[Pilot]:
    return Pilot.objects.filter(programme=programme).order_by("initiative__name", "pk")


def advisors() -> QuerySet[User]:
    """Everybody who can be given a pilot."""
    return people_with_role(Role.ADVISOR)


def initiatives_named(name: str, *, outside: Programme) -> QuerySet[Initiative]:
    """The initiatives with this name or address that can still be taken into a programme."""
    by_address = Initiative.objects.filter(slug=name.lower())
    found = by_address if by_address.exists() else Initiative.objects.filter(name__iexact=name)
    return found.exclude(pilots__programme=outside)
