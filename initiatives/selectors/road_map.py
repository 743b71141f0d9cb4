"""Phases, steps, tasks, and the time line that they make."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.clashes import ShownValues
from coophub.web.formats import day
from coophub.web.horizon import Horizon, Planned, Span, horizon_of
from coophub.web.timeline import DONE, LATE, NEXT, NOW, Event, with_today
from coophub.web.written_once import written_once
from initiatives.models import Initiative, Milestone, Phase, PhaseChange, Task
from initiatives.selectors.comments import COMMENTS


@dataclass(frozen=True)
class PhaseOnRoadMap:
    """One phase with its steps. `entered_on` is the last day on which the initiative came into it."""

    phase: Phase
    entered_on: dt.date | None
    is_current: bool
    is_past: bool
    milestones: list[Milestone]

    @property
    def done(self) -> int:
        return sum(1 for milestone in self.milestones if milestone.done_on)


@dataclass(frozen=True)
class RoadMap:
    """The whole road of an initiative."""

    phases: list[PhaseOnRoadMap]
    next_step: Milestone | None

    @property
    def current(self) -> PhaseOnRoadMap:
        return next(phase for phase in self.phases if phase.is_current)


def entered_on(initiative: Initiative) -> dict[str, dt.date]:
    """The last day on which it came into each phase that it was in. One query."""
    return dict(_changes_of(initiative.pk))


@written_once
def _changes_of(initiative: int) -> QuerySet[PhaseChange, tuple[str, dt.date]]:
    return PhaseChange.objects.filter(initiative=initiative).values_list("phase", "on")


def road_map_of(initiative: Initiative) -> RoadMap:
    """Phases, steps and what comes next, in two queries.

    The next step is the first one not done of the present phase or, when that is complete, of a later one.
    """
    entered = entered_on(initiative)
    milestones = _steps_of(initiative.pk)
    for milestone in milestones:
        milestone.initiative = initiative
    current = initiative.current_phase
    phases = [
        PhaseOnRoadMap(
            phase=phase,
            entered_on=entered.get(phase),
            is_current=phase == current,
            is_past=phase.number < current.number,
            milestones=[milestone for milestone in milestones if milestone.phase == phase],
        )
        for phase in Phase
    ]
    to_come = [step for phase in phases if not phase.is_past for step in phase.milestones if not step.done_on]
    return RoadMap(phases=phases, next_step=to_come[0] if to_come else None)


@written_once
def _steps_of(initiative: int) -> QuerySet[Milestone]:
    """Asked by every page of a group."""
    found = Milestone.objects.filter(initiative=initiative).annotate(comments_count=COMMENTS)
    return found.order_by("position", "pk")


def open_tasks(initiative: Initiative) -> QuerySet[Task]:
    """What the group still has to do, the most urgent first (without a date last)."""
    found = initiative.tasks.filter(done_at=None).select_related("owner")
    return found.annotate(comments_count=COMMENTS).order_by("due_on", "pk")


@dataclass(frozen=True)
class TasksOfOwner:
    """What one of the group has to do; `owner` is None for what nobody does yet."""

    owner: User | None
    tasks: list[Task]


def by_owner(tasks: Iterable[Task]) -> list[TasksOfOwner]:
    """Who does what: by name, and last what nobody does yet. Each in the order that the tasks came in."""
    of: dict[User | None, list[Task]] = {}
    for task in tasks:
        of.setdefault(task.owner, []).append(task)
    found = [TasksOfOwner(owner, theirs) for owner, theirs in of.items()]
    return sorted(found, key=lambda line: (line.owner is None, str(line.owner).casefold()))


def timeline_of(road_map: RoadMap, *, with_steps: bool) -> list[Event]:
    """The phases as a time line, with today; `with_steps` adds the steps of the present phase that have a day: first
    those that are done, then those that are planned.
    """
    events = []
    for phase in road_map.phases:
        state = NOW if phase.is_current else DONE if phase.is_past else NEXT
        events.append(Event(phase.entered_on, str(phase.phase.label), state))
        if with_steps and phase.is_current:
            events += [*_done_steps(phase.milestones), *_planned_steps(phase.milestones)]
    return with_today(events)


def read_waits(road_map: RoadMap) -> None:
    """Reads what each step waits for, in one query."""
    prefetch_related_objects([step for phase in road_map.phases for step in phase.milestones], "waits_for")


def horizon_of_road_map(road_map: RoadMap, *, can_move: bool) -> Horizon | None:
    """Every step that has a day on one line, planned against real, under the phases, with what it waits for. Who
    `can_move` drags what is not done.
    """
    return horizon_of(
        [
            Planned(
                step.label,
                step.planned_on,
                step.done_on,
                moves_to=_where_it_moves(step) if can_move and not step.done_on else "",
                marks=str(ShownValues.of({"planned_on": step.planned_on})),
                key=str(step.pk),
                waits_for=tuple(str(other.pk) for other in step.waits_for.all()),
            )
            for phase in road_map.phases
            for step in phase.milestones
        ],
        [Span(str(phase.phase.label), phase.entered_on) for phase in road_map.phases if phase.entered_on],
    )


def _where_it_moves(step: Milestone) -> str:
    return reverse("initiatives:move_milestone", args=[step.initiative.slug, step.pk])


def _done_steps(milestones: Iterable[Milestone]) -> list[Event]:
    """On the day on which they were done, with the planned one where that was another."""
    done = [(step.done_on, step) for step in milestones if step.done_on]
    return [
        Event(done_on, step.label, DONE, text=_planned_otherwise(step))
        for done_on, step in sorted(done, key=lambda pair: pair[0])
    ]


def _planned_otherwise(milestone: Milestone) -> str:
    if milestone.planned_on in (None, milestone.done_on):
        return ""
    return _("planned for %(day)s") % {"day": day(milestone.planned_on)}


def _planned_steps(milestones: Iterable[Milestone]) -> list[Event]:
    planned = [(step.planned_on, step) for step in milestones if step.planned_on and not step.done_on]
    return [
        Event(
            planned_on,
            step.label,
            LATE if step.is_late else NEXT,
            text=_("planned for this day, and not done yet") if step.is_late else "",
        )
        for planned_on, step in sorted(planned, key=lambda pair: pair[0])
    ]


def done_tasks(initiative: Initiative) -> QuerySet[Task]:
    """What the group did last, at most twenty tasks."""
    found = initiative.tasks.filter(done_at__isnull=False).select_related("owner", "done_by")
    return found.annotate(comments_count=COMMENTS).order_by("-done_at")[:20]
