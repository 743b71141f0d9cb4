"""The nearest way to a plan that closes: changes together, each no further than somebody would try (section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from financing.engine.calculate import Calculation, calculate
from financing.engine.drivers import DRIVERS, Array, DriverName, Drivers
from financing.engine.result_documents import NearestWay, Shortage

STEPS = (0.25, 0.5, 0.75, 1.0)
"""How far a change goes, as a part of what somebody would try."""

MOST_CHANGES = 3
"""Of so many changes together every combination is looked at."""

FINER = 20
"""Of how many combinations that close the smaller steps are looked at."""


@dataclass(frozen=True)
class Change:
    """A driver that goes from neutral to as far as somebody would try."""

    driver: DriverName
    to: float

    def at(self, step: float) -> float:
        neutral = DRIVERS[self.driver].neutral
        value = neutral + step * (self.to - neutral)
        return float(round(value)) if DRIVERS[self.driver].is_whole else value


Combination = tuple[Change, ...]
Steps = tuple[float, ...]


def nearest_way(base: Calculation, changes: Sequence[Change]) -> NearestWay | None:
    """The fewest changes with the smallest steps that together make the plan close.

    When not even all changes together do: those of them that help, and what is then still short. None for a plan that
    nothing can change.
    """
    if not changes:
        return None
    for size in range(1, MOST_CHANGES + 1):
        tried = [found for found in combinations(changes, size) if len({change.driver for change in found}) == size]
        outcome = _calculated(base, [(found, (1.0,) * size) for found in tried])
        best = [number for number in np.argsort(-outcome.margin, kind="stable") if outcome.closes[number]]
        if best:
            return _smallest(base, [tried[number] for number in best[:FINER]])
    together = _that_count(base, _one_side_each(base, changes))
    full = (1.0,) * len(together)
    if _calculated(base, [(together, full)]).closes[0]:
        return _closing_way(together, _less_of_each(base, together))
    return _miss(base, together)


def _one_side_each(base: Calculation, changes: Sequence[Change]) -> Combination:
    """Of each driver the side that brings the plan nearest: alone, and then beside the others.

    What alone is held up by another criterion shows no difference between its sides: a lower interest rate does nothing
    for a plan that lacks money to build.
    """
    margin = _calculated(base, [((change,), (1.0,)) for change in changes]).margin
    best = sorted(zip(changes, margin, strict=True), key=lambda pair: pair[1])
    sides = {change.driver: change for change, _margin in best}
    while True:
        tried = [sides, *({**sides, change.driver: change} for change in changes)]
        beside = _calculated(base, [(tuple(found.values()), (1.0,) * len(found)) for found in tried]).margin
        nearest = int(np.argmax(beside))
        if beside[nearest] <= beside[0]:
            return tuple(sides.values())
        sides = tried[nearest]


def _that_count(base: Calculation, combination: Combination) -> Combination:
    """Without the changes that are not missed, the least useful first: the plan closes as before, or is as near."""
    full = _calculated(base, [(combination, (1.0,) * len(combination))])
    while len(combination) > 1:
        fewer = [tuple(kept for kept in combination if kept is not left_out) for left_out in combination]
        outcome = _calculated(base, [(found, (1.0,) * len(found)) for found in fewer])
        best = int(np.argmax(outcome.margin))
        if not (outcome.closes[best] if full.closes[0] else outcome.margin[best] >= full.margin[0]):
            break
        combination = fewer[best]
    return combination


def _less_of_each(base: Calculation, combination: Combination) -> Steps:
    """The smallest step of each change, one after the other, with which the plan still closes."""
    steps = (1.0,) * len(combination)
    for place in range(len(combination)):
        tried = [(*steps[:place], step, *steps[place + 1 :]) for step in STEPS]
        closes = _calculated(base, [(combination, found) for found in tried]).closes
        steps = tried[int(np.argmax(closes))]
    return steps


def _calculated(base: Calculation, tried: Sequence[tuple[Combination, Steps]]) -> Calculation:
    drivers: dict[DriverName, Array] = {}
    for number, (combination, steps) in enumerate(tried):
        for change, step in zip(combination, steps, strict=True):
            neutral = DRIVERS[change.driver].neutral
            drivers.setdefault(change.driver, np.full(len(tried), neutral))[number] = change.at(step)
    return calculate(base.plan, Drivers.of(drivers))


def _smallest(base: Calculation, closing: list[Combination]) -> NearestWay:
    """Of the combinations that close the one that asks the smallest steps, all of them together."""
    tried = [(found, steps) for found in closing for steps in product(STEPS, repeat=len(found))]
    outcome = _calculated(base, tried)
    closes = [number for number in range(len(tried)) if outcome.closes[number]]
    return _closing_way(*tried[min(closes, key=lambda number: (sum(tried[number][1]), -outcome.margin[number]))])


def _closing_way(combination: Combination, steps: Steps) -> NearestWay:
    return NearestWay(drivers=_drivers(combination, steps), closes=True, short=[])


def _miss(base: Calculation, combination: Combination) -> NearestWay:
    steps = (1.0,) * len(combination)
    outcome = _calculated(base, [(combination, steps)])
    return NearestWay(
        drivers=_drivers(combination, steps),
        closes=False,
        short=[
            Shortage(criterion=criterion.name, shortfall=float(criterion.shortfall[0]))
            for criterion in outcome.criteria
            if not criterion.holds[0]
        ],
    )


def _drivers(combination: Combination, steps: Steps) -> dict[DriverName, float]:
    return {change.driver: change.at(step) for change, step in zip(combination, steps, strict=True)}
