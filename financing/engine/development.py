"""What the group needs month by month until the first rent (section 9), and what it costs meanwhile (section 11.7)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financing.engine.documents import CostLine, Development, Plan, Source
from financing.engine.drivers import Array, Drivers
from financing.engine.funding import Funding, kept_apart_of
from financing.engine.investment import InvestmentCost
from financing.engine.loans import rate_shift, shifted_rate
from financing.engine.sales import SALES

ORDER = ("equity", "grant", "early_income", "sales", "subordinated", "senior")
"""Whose money is spent first: the ranks of sources, with what comes in before the first year and what is sold."""

SUBSIDY_OF_SCENARIO, CONTRIBUTION_OF_SCENARIO = "subsidy (scenario)", "member_contribution (scenario)"
"""What a scenario adds is called so among the sources."""

HALF_A_CENT = 0.005


@dataclass(frozen=True)
class DevelopmentPhase:
    """Euros by month, each of the shape (scenarios or 1, months).

    Shortage is what the spending so far has no money for. `interest` is what of the spending is interest of the months
    before.
    """

    months: list[str]
    spending: Array
    drawn: dict[str, Array]
    shortage: Array
    interest: Array

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
    """A source of the development phase: how much it has, which part of it can be drawn in each month, of the shape
    (1, months), and what a euro of it costs a month, of the shape (scenarios or 1, 1).
    """

    name: str
    rank: str
    amount: Array
    available: Array
    monthly_rate: Array


def development_of(plan: Plan, drivers: Drivers, cost: InvestmentCost, funding: Funding) -> DevelopmentPhase | None:
    """The development phase; None for a plan that has none."""
    if plan.development is None:
        return None
    calendar = _Calendar(plan, plan.development)
    by_month = plan.investment.construction_interest_method == "monthly"
    spending = _spending(plan, cost, calendar)
    if not by_month:
        spending = spending + cost.construction_interest * calendar.over(calendar.construction)
    advanced = shifted_rate(plan.investment.prefinance_rate if by_month else 0.0, drivers["interest_shift"]) / 12
    drawn, shortage, interest = _draw(
        spending, _sources(plan, drivers, cost, funding, calendar), advanced if by_month else np.zeros((1, 1))
    )
    return DevelopmentPhase(calendar.months, spending + interest, drawn, shortage, interest)


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

    def from_month(self, month: int) -> Array:
        """1 from a month on, also one before the first: shape (1, months)."""
        return (np.arange(self.count) >= month).astype(np.float64)[None, :]


def _number(month: str) -> int:
    """Months since the year 0."""
    return 12 * int(month[:4]) + int(month[5:]) - 1


def _spending(plan: Plan, cost: InvestmentCost, calendar: _Calendar) -> Array:
    """The lines, and in the last month what is kept apart from then on."""
    lines = zip(plan.investment.lines, cost.lines, strict=True)
    kept_apart = kept_apart_of(plan) * calendar.over([calendar.count - 1])
    return sum((amount.incl_vat * _spread(line, calendar) for line, amount in lines), start=kept_apart)


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


def _sources(plan: Plan, drivers: Drivers, cost: InvestmentCost, funding: Funding, calendar: _Calendar) -> list[_Money]:
    """In the order in which they are drawn; what a scenario adds comes last in its rank."""
    free, start = np.zeros((1, 1)), calendar.from_month(0)
    sources = [
        _Money(
            source.name,
            source.effective_rank,
            amount,
            _available(source.name, _first_month(source, calendar), calendar),
            _monthly_rate(source, plan, drivers),
        )
        for source, amount in funding.sources
    ]
    for income in plan.early_income:
        sources.append(
            _Money(
                income.name,
                "early_income",
                np.full((1, 1), income.amount),
                calendar.from_month(calendar.place(income.month)),
                free,
            )
        )
    if plan.has_sales:
        available = _available(SALES, calendar.construction_start, calendar)
        sources.append(_Money(SALES, "sales", cost.sales.proceeds, available, free))
    if "subsidy" in drivers.values:
        sources.append(_Money(SUBSIDY_OF_SCENARIO, "grant", funding.extra_grant, start, free))
    if "member_contribution" in drivers.values:
        sources.append(_Money(CONTRIBUTION_OF_SCENARIO, "equity", funding.extra_equity, start, free))
    return sorted(sources, key=lambda source: ORDER.index(source.rank))


def _first_month(source: Source, calendar: _Calendar) -> int:
    """From when a source can be drawn of which the development phase does not say it."""
    if source.paid_on == "completion":
        return calendar.count - 1
    return calendar.construction_start if source.is_loan or source.remainder else 0


def _available(name: str, first: int, calendar: _Calendar) -> Array:
    """Which part of a source can be drawn in each month: from the first on, or as the development phase says."""
    entries = [entry for entry in calendar.development.available if entry.source == name]
    if not entries:
        return calendar.from_month(first)
    return sum(
        (
            (1.0 if entry.share is None else entry.share) * calendar.from_month(calendar.place(entry.from_))
            for entry in entries
        ),
        start=np.zeros((1, calendar.count)),
    )


def _monthly_rate(source: Source, plan: Plan, drivers: Drivers) -> Array:
    """What a euro that is drawn costs a month, where interest is worked out by month."""
    if plan.investment.construction_interest_method != "monthly" or not source.is_loan:
        return np.zeros((1, 1))
    return shifted_rate(source.rate or 0.0, rate_shift(source, drivers)) / 12


def _draw(spending: Array, sources: list[_Money], advanced: Array) -> tuple[dict[str, Array], Array, Array]:
    """By source what is drawn in each month; what is short at each month's end; and the interest of each month, on what
    was drawn and what was short before it.
    """
    costly = [source for source in sources if source.monthly_rate.any()]
    shapes = [spending, advanced, *(source.amount for source in sources), *(source.monthly_rate for source in costly)]
    scenarios, months = max(shape.shape[0] for shape in shapes), spending.shape[1]
    drawn = {source.name: np.zeros((scenarios, months)) for source in sources}
    so_far = {source.name: np.zeros(scenarios) for source in sources}
    shortage, interest = np.zeros((scenarios, months)), np.zeros((scenarios, months))
    short = np.zeros(scenarios)
    has_interest = bool(costly) or bool(advanced.any())
    for month in range(months):
        if has_interest:
            interest[:, month] = advanced[:, 0] * short
            for source in costly:
                interest[:, month] += source.monthly_rate[:, 0] * so_far[source.name]
        short = short + spending[:, month] + interest[:, month]
        for source in sources:
            part = source.available[0, month]
            if part > 0:
                left = source.amount[:, 0] * part - so_far[source.name]
                taken = np.maximum(np.minimum(short, left), 0.0)
                drawn[source.name][:, month] = taken
                so_far[source.name] = so_far[source.name] + taken
                short = short - taken
        shortage[:, month] = short
    return drawn, shortage, interest
