"""What the group needs month by month until the first rent (section 9). It changes no figure of the other sections."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financing.engine.calculate import Calculation
from financing.engine.documents import CostLine, Development, Plan, Rank
from financing.engine.drivers import Array

ORDER: tuple[Rank, ...] = ("equity", "grant", "subordinated", "senior")
"""Whose money is spent first."""

SUBSIDY_OF_SCENARIO, CONTRIBUTION_OF_SCENARIO = "subsidy (scenario)", "member_contribution (scenario)"
"""What a scenario adds is called so among the sources."""

HALF_A_CENT = 0.005


@dataclass(frozen=True)
class DevelopmentPhase:
    """Euros by month, each of the shape (scenarios or 1, months).

    Shortage is what the spending so far has no money for.
    """

    months: list[str]
    spending: Array
    drawn: dict[str, Array]
    shortage: Array

    @property
    def pre_finance_need(self) -> Array:
        """The largest shortage, of the shape (scenarios or 1,)."""
        return np.asarray(self.shortage.max(axis=1))

    @property
    def pre_finance_month(self) -> NDArray[np.object_]:
        """The first month of the largest shortage; None where nothing is short."""
        worst = np.argmax(self.shortage, axis=1)
        need = self.pre_finance_need
        return np.array(
            [self.months[month] if short >= HALF_A_CENT else None for month, short in zip(worst, need, strict=True)],
            dtype=object,
        )


@dataclass(frozen=True)
class _Money:
    """A source of the development phase: how much it has, and the number of the month from which it can be drawn."""

    name: str
    rank: Rank
    amount: Array
    first_month: int


def development_of(calculation: Calculation) -> DevelopmentPhase | None:
    """The development phase; None for a plan that has none."""
    plan = calculation.plan
    if plan.development is None:
        return None
    calendar = _Calendar(plan, plan.development)
    spending = _spending(calculation, calendar)
    drawn, shortage = _draw(spending, _sources(calculation, calendar))
    return DevelopmentPhase(calendar.months, spending, drawn, shortage)


class _Calendar:
    """The months from `start` to the December before letting begins, numbered from 0."""

    def __init__(self, plan: Plan, development: Development) -> None:
        self.development = development
        self.first = _number(development.start)
        self.count = 12 * plan.first_year - self.first
        self.months = [
            f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(self.first, self.first + self.count)
        ]
        self.construction_start = _number(development.construction_start) - self.first
        # Construction that would run past the last month is spread over the months that are there.
        ends = self.construction_start + max(plan.investment.construction_months, 1)
        self.construction = range(self.construction_start, min(ends, self.count))

    def place(self, month: str) -> int:
        return _number(month) - self.first

    def over(self, months: Iterable[int]) -> Array:
        """A whole spread evenly over these months: shape (1, months)."""
        chosen = list(months)
        weights = np.zeros((1, self.count))
        weights[0, chosen] = 1.0 / len(chosen)
        return weights


def _number(month: str) -> int:
    """Months since the year 0."""
    return 12 * int(month[:4]) + int(month[5:]) - 1


def _spending(calculation: Calculation, calendar: _Calendar) -> Array:
    lines = zip(calculation.plan.investment.lines, calculation.cost.lines, strict=True)
    interest = calculation.cost.construction_interest * calendar.over(calendar.construction)
    return sum((amount.incl_vat * _spread(line, calendar) for line, amount in lines), start=interest)


def _spread(line: CostLine, calendar: _Calendar) -> Array:
    """Which part of a line is spent in which month: shape (1, months), 1 in all."""
    entries = [entry for entry in calendar.development.spend if entry.line == line.name]
    if entries:
        return sum(
            (
                entry.share * calendar.over(range(calendar.place(entry.from_), calendar.place(entry.to) + 1))
                for entry in entries
            ),
            start=np.zeros((1, calendar.count)),
        )
    if line.category == "land":
        return calendar.over([calendar.construction_start])
    during = calendar.over(calendar.construction)
    if line.category == "additional" and calendar.construction_start > 0:
        return 0.5 * calendar.over(range(calendar.construction_start)) + 0.5 * during
    return during


def _sources(calculation: Calculation, calendar: _Calendar) -> list[_Money]:
    """In the order in which they are drawn; what a scenario adds comes last in its rank."""
    funding = calculation.funding
    given = {entry.source: calendar.place(entry.from_) for entry in calendar.development.available}
    sources = []
    for source, amount in funding.sources:
        waits = source.is_loan or source.remainder
        first = given.get(source.name, calendar.construction_start if waits else 0)
        sources.append(_Money(source.name, source.effective_rank, amount, max(first, 0)))
    values = calculation.drivers.values
    if "subsidy" in values:
        sources.append(_Money(SUBSIDY_OF_SCENARIO, "grant", funding.extra_grant, 0))
    if "member_contribution" in values:
        sources.append(_Money(CONTRIBUTION_OF_SCENARIO, "equity", funding.extra_equity, 0))
    return sorted(sources, key=lambda source: ORDER.index(source.rank))


def _draw(spending: Array, sources: list[_Money]) -> tuple[dict[str, Array], Array]:
    """By source what is drawn in each month, and what is short at each month's end."""
    scenarios = max([spending.shape[0], *(source.amount.shape[0] for source in sources)])
    drawn = {source.name: np.zeros((scenarios, spending.shape[1])) for source in sources}
    left = {source.name: np.broadcast_to(source.amount[:, 0], (scenarios,)) for source in sources}
    shortage = np.zeros((scenarios, spending.shape[1]))
    short = np.zeros(scenarios)
    for month in range(spending.shape[1]):
        short = short + spending[:, month]
        for source in sources:
            if month >= source.first_month:
                taken = np.maximum(np.minimum(short, left[source.name]), 0.0)
                drawn[source.name][:, month] = taken
                left[source.name] = left[source.name] - taken
                short = short - taken
        shortage[:, month] = short
    return drawn, shortage
