"""Ratios, and whether the plan closes (section 5)."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from financing.engine.cash_flow import CashFlow
from financing.engine.documents import Plan
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation
from financing.engine.funding import Funding
from financing.engine.investment import InvestmentCost
from financing.engine.loans import Loan

CriterionName = Literal["funding", "liquidity", "dscr", "dscr_total", "ltv", "reserve", "equity_share"]

GAP_ALLOWED = 0.50
"""Euros. A gap up to this much is rounding."""

AT_MOST: tuple[CriterionName, ...] = ("funding", "ltv")
"""Criteria whose value may not exceed the threshold; every other must reach it."""

IN_EUROS: tuple[CriterionName, ...] = ("funding", "liquidity", "reserve")
"""Criteria whose value is in euros; every other is a ratio."""


@dataclass(frozen=True)
class Ratios:
    """Shape (scenarios, years); NaN where a ratio is not defined.

    `ltv_start` and `ltc` have the shape (scenarios, 1).
    """

    dscr: Array
    dscr_total: Array
    icr: Array
    ltv: Array
    debt: Array
    senior_debt: Array
    senior_service: Array
    total_service: Array
    ltv_start: Array
    ltc: Array

    @property
    def min_dscr(self) -> Array:
        """The least DSCR of each scenario, of the shape (scenarios or 1,); NaN where no year has one."""
        least = np.where(np.isnan(self.dscr), np.inf, self.dscr).min(axis=1)
        return np.where(np.isnan(self.dscr).all(axis=1), np.nan, least)


@dataclass(frozen=True)
class JudgedCriterion:
    """How one criterion comes out. Shape (scenarios or 1,); `first` and `worst` count years from 0, -1 for none.

    `worst_value` is NaN where the criterion has nothing to judge; `shortfall` is in euros, 0 where it holds.
    """

    name: CriterionName
    threshold: float
    holds: NDArray[np.bool_]
    first: NDArray[np.int64]
    worst: NDArray[np.int64]
    worst_value: Array
    shortfall: Array

    @property
    def margin(self) -> Array:
        """How far the worst value is on the right side of the threshold: at least 0 exactly where the criterion
        holds.
        """
        distance = self.worst_value - self.threshold
        signed = -distance if self.name in AT_MOST else distance
        return np.where(np.isnan(signed), np.where(self.holds, np.inf, -np.inf), signed)


def ratios_of(
    plan: Plan, cost: InvestmentCost, funding: Funding, loans: list[Loan], flow: CashFlow, market_value: Array | None
) -> Ratios:
    """Debt and what it asks, against what there is to pay it with. What rolls over the same day is not asked."""
    nothing = np.zeros((1, plan.horizon_years))
    senior = [loan for loan in loans if loan.source.effective_rank == "senior"]
    senior_interest = sum((loan.interest for loan in senior), start=nothing)
    senior_service = sum((loan.principal - loan.drawn + loan.guarantee_fees for loan in senior), start=senior_interest)
    total_service = flow.interest + flow.principal - flow.lent_again + flow.guarantee_fees
    senior_debt = sum((loan.balance for loan in senior), start=nothing)
    senior_start = funding.of_rank("senior")
    return Ratios(
        dscr=ratio_of(flow.cfads, senior_service),
        dscr_total=ratio_of(flow.cfads, total_service),
        icr=ratio_of(flow.cfads, senior_interest),
        ltv=ratio_of(senior_debt, market_value if market_value is not None else nothing),
        debt=sum((loan.balance for loan in loans), start=nothing),
        senior_debt=senior_debt,
        senior_service=senior_service,
        total_service=total_service,
        ltv_start=ratio_of(senior_start, market_value[:, :1] if market_value is not None else np.zeros((1, 1))),
        ltc=ratio_of(senior_start, np.maximum(cost.net, 0.0)),
    )


def criteria_of(
    plan: Plan,
    cost: InvestmentCost,
    funding: Funding,
    exploitation: Exploitation,
    flow: CashFlow,
    ratios: Ratios,
    market_value: Array | None,
) -> list[JudgedCriterion]:
    """The criteria that are switched on, in the order of section 5."""
    wanted = plan.criteria
    found = []
    if wanted.funding:
        found.append(_at_start("funding", GAP_ALLOWED, funding.gap <= GAP_ALLOWED, funding.gap, funding.gap))
    if wanted.liquidity:
        minimum = plan.liquidity.minimum
        found.append(_by_year("liquidity", minimum, flow.liquidity, minimum - flow.liquidity))
    if wanted.min_dscr is not None:
        missing = wanted.min_dscr * ratios.senior_service - flow.cfads
        has_service = ratios.senior_service != 0
        found.append(_by_year("dscr", wanted.min_dscr, ratios.dscr, missing, has_service))
    if wanted.min_dscr_total is not None:
        missing = wanted.min_dscr_total * ratios.total_service - flow.cfads
        has_service = ratios.total_service != 0
        found.append(_by_year("dscr_total", wanted.min_dscr_total, ratios.dscr_total, missing, has_service))
    if wanted.max_ltv is not None and market_value is not None:
        too_much = funding.of_rank("senior") - wanted.max_ltv * market_value[:, :1]
        found.append(_at_start("ltv", wanted.max_ltv, ratios.ltv_start <= wanted.max_ltv, ratios.ltv_start, too_much))
    if wanted.reserve:
        found.append(_by_year("reserve", 0.0, exploitation.reserve, -exploitation.reserve))
    if wanted.min_equity_share is not None:
        own = funding.of_rank("equity", "grant")
        share = ratio_of(own, np.maximum(cost.net, 0.0))
        holds = np.asarray(np.isnan(share) | (share >= wanted.min_equity_share))
        found.append(
            _at_start("equity_share", wanted.min_equity_share, holds, share, wanted.min_equity_share * cost.net - own)
        )
    return found


def ratio_of(above: Array, below: Array) -> Array:
    """above / below; NaN where below is 0."""
    above, below = np.broadcast_arrays(above, below)
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.nan), where=below != 0))


def _at_start(
    name: CriterionName, threshold: float, holds: NDArray[np.bool_], value: Array, shortfall: Array
) -> JudgedCriterion:
    """A criterion of t = 0, which is the first day of the first year."""
    fine = holds[:, 0]
    return JudgedCriterion(
        name,
        threshold,
        holds=fine,
        first=np.where(fine, -1, 0),
        worst=np.zeros(fine.shape, dtype=np.int64),
        worst_value=value[:, 0],
        shortfall=np.where(fine, 0.0, shortfall[:, 0]),
    )


def _by_year(
    name: CriterionName, threshold: float, value: Array, shortfall: Array, defined: NDArray[np.bool_] | None = None
) -> JudgedCriterion:
    """A criterion of every year in which it is defined: the value must reach the threshold.

    What is no number does not.
    """
    defined = np.broadcast_to(True if defined is None else defined, value.shape)
    fails = defined & ~(value >= threshold)
    anything = defined.any(axis=1)
    worst = np.where(anything, np.argmin(np.where(defined, value, np.inf), axis=1), -1)
    rows = np.arange(value.shape[0])
    holds = np.asarray(~fails.any(axis=1))
    shortfall = np.broadcast_to(shortfall, value.shape)
    return JudgedCriterion(
        name,
        threshold,
        holds=holds,
        first=np.where(holds, -1, np.argmax(fails, axis=1)),
        worst=worst,
        worst_value=np.where(anything, value[rows, worst], np.nan),
        shortfall=np.where(holds, 0.0, shortfall[rows, worst]),
    )
