"""How pilots go: the figures, what in them needs attention and how much it weighs. Here alone."""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypedDict

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import CharField, Count, DecimalField, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Cast, Coalesce
from django.template.defaultfilters import floatformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from coophub.accounts.models import User
from coophub.documents.models import DocumentVersion
from coophub.web import clock
from coophub.web.formats import day, moment
from financing.plans.models import Plan
from financing.subsidies.models import Application, RemedyRequest, State
from financing.subsidies.selectors.deadlines import ShownDeadline, first_duties
from initiatives.models import Initiative, Milestone, PhaseChange, Task
from pilots.models import Bottleneck, ChangedPilot, CoachingGoal, CoachingSession, Pilot, PilotFacts, PlannedSession
from pilots.selectors.coached import coached_by
from pilots.selectors.thread import unread_of

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


SILENCE_DAYS = 42
"""After six weeks without contact, or without anything that the group did itself, somebody should call."""
SESSION_DAYS = 7
"""A session is near a week before it."""
DEADLINE_DAYS = 21
"""A day in an application is near three weeks before it."""
AGEING_DAYS = 90
"""A bottleneck that is open for three months does not go by itself."""
FULL_SHARE = Decimal("0.9")
"""Of the hours: what is left then has to be divided."""


class SignKind(models.TextChoices):
    """What can need attention in a pilot."""

    PLAN = "plan", gettext_lazy("The plan closed before, and does not any more")
    APPLICATION = "application", gettext_lazy("A day of an application is near")
    AWARD = "award", gettext_lazy("A day of a subsidy that was awarded is near")
    CONTACT = "contact", gettext_lazy("No contact for six weeks")
    SILENT = "silent", gettext_lazy("The group itself did nothing for six weeks")
    SESSION = "session", gettext_lazy("A session is near, or has to be recorded")
    ACTION = "action", gettext_lazy("An action is over its day")
    BOTTLENECK = "bottleneck", gettext_lazy("A bottleneck is open for three months")
    GOAL = "goal", gettext_lazy("A goal is to be looked at")
    HOURS = "hours", gettext_lazy("The hours are nearly used")


WEIGHTS: dict[SignKind, int] = {
    SignKind.PLAN: 5,
    SignKind.APPLICATION: 5,
    SignKind.AWARD: 5,
    SignKind.CONTACT: 4,
    SignKind.SILENT: 3,
    SignKind.SESSION: 2,
    SignKind.ACTION: 2,
    SignKind.BOTTLENECK: 2,
    SignKind.GOAL: 1,
    SignKind.HOURS: 1,
}
"""What stands first in the list of pilots is what weighs most altogether. In the order in which signs are read."""


class SignFigures(TypedDict):
    """What signs follow from."""

    last_contact: dt.date | None
    session_at: dt.datetime | None
    hours_used: Decimal
    late_since: dt.date | None
    held_up_since: dt.date | None
    goal_to_check_on: dt.date | None
    plan_closed_until: dt.datetime | None
    apply_before: dt.datetime | None
    complete_by: dt.date | None
    task_done_at: dt.datetime | None
    step_done_on: dt.date | None
    plan_changed_at: dt.datetime | None
    document_added_at: dt.datetime | None


class HealthLine(SignFigures):
    """The figures by which one sees how a pilot goes."""

    open_actions: int
    open_bottlenecks: int
    phase_since: dt.date | None


if TYPE_CHECKING:
    PilotWithFigures = WithAnnotations[Pilot, SignFigures]
    PilotWithHealth = WithAnnotations[Pilot, HealthLine]
else:
    PilotWithFigures = PilotWithHealth = Pilot


@dataclass(frozen=True)
class Sign:
    """Something that needs attention, and what to do about it. Most are only weighed: `sentence` is made when read."""

    kind: SignKind
    say: Callable[[], str]
    advice: str | Promise

    @property
    def sentence(self) -> str:
        """What is the matter, with its day or number."""
        return self.say()


@dataclass(frozen=True)
class PilotLine:
    """A pilot in a list, with what needs attention and how many messages its reader did not read."""

    pilot: PilotWithHealth
    signs: list[Sign]
    unread: int = 0


@dataclass(frozen=True)
class CaseLoadFilter:
    """What narrows a case load; what is empty narrows nothing."""

    sign: str = ""
    phase: str = ""
    programme: str = ""


# --- Figures --------------------------------------------------------------------------------------


