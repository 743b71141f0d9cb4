"""What is said of a cohort: its curves, apart for groups, and never of fewer than five pilots."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from coophub.web.formats import Words
from initiatives.models import CooperativeForm, TargetGroup
from pilots.selectors.cohorts.statistics import (
    Codes,
    Crosstab,
    Curve,
    Floats,
    LogRank,
    Waits,
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

    def fits(self, values: Sequence[str]) -> bool:
        """Whether a pilot with these values is chosen."""
        return all(values[PROPERTIES.index(name)] == value for name, value in self.wanted.items())

    @cached_property
    def wanted(self) -> dict[str, str]:
        """The value of each property by which pilots are chosen."""
        return {name: value for name, value in zip(PROPERTIES, self.values, strict=True) if value}


@dataclass(frozen=True)
class Everybody:
    """All pilots there are, one a row: what they waited for decides with the others what can be shown.

    `values` are the combinations of a value of each of `PROPERTIES` that there are, `alike` is which of them each pilot
    has. `months` and `endings` have a column for each `Wait`; months are nan for who does not wait for it.
    """

    values: Sequence[tuple[str, ...]]
    alike: NDArray[np.intp]
    months: Floats
    endings: Codes

    def crosstab(self, wait: Wait | None = None) -> Crosstab:
        """How many have each combination, of those who waited for something or of all."""
        alike = self.alike if wait is None else self.alike[self._waited(wait)]
        counts = np.bincount(alike, minlength=len(self.values)).tolist()
        return {values: count for values, count in zip(self.values, counts, strict=True) if count}

    def waits(self, wait: Wait, wanted: Mapping[str, Collection[str]]) -> Waits:
        """Those who waited for something and have one of the wanted values of each of these properties."""
        of_combination = np.ones(len(self.values), dtype=bool)
        for name, among in wanted.items():
            of_combination &= np.isin(self._by_property[PROPERTIES.index(name)], list(among))
        chosen, place = self._waited(wait) & of_combination[self.alike], list(Wait).index(wait)
        return Waits(self.months[chosen, place], self.endings[chosen, place])

    @cached_property
    def _by_property(self) -> list[NDArray[np.str_]]:
        """The value that each combination has of each property."""
        return [np.array([values[place] for values in self.values], dtype=np.str_) for place in range(len(PROPERTIES))]

    @cached_property
    def _who_waited(self) -> NDArray[np.bool_]:
        """A row for each `Wait`."""
        waited: NDArray[np.bool_] = np.ascontiguousarray(~np.isnan(self.months).T)
        return waited

    def _waited(self, wait: Wait) -> NDArray[np.bool_]:
        waited: NDArray[np.bool_] = self._who_waited[list(Wait).index(wait)]
        return waited


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


def cohort_of(everybody: Everybody, choice: CohortChoice, programmes: Mapping[str, str], *, as_of: dt.date) -> Cohort:
    """The figures of the chosen pilots; `programmes` gives the names of programmes."""
    crosstab = everybody.crosstab()
    summary = {wait: _waiting(everybody, choice, wait, "", programmes) for wait in Wait}
    count = sum(count for values, count in crosstab.items() if choice.fits(values))
    return Cohort(
        as_of=as_of,
        choice=choice,
        count=count if can_be_shown(crosstab, choice.values) else None,
        shown=_waiting(everybody, choice, choice.wait, choice.by, programmes) if choice.by else summary[choice.wait],
        summary=list(summary.values()),
    )


def _waiting(
    everybody: Everybody, choice: CohortChoice, wait: Wait, by: str, programmes: Mapping[str, str]
) -> ComparedWait:
    crosstab = everybody.crosstab(wait)
    if not can_be_shown(crosstab, choice.values):
        return ComparedWait(wait, [])
    place = PROPERTIES.index(by) if by else 0
    chosen = {name: [value] for name, value in choice.wanted.items()}
    apart = shown_apart(crosstab, choice.values, place)[0][:MOST_APART] if by else []
    if not apart:
        curve = curve_of(everybody.waits(wait, chosen))
        return ComparedWait(wait, [CohortGroup(_("All together"), curve)])
    others = [value for value in _values_at(place, crosstab, choice) if value not in apart]
    waits = {value: everybody.waits(wait, {**chosen, by: [value]}) for value in apart}
    if others:
        waits[OTHERS] = everybody.waits(wait, {**chosen, by: others})
    groups = [CohortGroup(label_of(by, name, programmes), curve_of(found)) for name, found in waits.items()]
    return ComparedWait(wait, groups, log_rank(list(waits.values())))


def _values_at(place: int, crosstab: Crosstab, choice: CohortChoice) -> set[str]:
    return {values[place] for values in crosstab if choice.fits(values)}


def label_of(name: str, value: str, programmes: Mapping[str, str]) -> str:
    """What a value of one of `PROPERTIES` is called."""
    if value == OTHERS:
        return _("The others together")
    if name == "form":
        return str(CooperativeForm(value).label)
    if name == "target_group":
        return str(TargetGroup(value).label)
    return programmes.get(value, value) if name == "programme" else value
