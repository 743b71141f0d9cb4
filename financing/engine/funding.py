"""Where the money comes from (section 3)."""

from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Plan, Source
from financing.engine.drivers import Array, Drivers
from financing.engine.investment import InvestmentCost
from financing.engine.quantities import amount_of


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
        """The return on member equity as it is at the start: euros a year."""
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
    added = [] if drivers.loan is None else [(drivers.loan.source, drivers.loan.amount)]
    others = sum((*given.values(), *(amount for _source, amount in added)), start=extra_grant + extra_equity)
    apart = kept_apart_of(plan) - early_income_of(plan)
    remainder = np.maximum(0.0, np.maximum(0.0, cost.net) + apart - others)
    sources = [(source, given.get(number, remainder)) for number, source in enumerate(plan.funding)]
    total = others + remainder if any(source.remainder for source in plan.funding) else others
    return Funding([*sources, *added], extra_grant, extra_equity, total, cost.net + apart - total)


def kept_apart_of(plan: Plan) -> float:
    """The guarantee fund, in euros: the sources have to cover it, and it is no investment (section 11.8)."""
    return plan.guarantee_fund.amount if plan.guarantee_fund else 0.0


def early_income_of(plan: Plan) -> float:
    """What comes in before the first year, in euros (section 11.6)."""
    return sum(income.amount for income in plan.early_income)


def _amount(source: Source, plan: Plan, drivers: Drivers, cost: InvestmentCost, market_value: Array | None) -> Array:
    if source.share_of_investment is not None:
        shift = drivers["bank_share_shift"] if source.kind == "bank_loan" else 0.0
        amount = np.maximum(0.0, source.share_of_investment + np.asarray(shift)) * np.maximum(0.0, cost.net)
    elif source.share_of_market_value is not None and market_value is not None:
        amount = source.share_of_market_value * market_value
    else:
        amount = np.asarray(amount_of(source, plan))
    factor = drivers["equity"] if source.kind == "member_equity" else 1.0
    return np.atleast_2d(np.asarray(amount * factor, dtype=np.float64))