def pilots_with_health() -> QuerySet[PilotWithHealth]:
    """Pilots with the figures of their health line. One query for any number of pilots."""
    bottlenecks = _open_bottlenecks()
    phases = PhaseChange.objects.filter(initiative=OuterRef("initiative")).order_by().values("initiative")
    return _with_figures(Pilot.objects.select_related("initiative__municipality", "programme")).annotate(
        open_actions=Coalesce(Subquery(_open_actions().annotate(n=Count("pk")).values("n")), 0),
        open_bottlenecks=Coalesce(Subquery(bottlenecks.annotate(n=Count("pk")).values("n")), 0),
        phase_since=Subquery(phases.annotate(last=Max("on")).values("last")),
    )


def _with_figures(pilots: QuerySet[Pilot]) -> QuerySet[PilotWithFigures]:
    """Each figure from the few rows of its own pilot, by an index."""
    sessions = CoachingSession.objects.filter(pilot=OuterRef("pk")).order_by()
    # Kept as long as nothing of the pilot changed: else they are summed.
    kept = PilotFacts.objects.filter(pilot=OuterRef("pk")).exclude(pilot__in=ChangedPilot.objects.values("pilot"))
    planned = PlannedSession.objects.filter(pilot=OuterRef("pk"), cancelled_at=None, held_as=None)
    goals = CoachingGoal.objects.filter(pilot=OuterRef("pk"), state=CoachingGoal.State.AT_WORK).order_by("check_on")
    of_group = {"initiative": OuterRef("initiative")}
    tasks = Task.objects.filter(**of_group, done_at__isnull=False).order_by().values("initiative")
    steps = Milestone.objects.filter(**of_group).order_by().values("initiative")
    plans = Plan.objects.filter(**of_group, removed_at=None).order_by("-updated_at")
    drafts = Application.objects.filter(
        **of_group, state=State.DRAFT, scheme_version__closes_at__gte=clock.now()
    ).order_by("scheme_version__closes_at")
    to_complete = RemedyRequest.objects.filter(
        application__initiative=OuterRef("initiative"), application__state=State.REMEDY_REQUESTED, completed_at=None
    ).order_by("last_day")
    return pilots.annotate(
        last_contact=Subquery(sessions.order_by("-held_on").values("held_on")[:1]),
        session_at=Subquery(planned.order_by("starts_at").values("starts_at")[:1]),
        hours_used=Coalesce(
            Subquery(kept.values("hours")),
            Subquery(sessions.values("pilot").annotate(sum=Sum("hours")).values("sum")),
            Value(Decimal(0)),
            output_field=DecimalField(max_digits=8, decimal_places=1),
        ),
        late_since=Subquery(
            _open_actions().filter(due_on__lt=clock.today()).annotate(first=Min("due_on")).values("first")
        ),
        held_up_since=Subquery(_open_bottlenecks().annotate(first=Min("opened_on")).values("first")),
        goal_to_check_on=Subquery(goals.values("check_on")[:1]),
        plan_closed_until=Subquery(plans.values("stopped_closing_at")[:1]),
        apply_before=Subquery(drafts.values("scheme_version__closes_at")[:1]),
        complete_by=Subquery(to_complete.values("last_day")[:1]),
        task_done_at=Subquery(tasks.annotate(last=Max("done_at")).values("last")),
        step_done_on=Subquery(steps.annotate(last=Max("done_on")).values("last")),
        plan_changed_at=Subquery(plans.values("updated_at")[:1]),
        document_added_at=Subquery(_documents().annotate(last=Max("uploaded_at")).values("last")),
    )


def _open_actions() -> QuerySet[Task, Any]:
    """From the few tasks of the group that are open, not from all that was ever agreed."""
    came_from = Q(agreed_in__session__pilot=OuterRef("pk")) | Q(agreed_in__message__pilot=OuterRef("pk"))
    tasks = Task.objects.filter(came_from, initiative=OuterRef("initiative"), done_at=None)
    return tasks.order_by().values("initiative")


def _open_bottlenecks() -> QuerySet[Bottleneck, Any]:
    return Bottleneck.objects.filter(pilot=OuterRef("pk"), resolved_on=None).order_by().values("pilot")


def _documents() -> QuerySet[DocumentVersion, Any]:
    """What the group added among its own documents."""
    added = DocumentVersion.objects.filter(
        document__subject_type=ContentType.objects.get_for_model(Initiative),
        document__subject_id=Cast(OuterRef("initiative"), CharField()),
    )
    return added.order_by().values("document__subject_id")


