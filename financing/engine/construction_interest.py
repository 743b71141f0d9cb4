"""Investment and funding together (section 11.7): interest during construction by source hangs on how much each source
gives, and how much it gives on the investment.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from financing.engine.development import MonthlyDraws
from financing.engine.documents import Plan
from financing.engine.drivers import Array, Drivers
from financing.engine.funding import Funding, funding_of
from financing.engine.investment import InvestmentCost, cost_of, investment_of, lines_of
from financing.engine.time_series import Indices, indices_of

SMALL_ENOUGH = 0.0001
"""Euros: interest that moves less stays."""

MOST_ROUNDS = 60

GENTLE = 0.5
"""Euros by which interest rises with a euro of interest: with less, plain rounds come to the same amount."""


def market_value_of(plan: Plan, indices: Indices) -> Array | None:
    """What the homes are worth in each year: shape (scenarios or 1, years)."""
    return None if plan.market_value is None else plan.market_value * indices["market_value"]


def financed_of(plan: Plan, drivers: Drivers, indices: Indices) -> tuple[InvestmentCost, Funding]:
    """What the project costs and where the money comes from."""
    value = market_value_of(plan, indices)
    market_value = None if value is None else value[:, :1]
    if plan.investment.construction_interest_method == "monthly":
        return _by_month(plan, drivers, indices, market_value)
    cost = investment_of(plan, drivers, indices)
    return cost, funding_of(plan, drivers, cost, market_value)


def comes_to_rest(plan: Plan) -> bool:
    """Whether the interest by month of a plan comes to an amount at which it stays."""
    drivers = Drivers.neutral()
    indices = indices_of(plan, drivers)
    cost, _funding = financed_of(plan, drivers, indices)
    return bool(np.isfinite(cost.construction_interest).all())


def _by_month(
    plan: Plan, drivers: Drivers, indices: Indices, market_value: Array | None
) -> tuple[InvestmentCost, Funding]:
    """Round after round, until the interest stays; scenarios in which it never does have no number for it.

    In between it goes along a straight line, so that a few rounds are enough: how much sources give is straight in the
    interest, but for where one is used up in another month.
    """
    lines = lines_of(plan, drivers, indices)
    interest = np.zeros((1, 1))
    months = last = None
    for _round in range(MOST_ROUNDS):
        cost = cost_of(plan, drivers, indices, lines, interest)
        funding = funding_of(plan, drivers, cost, market_value)
        if months is None and plan.development is not None:
            months = MonthlyDraws(plan, plan.development, drivers, cost, funding)
        this = _Round.after(last, interest, interest if months is None else months.interest(cost, funding))
        if not this.moves.any():
            break
        interest, last = this.next, this
    interest = np.where(this.moved < SMALL_ENOUGH, this.found, np.nan)
    cost = cost_of(plan, drivers, indices, lines, interest)
    return cost, funding_of(plan, drivers, cost, market_value)


@dataclass(frozen=True)
class _Round:
    """What the months come to when the sources are worked out with this interest, and how much it rises with a euro
    more of it, each of the shape (scenarios, 1). A rise of 1 goes nowhere; a round after a steep one goes on as such.
    """

    interest: Array
    found: Array
    rise: Array

    @classmethod
    def after(cls, before: "_Round | None", interest: Array, found: Array) -> "_Round":
        if before is None:
            return cls(interest, found, np.zeros((1, 1)))
        apart = interest - before.interest
        known = (np.abs(apart) >= SMALL_ENOUGH) & (np.abs(before.rise) <= GENTLE)
        difference = found - before.found
        return cls(interest, found, np.divide(difference, apart, out=before.rise + 0 * apart, where=known))

    @property
    def moved(self) -> Array:
        return np.abs(self.found - self.interest)

    @property
    def moves(self) -> NDArray[np.bool_]:
        return np.asarray(self.moved >= SMALL_ENOUGH)

    @property
    def next(self) -> Array:
        """The interest to go on with: where a straight line says that it stays. Where the interest rises so steeply
        that plain rounds might never end, or moves no more: what was found.
        """
        gentle = self.moves & (np.abs(self.rise) <= GENTLE)
        found = np.broadcast_to(self.found, gentle.shape)
        return np.divide(found - self.rise * self.interest, 1.0 - self.rise, out=found.copy(), where=gentle)
