"""The figures of a programme as they were on a day, kept as plain values, and what they were made of again.

An evaluation report keeps them, so that what is written about them stays true; its pages and its PDF draw them with the
same tables and charts as those of today.
"""

import datetime as dt
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from pydantic import TypeAdapter

from pilots.selectors.answers import GivenAnswers
from pilots.selectors.cohorts.analysis import Cohort, CohortChoice, CohortGroup, ComparedWait
from pilots.selectors.cohorts.progress import CohortProgress
from pilots.selectors.cohorts.statistics import Curve, CurveStep
from pilots.selectors.cohorts.waits import Wait


@dataclass(frozen=True)
class KeptCurve:
    """A curve as its steps."""

    steps: tuple[CurveStep, ...]


@dataclass(frozen=True)
class KeptFigures:
    """What can be shown of the pilots of a programme. `curves` has the waits of which there are enough pilots; `count`
    and `progress` are None where there are too few of them.
    """

    as_of: dt.date
    count: int | None
    curves: dict[str, KeptCurve]
    progress: CohortProgress | None
    answers: list[GivenAnswers] = field(default_factory=list)

    @property
    def cohort(self) -> Cohort:
        """The same as the pages of cohorts have it: all pilots together."""
        summary = [self._waiting(wait) for wait in Wait]
        return Cohort(self.as_of, CohortChoice(), self.count, summary[0], summary)

    def _waiting(self, wait: Wait) -> ComparedWait:
        curve = self.curves.get(wait.value)
        if curve is None:
            return ComparedWait(wait, [])
        return ComparedWait(wait, [CohortGroup(_("All together"), Curve.of_steps(curve.steps))])


def kept_figures(cohort: Cohort, progress: CohortProgress | None, answers: list[GivenAnswers]) -> dict[str, Any]:
    """Figures of the pilots of a programme, and what its people answered, as they are kept."""
    curves = {
        waiting.wait.value: KeptCurve(waiting.groups[0].curve.steps) for waiting in cohort.summary if waiting.groups
    }
    kept = KeptFigures(cohort.as_of, cohort.count, curves, progress, answers)
    found: dict[str, Any] = _kept().dump_python(kept, mode="json")
    return found


def read_figures(kept: dict[str, Any]) -> KeptFigures:
    """What was kept. Raises ValidationError of pydantic for what never was."""
    return _kept().validate_python(kept)


@cache
def _kept() -> TypeAdapter[KeptFigures]:
    return TypeAdapter(KeptFigures)