def with_health(keys: Iterable[int]) -> list[PilotWithHealth]:
    """The pilots with these keys, in this order, with the figures of their health line and who coaches them. Three
    queries: for a page of a list, so that nothing is counted for the pilots on other pages.
    """
    keys = list(keys)
    found = pilots_with_health().prefetch_related("assignments__advisor").in_bulk(keys)
    return [found[key] for key in keys]


# --- Signs ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Now:
    """When many pilots are looked at, with what is asked for all of them at once: to ask the clock for each takes
    longer than all else. `duties` has by the number of a group what it has to do first for a subsidy it was awarded.
    """

    moment: dt.datetime
    day: dt.date
    duties: Mapping[int, ShownDeadline]

    @classmethod
    def read(cls, initiatives: Collection[int]) -> "Now":
        moment = clock.now()
        return cls(moment, clock.day_of(moment), first_duties(initiatives))

    def days_since(self, on: dt.date) -> int:
        return (self.day - on).days


def signs_of(pilot: PilotWithFigures, now: Now | None = None) -> list[Sign]:
    """What needs attention in a pilot, the heaviest first; nothing for one that ended."""
    if pilot.ended_on is not None:
        return []
    now = now or Now.read([pilot.initiative_id])
    return [sign for kind in WEIGHTS if (sign := FOUND[kind](pilot, now)) is not None]


def attention(signs: Iterable[Sign]) -> int:
    """How much attention these signs ask together."""
    return sum(WEIGHTS[sign.kind] for sign in signs)


def is_silent(last_contact: dt.date | None) -> bool:
    """Whether the last contact is so long ago that the advisor should call."""
    return last_contact is None or (clock.today() - last_contact).days > SILENCE_DAYS


def _contact(pilot: PilotWithFigures, now: Now) -> Sign | None:
    last = pilot.last_contact
    is_recent = last is not None and now.days_since(last) <= SILENCE_DAYS
    if is_recent or _is_planned_soon(pilot, now):
        return None
    if last is None:
        return Sign(
            SignKind.CONTACT,
            lambda: _("No session yet, since %(day)s") % {"day": day(pilot.started_on)},
            gettext_lazy("Make an appointment for a first talk."),
        )
    weeks = now.days_since(last) // 7
    return Sign(
        SignKind.CONTACT,
        lambda: (
            ngettext("%(weeks)s week no contact, since %(day)s", "%(weeks)s weeks no contact, since %(day)s", weeks)
            % {"weeks": weeks, "day": day(last)}
        ),
        gettext_lazy("Give them a call."),
    )


def _session(pilot: PilotWithFigures, now: Now) -> Sign | None:
    starts_at = pilot.session_at
    if starts_at is None:
        return None
    if starts_at <= now.moment:
        return Sign(
            SignKind.SESSION,
            lambda: _("Session of %(day)s: not recorded") % {"day": day(starts_at)},
            gettext_lazy("Write down what you agreed, or cancel it."),
        )
    if starts_at > now.moment + dt.timedelta(days=SESSION_DAYS):
        return None
    return Sign(
        SignKind.SESSION,
        lambda: _("Session on %(moment)s") % {"moment": moment(starts_at)},
        gettext_lazy("Read what changed since the last one."),
    )


def _is_planned_soon(pilot: PilotWithFigures, now: Now) -> bool:
    """Whether there is contact soon: then nobody has to call."""
    if pilot.session_at is None:
        return False
    return now.moment < pilot.session_at <= now.moment + dt.timedelta(days=2 * SESSION_DAYS)


def _silent(pilot: PilotWithFigures, now: Now) -> Sign | None:
    found = (pilot.task_done_at, pilot.plan_changed_at, pilot.document_added_at)
    last_moment = max((moment for moment in found if moment is not None), default=None)
    if last_moment is not None and last_moment > now.moment - dt.timedelta(days=SILENCE_DAYS):
        return None
    days = [pilot.started_on, pilot.step_done_on, clock.day_of(last_moment) if last_moment else None]
    last = max(on for on in days if on is not None)
    if now.days_since(last) <= SILENCE_DAYS:
        return None
    return Sign(
        SignKind.SILENT,
        lambda: _("The group did nothing here since %(day)s") % {"day": day(last)},
        gettext_lazy("Ask whether they are stuck, or at work elsewhere."),
    )


