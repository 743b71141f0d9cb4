"""Investment and funding together (section 11.7): interest during construction by source hangs on how much each source
gives, and how much it gives on the investment.
"""

import numpy as np

from financing.engine.development import development_of
from financing.engine.documents import Plan
from financing.engine.drivers import Array, Drivers
from financing.engine.funding import Funding, funding_of
from financing.engine.investment import InvestmentCost, cost_of, investment_of, lines_of
from financing.engine.time_series import Indices, indices_of

SMALL_ENOUGH = 0.0001
"""Euros: interest that moves less stays."""

MOST_ROUNDS = 60


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
    """Round after round, until the interest stays; scenarios in which it never does have no number for it."""
    lines = lines_of(plan, drivers, indices)
    interest = np.zeros((1, 1))
    for _round in range(MOST_ROUNDS):
        cost = cost_of(plan, drivers, indices, lines, interest)
        funding = funding_of(plan, drivers, cost, market_value)
        phase = development_of(plan, drivers, cost, funding)
        found = interest if phase is None else phase.interest.sum(axis=1, keepdims=True)
        moved, interest = np.abs(found - interest), found
        if not (moved >= SMALL_ENOUGH).any():
            break
    interest = np.where(moved < SMALL_ENOUGH, interest, np.nan)
    cost = cost_of(plan, drivers, indices, lines, interest)
    return cost, funding_of(plan, drivers, cost, market_value)
