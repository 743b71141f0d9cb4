"""Ratios, and whether the plan closes (section 5)."""

from dataclasses import dataclass
from functools import cached_property
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
    """Debt and what it asks, against what there is to pay it with. What rolls over the same day is not asked.

    Shape (scenarios, years), NaN where a ratio is not defined; `ltv_start` and `ltc` have the shape (scenarios, 1).
    Each is worked out when it is asked for, since of most calculations only the verdict is.
    """

    loans: list[Loan]
    flow: CashFlow
    senior_start: Array
    net_cost: Array
    market_value: Array | None

    @cached_property
    def dscr(self) -> Array:
        return ratio_of(self.flow.cfads, self.senior_service)

    @cached_property
    def dscr_total(self) -> Array:
        return ratio_of(self.flow.cfads, self.total_service)

    @cached_property
    def icr(self) -> Array:
        return ratio_of(self.flow.cfads, sum((loan.interest for loan in self._senior), start=self._nothing))

    @cached_property
    def ltv(self) -> Array:
        return ratio_of(self.senior_debt, self._nothing if self.market_value is None else self.market_value)

    @cached_property
    def debt(self) -> Array:
        return sum((loan.balance for loan in self.loans), start=self._nothing)

    @cached_property
    def senior_debt(self) -> Array:
        return sum((loan.balance for loan in self._senior), start=self._nothing)

    @cached_property
    def senior_service(self) -> Array:
        interest = sum((loan.interest for loan in self._senior), start=self._nothing)
        return sum((loan.principal - loan.drawn + loan.guarantee_fees for loan in self._senior), start=interest)

    @cached_property
    def total_service(self) -> Array:
        flow = self.flow
        return flow.interest + flow.principal - flow.lent_again + flow.guarantee_fees

    @cached_property
    def ltv_start(self) -> Array:
        return ratio_of(self.senior_start, np.zeros((1, 1)) if self.market_value is None else self.market_value[:, :1])

    @cached_property
    def ltc(self) -> Array:
        return ratio_of(self.senior_start, np.maximum(self.net_cost, 0.0))

    @property
    def min_dscr(self) -> Array:
        """The least DSCR of each scenario, of the shape (scenarios or 1,); NaN where no year has one."""
        least = np.where(np.isnan(self.dscr), np.inf, self.dscr).min(axis=1)
        return np.where(np.isnan(self.dscr).all(axis=1), np.nan, least)

    @property
    def _senior(self) -> list[Loan]:
        return [loan for loan in self.loans if loan.source.effective_rank == "senior"]

    @property
    def _nothing(self) -> Array:
        return np.zeros((1, self.flow.net.shape[1]))


@dataclass(frozen=True)
class JudgedCriterion:
    """How one criterion comes out. `value`, what is `missing` in euros, `fails` and where it is `defined` have the
    shape (scenarios or 1, years), of one that is judged on the first day with one column.

    What follows from them has the shape (scenarios or 1,): `first` and `worst` count years from 0, -1 for none;
    `worst_value` is NaN where the criterion has nothing to judge; `shortfall` is in euros, 0 where it holds.
    """

    name: CriterionName
    threshold: float
    value: Array
    missing: Array
    fails: NDArray[np.bool_]
    defined: NDArray[np.bool_] | None = None

    @cached_property
    def holds(self) -> NDArray[np.bool_]:
        return np.asarray(~self.fails.any(axis=1))

    @cached_property
    def worst_value(self) -> Array:
        worst = self._judged.min(axis=1)
        return worst if self.defined is None else np.where(self.defined.any(axis=1), worst, np.nan)

    @cached_property
    def first(self) -> NDArray[np.int64]:
        return np.where(self.holds, -1, np.argmax(self.fails, axis=1))

    @cached_property
    def worst(self) -> NDArray[np.int64]:
        worst = np.argmin(self._judged, axis=1)
        return worst if self.defined is None else np.where(self.defined.any(axis=1), worst, -1)

    @cached_property
    def shortfall(self) -> Array:
        missing = np.broadcast_to(self.missing, self.value.shape)
        return np.where(self.holds, 0.0, missing[np.arange(len(self.value)), self.worst])

    @property
    def margin(self) -> Array:
        """How far the worst value is on the right side of the threshold: at least 0 exactly where the criterion
        holds.
        """
        distance = self.worst_value - self.threshold
        signed = -distance if self.name in AT_MOST else distance
        return np.where(np.isnan(signed), np.where(self.holds, np.inf, -np.inf), signed)

    @property
    def room(self) -> Array:
        """How much money there is beyond what the criterion asks in each year, in euros; infinite where it asks
        nothing. Unlike a ratio it lies on a straight line in an amount of money, as far as everything else does.
        """
        room = (self.threshold if self.name == "funding" else 0.0) - self.missing
        return room if self.defined is None else np.where(self.defined, room, np.inf)

    @property
    def _judged(self) -> Array:
        return self.value if self.defined is None else np.where(self.defined, self.value, np.inf)


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
    name: CriterionName, threshold: float, holds: NDArray[np.bool_], value: Array, missing: Array
) -> JudgedCriterion:
    """A criterion of t = 0, which is the first day of the first year."""
    return JudgedCriterion(name, threshold, value[:, :1], missing[:, :1], ~holds[:, :1])


def _by_year(
    name: CriterionName, threshold: float, value: Array, missing: Array, defined: NDArray[np.bool_] | None = None
) -> JudgedCriterion:
    """A criterion of every year in which it is defined: the value must reach the threshold.

    What is no number does not.
    """
    fails = ~(value >= threshold)
    return JudgedCriterion(name, threshold, value, missing, fails if defined is None else defined & fails, defined)
