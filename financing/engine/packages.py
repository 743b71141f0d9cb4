"""Combinations of public instruments with which a plan closes, and what they cost the public (section 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from financing.engine.calculate import Calculation
from financing.engine.drivers import Array
from financing.engine.market import GUARANTEE, LAST, PublicMarket
from financing.engine.parameters import PublicParameters
from financing.engine.result_documents import Package
from financing.engine.roots import RowNumbers, SignChange, refined

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
MOST_INSTRUMENTS = 3
SAME = 1e-6


@dataclass(frozen=True)
class Candidate:
    """A combination; the instrument `last` is still to be refined, and None where only the guarantee is on."""

    steps: tuple[float, ...]
    last: int | None

    def at(self, step: float) -> tuple[float, ...]:
        return tuple(step if number == self.last else given for number, given in enumerate(self.steps))


def packages_of(base: Calculation, parameters: PublicParameters) -> list[Package]:
    """Every package that closes the plan and has nothing to spare, the cheapest per dwelling first.

    Each instrument of a combination has its turn to be the last one, refined to the least that still closes. A package
    is left out when another uses no instrument that it does not use, and none further.
    """
    market = PublicMarket(base, parameters)
    steps = _without_spare(np.array(_closing(market)).reshape(-1, LAST + 1))
    if not len(steps):
        return []
    costs = market.priced(steps).net
    homes = base.plan.dwelling_count
    order = np.lexsort((*steps.T, (steps > 0).sum(axis=1), costs))
    return [
        Package(
            drivers=market.drivers_in(steps[row]),
            guarantee=bool(steps[row, GUARANTEE]),
            public_cost=float(costs[row]),
            public_cost_per_dwelling=float(costs[row]) / homes if homes else None,
        )
        for row in order
    ]


def candidates(usable: list[int]) -> Iterator[Candidate]:
    """Every combination of these instruments, each of them in turn the last."""
    continuous = [number for number in usable if number != GUARANTEE]
    for guarantee in (0.0, 1.0) if GUARANTEE in usable else (0.0,):
        if guarantee:
            yield Candidate((*([0.0] * GUARANTEE), guarantee), None)
        for size in range(1, MOST_INSTRUMENTS + 1 - int(guarantee)):
            for chosen in combinations(continuous, size):
                for last in chosen:
                    others = [number for number in chosen if number != last]
                    for levels in product(STEPS[1:], repeat=len(others)):
                        steps = [0.0] * GUARANTEE + [guarantee]
                        for number, level in zip(others, levels, strict=True):
                            steps[number] = level
                        yield Candidate(tuple(steps), last)


def _closing(market: PublicMarket) -> list[tuple[float, ...]]:
    """The packages that close, each with its last instrument at the least that does it."""
    tried = list(candidates(market.usable))
    if not tried:
        return []
    points = np.array([candidate.at(step) for candidate in tried for step in STEPS])
    different, inverse = np.unique(points, axis=0, return_inverse=True)
    closes = market.calculated(different).closes[inverse].reshape(len(tried), len(STEPS))
    found, changes = [], []
    for number, (candidate, row) in enumerate(zip(tried, closes, strict=True)):
        if not row.any():
            continue
        first = int(np.argmax(row))
        if candidate.last is None:
            found.append(candidate.steps)
        elif first > 0:
            changes.append(SignChange(number, STEPS[first - 1], STEPS[first]))

    def margin(values: Array, rows: RowNumbers) -> Array:
        steps = np.array([tried[row].steps for row in rows])
        steps[np.arange(len(rows)), [tried[row].last for row in rows]] = values
        return market.calculated(steps).margin

    tolerance = np.full(len(changes), market.nudge / 2)
    for change in refined(margin, changes, tolerance):
        found.append(tried[change.row].at(min(change.far + market.nudge, 1.0)))
    return found


def _without_spare(steps: Array) -> Array:
    """Leaves out what another package does with no instrument further."""
    if not len(steps):
        return steps
    steps = np.unique(steps, axis=0)
    no_further = (steps[:, None, :] <= steps[None, :, :] + SAME).all(axis=2)
    # Of two that are the same but for rounding, the first stays.
    is_first = np.arange(len(steps))[:, None] < np.arange(len(steps))[None, :]
    beats = no_further & (~no_further.T | is_first)
    return np.asarray(steps[~beats.any(axis=0)])
