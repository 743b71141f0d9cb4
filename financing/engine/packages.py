"""Combinations of public instruments with which a plan closes, and what they cost the public (section 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

import numpy as np

from financing.engine.calculate import Calculation, calculate
from financing.engine.drivers import Array, DriverName, Drivers
from financing.engine.loans import Loan
from financing.engine.parameters import PublicParameters
from financing.engine.result_documents import Package
from financing.engine.roots import RowNumbers, SignChange, refined

STEPS = (0.0, 0.25, 0.5, 0.75, 1.0)
MOST_INSTRUMENTS = 3
GRADUAL: tuple[DriverName, ...] = ("subsidy", "land_cost", "canon", "subordinated_rate_shift")
GUARANTEE = len(GRADUAL)
"""The column of the guarantee, which is on (1) or off (0). The others go from 0 to 1, their bound."""

PUBLIC_LENDERS = ("municipal_loan", "svn_loan")
LARGEST_RATE_CUT = 0.05
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
    market = _Market(base, parameters)
    steps = _without_spare(np.array(_closing(market)).reshape(-1, GUARANTEE + 1))
    if not len(steps):
        return []
    costs = market.public_cost(steps)
    homes = base.plan.dwelling_count
    order = np.lexsort((*steps.T, (steps > 0).sum(axis=1), costs))
    return [
        Package(
            drivers={
                driver: float(values[0])
                for driver, values in market.drivers(steps[row : row + 1]).items()
                if steps[row, market.column(driver)] > 0
            },
            guarantee=bool(steps[row, GUARANTEE]),
            public_cost=float(costs[row]),
            public_cost_per_dwelling=float(costs[row]) / homes if homes else None,
        )
        for row in order
    ]


def _candidates(usable: list[int]) -> Iterator[Candidate]:
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


def _closing(market: "_Market") -> list[tuple[float, ...]]:
    """The packages that close, each with its last instrument at the least that does it."""
    candidates = list(_candidates(market.usable))
    if not candidates:
        return []
    points = np.array([candidate.at(step) for candidate in candidates for step in STEPS])
    different, inverse = np.unique(points, axis=0, return_inverse=True)
    closes = market.calculated(different).closes[inverse].reshape(len(candidates), len(STEPS))
    found, changes = [], []
    for number, (candidate, row) in enumerate(zip(candidates, closes, strict=True)):
        if not row.any():
            continue
        first = int(np.argmax(row))
        if candidate.last is None:
            found.append(candidate.steps)
        elif first > 0:
            changes.append(SignChange(number, STEPS[first - 1], STEPS[first]))

    def margin(values: Array, rows: RowNumbers) -> Array:
        steps = np.array([candidates[row].steps for row in rows])
        steps[np.arange(len(rows)), [candidates[row].last for row in rows]] = values
        return market.calculated(steps).margin

    tolerance = np.full(len(changes), market.nudge / 2)
    for change in refined(margin, changes, tolerance):
        found.append(candidates[change.row].at(min(change.far + market.nudge, 1.0)))
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


class _Market:
    """What public bodies can do for one plan. Steps have the shape (packages, instruments)."""

    def __init__(self, base: Calculation, parameters: PublicParameters) -> None:
        self.base = base
        self.parameters = parameters
        self.total = float(base.cost.total[0, 0])
        plain = {line.name for line in base.plan.investment.lines if not line.is_share}
        self.land = sum(
            float(line.excl_vat[0, 0]) for line in base.cost.lines if line.category == "land" and line.name in plain
        )
        self.nudge = min(1e-10, 0.002 / max(self.total, 1.0))

    @property
    def usable(self) -> list[int]:
        """The instruments that the plan has a use for."""
        has_use = (
            self.total > 0,
            self.land > 0,
            bool(self.base.exploitation.canon.any()),
            any(loan.amount[0, 0] > 0 for loan in _public_loans(self.base)),
            any(loan.amount[0, 0] > 0 for loan in _bank_loans(self.base)),
        )
        return [number for number, use in enumerate(has_use) if use]

    def column(self, driver: DriverName) -> int:
        return GRADUAL.index(driver) if driver in GRADUAL else GUARANTEE

    def drivers(self, steps: Array) -> dict[DriverName, Array]:
        chosen = self.parameters
        return {
            "subsidy": steps[:, 0] * self.total,
            "land_cost": 1.0 - steps[:, 1],
            "canon": 1.0 - steps[:, 2],
            "subordinated_rate_shift": -LARGEST_RATE_CUT * steps[:, 3],
            "bank_rate_shift": (chosen.fee - chosen.rate_cut) * steps[:, GUARANTEE],
        }

    def calculated(self, steps: Array) -> Calculation:
        neutral = [driver for driver in self.drivers(steps[:1]) if self.column(driver) not in self.usable]
        drivers = {driver: values for driver, values in self.drivers(steps).items() if driver not in neutral}
        return calculate(self.base.plan, Drivers.of(drivers))

    def public_cost(self, steps: Array) -> Array:
        """Euros, each package's instruments added up."""
        drivers, chosen = self.drivers(steps), self.parameters
        years = np.arange(1, self.base.plan.horizon_years + 1)
        present = (1.0 + chosen.public_discount_rate) ** -years.astype(np.float64)
        with_package = self.calculated(steps)
        at_plan_rates = self.calculated(np.where(np.arange(GUARANTEE + 1) == 3, 0.0, steps))
        canon_forgone = (1.0 - drivers["canon"]) * (self.base.exploitation.canon[0] @ present)
        nothing = np.zeros((1, len(years)))
        interest_forgone = (_interest(at_plan_rates, nothing) - _interest(with_package, nothing)) @ present
        at_risk = sum((loan.opening for loan in _bank_loans(with_package)), start=nothing) @ present
        guarantee = steps[:, GUARANTEE] * (chosen.expected_loss - chosen.fee) * at_risk
        land = self.land * (1.0 - drivers["land_cost"])
        return np.asarray(drivers["subsidy"] + land + canon_forgone + interest_forgone + guarantee)


def _public_loans(calculation: Calculation) -> list[Loan]:
    """Those whose rate a public body can lower."""
    return [
        loan
        for loan in calculation.loans
        if loan.source.kind in PUBLIC_LENDERS and loan.source.effective_rank == "subordinated"
    ]


def _bank_loans(calculation: Calculation) -> list[Loan]:
    return [loan for loan in calculation.loans if loan.source.kind == "bank_loan"]


def _interest(calculation: Calculation, nothing: Array) -> Array:
    """What the public lenders receive each year, paid or added to the balance."""
    return sum((loan.interest + loan.capitalised for loan in _public_loans(calculation)), start=nothing)
