"""Where the money comes from (section 3)."""

from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Plan, Source
from financing.engine.drivers import Array, Drivers
from financing.engine.investment import InvestmentCost


@dataclass(frozen=True)
class Funding:
    """Amounts in euros of the shape (scenarios, 1), in the order of the plan.

    `extra_grant` and `extra_equity` are what the drivers `subsidy` and `member_contribution` add. `gap` is positive for
    a shortage.
    """

    sources: list[tuple[Source, Array]]
    extra_grant: Array
    extra_equity: Array
    total: Array
    gap: Array

    def of_rank(self, *ranks: str) -> Array:
        """The sum of the sources of these ranks, with what drivers added."""
        total = sum(
            (amount for source, amount in self.sources if source.effective_rank in ranks), start=np.zeros((1, 1))
        )
        if "equity" in ranks:
            total = total + self.extra_equity
        if "grant" in ranks:
            total = total + self.extra_grant
        return np.asarray(total)

    @property
    def equity_return(self) -> Array:
        """The yearly return on member equity, which is never repaid: euros a year."""
        return sum(
            (amount * source.return_rate for source, amount in self.sources if source.return_rate is not None),
            start=np.zeros((1, 1)),
        )


def funding_of(plan: Plan, drivers: Drivers, cost: InvestmentCost, market_value: Array | None) -> Funding:
    """The sources with their amounts. `market_value` is that of year 1; None when the plan gives none."""
    extra_grant = np.atleast_2d(np.asarray(drivers["subsidy"], dtype=np.float64))
    extra_equity = np.atleast_2d(np.asarray(drivers["member_contribution"], dtype=np.float64)) * plan.dwelling_count
    given = {
        number: _amount(source, plan, drivers, cost, market_value)
        for number, source in enumerate(plan.funding)
        if not source.remainder
    }
    others = sum(given.values(), start=extra_grant + extra_equity)
    remainder = np.maximum(0.0, cost.total - others)
    sources = [(source, given.get(number, remainder)) for number, source in enumerate(plan.funding)]
    total = others + remainder if any(source.remainder for source in plan.funding) else others
    return Funding(sources, extra_grant, extra_equity, total, cost.total - total)


def _amount(source: Source, plan: Plan, drivers: Drivers, cost: InvestmentCost, market_value: Array | None) -> Array:
    if source.share_of_investment is not None:
        shift = drivers["bank_share_shift"] if source.kind == "bank_loan" else 0.0
        amount = np.maximum(0.0, source.share_of_investment + np.asarray(shift)) * cost.total
    elif source.share_of_market_value is not None and market_value is not None:
        amount = source.share_of_market_value * market_value
    else:
        amount = np.asarray((source.fixed or 0.0) + (source.per_dwelling or 0.0) * plan.dwelling_count)
    factor = drivers["equity"] if source.kind == "member_equity" else 1.0
    return np.atleast_2d(np.asarray(amount * factor, dtype=np.float64))
