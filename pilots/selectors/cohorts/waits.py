"""How long pilots wait for what: the first day, what ends a wait, and what is known of who waits still.

* A wait begins on the day on which an initiative became a pilot, or on which it entered the phase if that was later:
  what was before the programme says nothing about it. Who takes part in two programmes is a pilot in each.
* Until people live there: it ends on the first day of the phase of living, or on the day on which the coaching ended
  with that outcome. Who lived there already is left out.
* In a phase: all days in it together, for a group can go back. It ends when the group is in a later phase and did not
  come back.
* A project that stopped waits no more: something else came first, on the day on which it ended or its coaching did so.
  A phase that began after that says that it went on after all.
* Coaching that ends is no end: the group is followed to the day on which the figures are read. A group that went on in
  another one is followed until then.
* A phase that somebody left on the day on which it began was a slip, and is no phase.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from initiatives.models import Ending, Phase
from pilots.models import Pilot
from pilots.selectors.cohorts.statistics import Observation, WaitEnding

DAYS_IN_MONTH = 365.25 / 12


class Wait(models.TextChoices):
    """What is waited for. Of a phase it has the name."""

    REALISED = "realised", _("Until people live there")
    INITIATIVE = "initiative", _("In the phase of initiative")
    FEASIBILITY = "feasibility", _("In the phase of feasibility")
    DEVELOPMENT = "development", _("In the phase of development")
    CONSTRUCTION = "construction", _("In the phase of construction")


NUMBERS: dict[str, int] = {phase.value: phase.number for phase in Phase}
IN_PHASES = {Phase(wait).value: wait for wait in Wait if wait is not Wait.REALISED}
"""What is waited for in each phase but the last."""


@dataclass(frozen=True)
class Stay:
    """That an initiative was in a phase, from one day until the next phase began (None: it is there still)."""

    phase: str
    on: dt.date
    until: dt.date | None


@dataclass(frozen=True)
class Participation:
    """When an initiative took part in a programme, and how coaching and project ended."""

    started_on: dt.date
    coaching_ended_on: dt.date | None = None
    coaching_outcome: str = ""
    project_ended_on: dt.date | None = None
    project_outcome: str = ""


def waits_of(pilot: Participation, stays: Sequence[Stay], *, as_of: dt.date) -> dict[Wait, Observation]:
    """What this pilot waited for and how long, in months, as far as is known on the day `as_of`; `stays` are those of
    its initiative in the order of time.
    """
    stays = [stay for stay in stays if stay.until is None or stay.until > stay.on]
    if _phase_on(stays, pilot.started_on) == Phase.LIVING:
        return {}
    last, ending = _end(pilot, stays, as_of)
    if last < pilot.started_on:
        return {}
    found = {Wait.REALISED: Observation(months((last - pilot.started_on).days), ending)}
    reached = Phase.LIVING.value if ending is WaitEnding.EVENT else _phase_on(stays, last)
    days = _days_by_phase(stays, pilot.started_on, last)
    for phase, wait in IN_PHASES.items():
        if days.get(phase):
            is_past = NUMBERS.get(reached, 0) > NUMBERS[phase]
            found[wait] = Observation(months(days[phase]), WaitEnding.EVENT if is_past else ending)
    return found


def _end(pilot: Participation, stays: Sequence[Stay], as_of: dt.date) -> tuple[dt.date, WaitEnding]:
    """The last day that counts, and what happened on it."""
    lived_in = [stay.on for stay in stays if stay.phase == Phase.LIVING and stay.on > pilot.started_on]
    if pilot.coaching_outcome == Pilot.Outcome.REALISED and pilot.coaching_ended_on:
        lived_in.append(pilot.coaching_ended_on)
    if lived_in:
        return min(lived_in), WaitEnding.EVENT
    stopped = [
        day
        for day, did_stop in (
            (pilot.coaching_ended_on, pilot.coaching_outcome == Pilot.Outcome.STOPPED),
            (pilot.project_ended_on, pilot.project_outcome == Ending.STOPPED),
        )
        if day and did_stop and not any(stay.on > day for stay in stays)
    ]
    if stopped:
        return min(stopped), WaitEnding.OTHER
    return pilot.project_ended_on or as_of, WaitEnding.UNFINISHED


def _phase_on(stays: Sequence[Stay], day: dt.date) -> str:
    """The phase on a day; "" before the first that is known."""
    return next((stay.phase for stay in reversed(stays) if stay.on <= day), "")


def _days_by_phase(stays: Sequence[Stay], first: dt.date, last: dt.date) -> dict[str, int]:
    """The days in each phase between two days, of all stays in it together."""
    days: dict[str, int] = {}
    for stay in stays:
        within = (min(stay.until or last, last) - max(stay.on, first)).days
        if within > 0:
            days[stay.phase] = days.get(stay.phase, 0) + within
    return days


def moved_on(pilot: Participation, stays: Sequence[Stay], *, as_of: dt.date) -> int | None:
    """By how many phases the initiative moved on while it was coached, less than none if it went back; None where the
    phase in which it began is not known.
    """
    first = _phase_on(stays, pilot.started_on)
    last = _phase_on(stays, pilot.coaching_ended_on or as_of)
    return NUMBERS[last] - NUMBERS[first] if first and last else None


def months(days: int) -> float:
    return days / DAYS_IN_MONTH
