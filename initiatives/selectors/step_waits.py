"""What the steps of a road map wait for, and where those go that wait for a step that was moved to a later day."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta
from django.utils.translation import ngettext

from coophub.web.model_fields import LAST_DAY
from initiatives.models import Initiative, Milestone, StepWait
from initiatives.models.step_waits import waits_through


def waits_of(initiative: Initiative) -> dict[int, set[int]]:
    """What each step of a road map waits for. One query."""
    found: dict[int, set[int]] = {}
    for step, after in StepWait.objects.filter(step__initiative=initiative).values_list("step", "after"):
        found.setdefault(step, set()).add(after)
    return found


@dataclass(frozen=True)
class Delay:
    """How much later a day became: whole months where it is those, as in "from 31 January to 28 February"."""

    months: int
    days: int

    @classmethod
    def between(cls, before: dt.date, after: dt.date) -> "Delay":
        months = (after.year - before.year) * 12 + after.month - before.month
        if months and before + relativedelta(months=months) == after:
            return cls(months, 0)
        return cls(0, (after - before).days)

    def of(self, on: dt.date) -> dt.date:
        """A day as much later, within what the database keeps."""
        later = (on.year * 12 + on.month - 1 + self.months) // 12
        if later > LAST_DAY.year or self.days > (LAST_DAY - on).days:
            return LAST_DAY
        moved: dt.date = on + relativedelta(months=self.months, days=self.days)
        return moved

    def __str__(self) -> str:
        if self.months:
            return ngettext("%(count)s month later", "%(count)s months later", self.months) % {"count": self.months}
        return ngettext("%(count)s day later", "%(count)s days later", self.days) % {"count": self.days}


@dataclass(frozen=True)
class MovesAlong:
    """A step that waits for one that was moved, with its day and the one to which it would go."""

    step: Milestone
    planned_on: dt.date
    moves_to: dt.date


@dataclass(frozen=True)
class DelayedSteps:
    """What waits for a step that was moved from the day `since` to a later one."""

    moved: Milestone
    since: dt.date
    planned_on: dt.date
    delay: Delay
    steps: list[MovesAlong]


def steps_behind(moved: Milestone, *, since: dt.date) -> DelayedSteps | None:
    """What may move along with a step that was planned for the day `since`: whatever waits for it, directly or through
    others, has a day and is not done. None where that is nothing, or when the step is not planned later than then.
    """
    planned_on = moved.planned_on
    if planned_on is None or moved.done_on or planned_on <= since:
        return None
    delay = Delay.between(since, planned_on)
    behind = [
        MovesAlong(step, step.planned_on, delay.of(step.planned_on))
        for step in _waiting_for(moved)
        if step.planned_on is not None
    ]
    behind.sort(key=lambda line: (line.planned_on, line.step.position, line.step.pk))
    return DelayedSteps(moved, since, planned_on, delay, behind) if behind else None


def _waiting_for(moved: Milestone) -> Iterator[Milestone]:
    """What is still to be done and waits for a step, directly or through others that are still to be done."""
    open_steps = {step.pk: step for step in moved.initiative.milestones.filter(done_on=None)}
    waits = {step: after for step, after in waits_of(moved.initiative).items() if step in open_steps}
    for step in open_steps.values():
        if moved.pk in waits_through(step.pk, waits):
            yield step