def _action(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.late_since is None:
        return None
    return Sign(
        SignKind.ACTION,
        lambda: _("An action is late, since %(day)s") % {"day": day(pilot.late_since)},
        gettext_lazy("Ask what is in the way, or agree on another day."),
    )


def _application(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.complete_by is not None and _is_near(pilot.complete_by, now):
        return Sign(
            SignKind.APPLICATION,
            lambda: _("Application: complete it by %(day)s") % {"day": day(pilot.complete_by)},
            gettext_lazy("Ask what is still missing: after this day it can be left out."),
        )
    if pilot.apply_before is not None and _is_near(clock.day_of(pilot.apply_before), now):
        return Sign(
            SignKind.APPLICATION,
            lambda: _("Application: submit it by %(day)s") % {"day": day(pilot.apply_before)},
            gettext_lazy("Ask who signs, and what is still missing."),
        )
    return None


def _award(pilot: PilotWithFigures, now: Now) -> Sign | None:
    duty = now.duties.get(pilot.initiative_id)
    if duty is None or not _is_near(duty.on, now):
        return None
    return Sign(
        SignKind.AWARD,
        lambda: _("Subsidy: %(duty)s %(day)s") % {"duty": duty.label[0].lower() + duty.label[1:], "day": day(duty.on)},
        gettext_lazy("Ask who writes the report, and what is still missing."),
    )


def _plan(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.plan_closed_until is None:
        return None
    return Sign(
        SignKind.PLAN,
        lambda: _("The plan closes no more, since %(day)s") % {"day": day(pilot.plan_closed_until)},
        gettext_lazy("Look together at what changed, and at what helps."),
    )


def _bottleneck(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.held_up_since is None or now.days_since(pilot.held_up_since) <= AGEING_DAYS:
        return None
    return Sign(
        SignKind.BOTTLENECK,
        lambda: _("A bottleneck is open, since %(day)s") % {"day": day(pilot.held_up_since)},
        gettext_lazy("Try another measure: look at what helped others."),
    )


def _goal(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.goal_to_check_on is None or pilot.goal_to_check_on > now.day:
        return None
    return Sign(
        SignKind.GOAL,
        lambda: _("Look at a goal, since %(day)s") % {"day": day(pilot.goal_to_check_on)},
        gettext_lazy("Write down with the group how it stands."),
    )


def _hours(pilot: PilotWithFigures, now: Now) -> Sign | None:
    if pilot.hours_used < pilot.hours_budget * FULL_SHARE:
        return None
    return Sign(
        SignKind.HOURS,
        lambda: (
            _("%(used)s of %(budget)s hours are used")
            % {"used": floatformat(pilot.hours_used), "budget": floatformat(pilot.hours_budget)}
        ),
        gettext_lazy("Agree on what the last hours are for, or ask for more."),
    )


FOUND: dict[SignKind, Callable[[PilotWithFigures, Now], Sign | None]] = {
    SignKind.PLAN: _plan,
    SignKind.APPLICATION: _application,
    SignKind.AWARD: _award,
    SignKind.CONTACT: _contact,
    SignKind.SILENT: _silent,
    SignKind.SESSION: _session,
    SignKind.ACTION: _action,
    SignKind.BOTTLENECK: _bottleneck,
    SignKind.GOAL: _goal,
    SignKind.HOURS: _hours,
}


def _is_near(on: dt.date, now: Now) -> bool:
    return (on - now.day).days <= DEADLINE_DAYS


# --- Case load ------------------------------------------------------------------------------------


def case_load(advisor: User, narrowed: CaseLoadFilter) -> list[int]:
    """The keys of the pilots that this advisor coaches now: what needs most attention first, then who was not spoken
    to for longest. One query, which reads no more of a pilot than its figures.
    """
    found = Pilot.objects.filter(coached_by(advisor)).only("initiative", "started_on", "ended_on", "hours_budget")
    if narrowed.phase:
        found = found.filter(initiative__phase=narrowed.phase)
    if narrowed.programme:
        found = found.filter(programme__slug=narrowed.programme)
    pilots = list(_with_figures(found).order_by("initiative__name", "pk"))
    weighed, now = [], Now.read([pilot.initiative_id for pilot in pilots])
    for pilot in pilots:
        signs = signs_of(pilot, now)
        if narrowed.sign in ("", *(sign.kind for sign in signs)):
            weighed.append((-attention(signs), pilot.last_contact or dt.date.min, pilot.pk))
    return [key for _weight, _contact_on, key in sorted(weighed, key=lambda row: row[:2])]


def lines_of(keys: Iterable[int], reader: User) -> list[PilotLine]:
    """These pilots as they stand in the list of somebody."""
    pilots = with_health(keys)
    now = Now.read([pilot.initiative_id for pilot in pilots])
    unread = unread_of([pilot.pk for pilot in pilots], reader)
    return [PilotLine(pilot, signs_of(pilot, now), unread.get(pilot.pk, 0)) for pilot in pilots]
