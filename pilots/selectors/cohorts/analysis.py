"""What is said of a cohort: its curves, apart for groups, and never of fewer than five pilots."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web.formats import Words
from initiatives.models import CooperativeForm, TargetGroup
from pilots.selectors.cohorts.statistics import (
    Curve,
    LogRank,
    Observation,
    can_be_shown,
    curve_of,
    log_rank,
    shown_apart,
)
from pilots.selectors.cohorts.waits import Wait

PROPERTIES = ("programme", "form", "target_group", "province")
"""By what pilots are chosen and compared."""

OTHERS = ""
"""Stands for all values that are shown together."""

MOST_APART = 4
"""So many groups can be told apart in one chart; the smallest of more are shown together."""


@dataclass(frozen=True)
class CohortChoice:
    """Which pilots, what they wait for, and by what they are compared. What is empty chooses all."""

    programme: str = ""
    form: str = ""
    target_group: str = ""
    province: str = ""
    until: str = Wait.REALISED
    by: str = ""

    @property
    def values(self) -> tuple[str, ...]:
        return tuple(getattr(self, name) for name in PROPERTIES)

    @property
    def wait(self) -> Wait:
        return Wait(self.until)

    def of(self, pilots: Sequence["CohortPilot"]) -> list["CohortPilot"]:
        """Those of the pilots that are chosen."""
        wanted = [(place, value) for place, value in enumerate(self.values) if value]
        return [pilot for pilot in pilots if all(pilot.values[place] == value for place, value in wanted)]


@dataclass(frozen=True)
class CohortPilot:
    """One pilot as the figures see it: its value of each of `PROPERTIES`, its waits, and by how many phases it moved on
    while it was coached (None: not known).
    """

    pk: int
    values: tuple[str, ...]
    waits: Mapping[Wait, Observation]
    moved_on: int | None


@dataclass(frozen=True)
class CohortGroup:
    """Pilots that are compared with others, and their curve."""

    title: Words
    curve: Curve


@dataclass(frozen=True)
class ComparedWait:
    """How long pilots wait for one thing: one group, or several with their comparison. Without groups there are too few
    pilots to say anything.
    """

    wait: Wait
    groups: list[CohortGroup]
    test: LogRank | None = None

    @property
    def last(self) -> float:
        return max((group.curve.last for group in self.groups), default=0.0)


@dataclass(frozen=True)
class Cohort:
    """What is known on a day of the chosen pilots: the wait that was asked for, and each wait of all of them together.

    `count` is None where there are too few to say how many.
    """

    as_of: dt.date
    choice: CohortChoice
    count: int | None
    shown: ComparedWait
    summary: list[ComparedWait]


def cohort_of(
    pilots: Sequence[CohortPilot], choice: CohortChoice, programmes: Mapping[str, str], *, as_of: dt.date
) -> Cohort:
    """The figures of the chosen pilots. `pilots` are all there are, for what can be shown depends on the others;
    `programmes` gives the names of programmes.
    """
    chosen = choice.of(pilots)
    is_shown = can_be_shown(Counter(pilot.values for pilot in pilots), choice.values)
    return Cohort(
        as_of=as_of,
        choice=choice,
        count=len(chosen) if is_shown else None,
        shown=_waiting(pilots, choice, choice.wait, choice.by, programmes),
        summary=[_waiting(pilots, choice, wait, "", programmes) for wait in Wait],
    )


def _waiting(
    pilots: Sequence[CohortPilot], choice: CohortChoice, wait: Wait, by: str, programmes: Mapping[str, str]
) -> ComparedWait:
    waited = [pilot for pilot in pilots if wait in pilot.waits]
    crosstab = Counter(pilot.values for pilot in waited)
    if not can_be_shown(crosstab, choice.values):
        return ComparedWait(wait, [])
    chosen = choice.of(waited)
    place = PROPERTIES.index(by) if by else 0
    apart = shown_apart(crosstab, choice.values, place)[0][:MOST_APART] if by else []
    if not apart:
        return ComparedWait(wait, [CohortGroup(_("All together"), curve_of([pilot.waits[wait] for pilot in chosen]))])
    by_value: dict[str, list[Observation]] = {value: [] for value in apart}
    for pilot in chosen:
        value = pilot.values[place]
        by_value.setdefault(value if value in apart else OTHERS, []).append(pilot.waits[wait])
    groups = [CohortGroup(label_of(by, value, programmes), curve_of(waits)) for value, waits in by_value.items()]
    return ComparedWait(wait, groups, log_rank(list(by_value.values())))


def label_of(name: str, value: str, programmes: Mapping[str, str]) -> str:
    """What a value of one of `PROPERTIES` is called."""
    if value == OTHERS:
        return _("The others together")
    if name == "form":
        return str(CooperativeForm(value).label)
    if name == "target_group":
        return str(TargetGroup(value).label)
    return programmes.get(value, value) if name == "programme" else value
