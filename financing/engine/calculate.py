"""The whole calculation, from a plan to its verdict, for any number of scenarios at once."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from financing.engine.cash_flow import CashFlow, cash_flow_of
from financing.engine.construction_interest import financed_of, market_value_of
from financing.engine.development import DevelopmentPhase, development_of
from financing.engine.documents import Plan, Source
from financing.engine.drivers import Array, DriverName, Drivers
from financing.engine.exploitation import Exploitation, exploitation_of
from financing.engine.funding import Funding
from financing.engine.investment import InvestmentCost
from financing.engine.loans import Loan
from financing.engine.members import Members, members_of
from financing.engine.rollover import loan_of
from financing.engine.time_series import Indices, indices_of
from financing.engine.verdict import IN_EUROS, JudgedCriterion, Ratios, criteria_of

OF_MONEY: frozenset[DriverName] = frozenset(
    ("subsidy", "land_cost", "canon", "bank_rate_shift", "subordinated_rate_shift", "equity", "member_contribution")
)
"""Drivers that leave prices and letting alone, but for the canon."""


@dataclass(frozen=True)
class Calculation:
    """Everything that sections 1 to 5 and 11 define.

    Arrays are (scenarios or 1, years) or (scenarios or 1, 1), in euros or as ratios.
    """

    plan: Plan
    drivers: Drivers
    indices: Indices
    cost: InvestmentCost
    funding: Funding
    loans: list[Loan]
    exploitation: Exploitation
    members: Members
    flow: CashFlow
    market_value: Array | None
    ratios: Ratios
    criteria: list[JudgedCriterion]

    @property
    def scenarios(self) -> int:
        return self.drivers.scenarios

    @property
    def development(self) -> DevelopmentPhase | None:
        """The months until the first rent; None for a plan that has none."""
        return development_of(self.plan, self.drivers, self.cost, self.funding)

    @property
    def closes(self) -> NDArray[np.bool_]:
        """For each scenario: whether every criterion that is switched on holds."""
        closes = np.ones(self.scenarios, dtype=np.bool_)
        for criterion in self.criteria:
            closes = closes & criterion.holds
        return closes

    @property
    def margin(self) -> Array:
        """For each scenario: positive where the plan closes, negative where it does not, and continuous in between.

        It is the least margin of all criteria, euros as a fraction of the investment. A criterion that holds by nothing
        at all, such as a reserve that stays empty, does not count: it says nothing about how near the others are.
        """
        scale = np.maximum(self.cost.total[:, 0], 1.0)
        least = np.ones(self.scenarios)
        for criterion in self.criteria:
            margin = criterion.margin / (scale if criterion.name in IN_EUROS else 1.0)
            least = np.minimum(least, np.where(margin == 0, np.inf, margin))
        return np.maximum(least, -1e300)


def calculate(plan: Plan, drivers: Drivers | None = None, as_it_stands: Calculation | None = None) -> Calculation:
    """Calculates a plan under one or more scenarios; without drivers, as it stands. Never raises for a valid plan.

    Who has the plan as it stands already saves what drivers of money alone leave as it is.
    """
    drivers = drivers or Drivers.neutral()
    base = as_it_stands if drivers.values.keys() <= OF_MONEY else None
    indices = base.indices if base else indices_of(plan, drivers)
    market_value = market_value_of(plan, indices)
    cost, funding = financed_of(plan, drivers, indices)
    loans = [
        _as_it_stands(base, source, amount, drivers)
        or loan_of(source, amount, drivers, plan.horizon_years, plan.first_year)
        for source, amount in funding.sources
        if source.is_loan
    ]
    if base:
        exploitation = replace(base.exploitation, canon=base.exploitation.canon * drivers["canon"])
    else:
        exploitation = exploitation_of(plan, drivers, indices)
    members = members_of(plan, drivers, funding, exploitation.saved)
    flow = cash_flow_of(plan, exploitation, cost, funding, loans, members)
    ratios = Ratios(loans, flow, funding.of_rank("senior"), cost.net, market_value)
    criteria = criteria_of(plan, cost, funding, exploitation, flow, ratios, market_value)
    return Calculation(
        plan, drivers, indices, cost, funding, loans, exploitation, members, flow, market_value, ratios, criteria
    )


def _as_it_stands(base: Calculation | None, source: Source, amount: Array, drivers: Drivers) -> Loan | None:
    """The loan of the plan itself, where drivers of money alone leave it as it is."""
    moved: set[DriverName] = {"bank_rate_shift"} if source.kind == "bank_loan" else set()
    if source.effective_rank == "subordinated":
        moved.add("subordinated_rate_shift")
    if base is None or moved & drivers.values.keys():
        return None
    same = (loan for loan in base.loans if loan.source is source and np.array_equal(loan.amount, amount))
    return next(same, None)
