"""What the group needs month by month until the first rent (section 9), and what it costs meanwhile (section 11.7)."""

from collections.abc import Iterable, Iterator, Sequence
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


def development_of(plan: Plan, drivers: Drivers, cost: InvestmentCost, funding: Funding) -> DevelopmentPhase | None:
    """The development phase; None for a plan that has none."""
    if plan.development is None:
        return None
    return MonthlyDraws(plan, plan.development, drivers, cost, funding).phase(cost, funding)


@dataclass(frozen=True)
class _Money:
    """A source of the development phase: which part of it can be drawn in each month, of the shape (1, months), and
    what a euro of it costs a month, of the shape (scenarios or 1, 1). How much it has hangs on the rest.
    """

    name: str
    rank: str
    available: Array
    monthly_rate: Array


class MonthlyDraws:
    """What stays as it is however much each source gives: what is spent when, from when each source can be drawn, and
    what it costs. So interest by month is worked out round after round without it.
    """

    def __init__(
        self, plan: Plan, development: Development, drivers: Drivers, cost: InvestmentCost, funding: Funding
    ) -> None:
        self.plan = plan
        self.drivers = drivers
        calendar = self.calendar = _Calendar(plan, development)
        by_month = plan.investment.construction_interest_method == "monthly"
        self.spending = _spending(plan, cost, calendar)
        if not by_month:
            self.spending = self.spending + cost.construction_interest * calendar.over(calendar.construction)
        advanced = shifted_rate(plan.investment.prefinance_rate, drivers["interest_shift"]) / 12
        self.advanced = advanced[:, 0] if by_month else np.zeros(1)
        sources = _sources(plan, drivers, funding, calendar)
        # What a scenario adds comes last in its rank.
        self.order = sorted(range(len(sources)), key=lambda number: ORDER.index(sources[number].rank))
        self.sources = [sources[number] for number in self.order]
        self.available = np.concatenate([np.zeros((0, calendar.count)), *(each.available for each in self.sources)])
        self.costly = [number for number, source in enumerate(self.sources) if source.monthly_rate.any()]
        self.rates = _beside([self.sources[number].monthly_rate for number in self.costly])

    def interest(self, cost: InvestmentCost, funding: Funding) -> Array:
        """All interest together: shape (scenarios or 1, 1)."""
        return sum((month.interest[:, None] for month in self._drawn(cost, funding)), start=np.zeros((1, 1)))

    def phase(self, cost: InvestmentCost, funding: Funding) -> DevelopmentPhase:
        months = list(self._drawn(cost, funding))
        interest = np.stack([month.interest for month in months], axis=1)
        return DevelopmentPhase(
            self.calendar.months,
            self.spending + interest,
            {
                source.name: np.stack([month.taken[number] for month in months], axis=1)
                for number, source in enumerate(self.sources)
            },
            np.stack([month.short for month in months], axis=1),
            interest,
        )

    def _drawn(self, cost: InvestmentCost, funding: Funding) -> Iterator["_Month"]:
        """Month after month what each source gives, all sources at once: one gives what those before it leave."""
        amounts = self._amounts(cost, funding)
        scenarios = max(each.shape[-1] for each in (self.spending.T, self.advanced, amounts, self.rates))
        so_far = np.zeros((len(amounts), scenarios))
        before = np.zeros((len(amounts) + 1, scenarios))
        short = np.zeros(scenarios)
        for number in range(self.calendar.count):
            interest = self.advanced * short + (self.rates * so_far[self.costly]).sum(axis=0)
            short = short + self.spending[:, number] + interest
            left = np.maximum(amounts * self.available[:, number, None] - so_far, 0.0)
            np.cumsum(left, axis=0, out=before[1:])
            taken = np.clip(short - before[:-1], 0.0, left)
            so_far = so_far + taken
            short = short - np.clip(short, 0.0, before[-1])
            yield _Month(interest, taken, short)

    def _amounts(self, cost: InvestmentCost, funding: Funding) -> Array:
        """What each source has: shape (sources, scenarios or 1)."""
        amounts = [amount for _source, amount in funding.sources]
        amounts += [np.full((1, 1), income.amount) for income in self.plan.early_income]
        if self.plan.has_sales:
            amounts.append(cost.sales.proceeds)
        if "subsidy" in self.drivers.values:
            amounts.append(funding.extra_grant)
        if "member_contribution" in self.drivers.values:
            amounts.append(funding.extra_equity)
        return _beside([amounts[number] for number in self.order])


@dataclass(frozen=True)
class _Month:
    """Euros of one month: interest and shortage of the shape (scenarios,), taken of the shape (sources, scenarios)."""

    interest: Array
    taken: Array
    short: Array


def _beside(arrays: Sequence[Array]) -> Array:
    """Arrays of the shape (scenarios or 1, 1) as rows of one."""
    if not arrays:
        return np.zeros((0, 1))
    return np.concatenate([each.T for each in np.broadcast_arrays(*arrays)])


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


def _sources(plan: Plan, drivers: Drivers, funding: Funding, calendar: _Calendar) -> list[_Money]:
    """Those of the plan, then what comes in besides, then what a scenario adds."""
    free, start = np.zeros((1, 1)), calendar.from_month(0)
    sources = [
        _Money(
            source.name,
            source.effective_rank,
            _available(source.name, _first_month(source, calendar), calendar),
            _monthly_rate(source, plan, drivers),
        )
        for source, _amount in funding.sources
    ]
    sources += [
        _Money(income.name, "early_income", calendar.from_month(calendar.place(income.month)), free)
        for income in plan.early_income
    ]
    if plan.has_sales:
        sources.append(_Money(SALES, "sales", _available(SALES, calendar.construction_start, calendar), free))
    if "subsidy" in drivers.values:
        sources.append(_Money(SUBSIDY_OF_SCENARIO, "grant", start, free))
    if "member_contribution" in drivers.values:
        sources.append(_Money(CONTRIBUTION_OF_SCENARIO, "equity", start, free))
    return sources


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
