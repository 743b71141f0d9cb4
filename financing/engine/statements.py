"""Income statement and balance sheet, so that an accountant recognises the plan (section 10)."""

from dataclasses import dataclass

import numpy as np

from financing.engine.calculate import Calculation
from financing.engine.cash_flow import depreciation_of
from financing.engine.drivers import Array
from financing.engine.funding import early_income_of, kept_apart_of


@dataclass(frozen=True)
class IncomeStatement:
    """Euros a year, each of the shape (scenarios or 1, years). Costs are positive."""

    net_rent: Array
    operating_costs: Array
    planned_maintenance: Array
    canon: Array
    depreciation: Array
    interest: Array
    guarantee_fees: Array
    financial_income: Array
    tax: Array
    member_indexation: Array
    equity_return: Array

    @property
    def result(self) -> Array:
        return (
            self.net_rent
            - self.operating_costs
            - self.planned_maintenance
            - self.canon
            - self.depreciation
            - self.interest
            - self.guarantee_fees
            + self.financial_income
            - self.tax
            - self.member_indexation
        )

    @property
    def retained(self) -> Array:
        """What of the result is left after the return on member equity."""
        return self.result - self.equity_return


@dataclass(frozen=True)
class BalanceSheet:
    """Euros at t = 0 and at each year's end, each of the shape (scenarios or 1, years + 1)."""

    property: Array
    reserve: Array
    liquidity: Array
    restricted: Array
    assets: Array
    loans: Array
    unfunded: Array
    member_equity: Array
    grants: Array
    opening: Array
    sale_result: Array
    retained: Array
    liabilities_and_equity: Array


def income_statement_of(calculation: Calculation) -> IncomeStatement:
    """The result of every year.

    The reserve is the plan's own money: what is set aside is no cost, what is paid from it is.
    """
    plan, exploitation, flow, cost = calculation.plan, calculation.exploitation, calculation.flow, calculation.cost
    cash_before = _from_start(flow.opening_liquidity, flow.liquidity)[:, :-1]
    cash_rate = np.where(cash_before >= 0, plan.liquidity.deposit_rate, plan.liquidity.overdraft_rate)
    reserve_before = _from_start(_opening_reserve(calculation), exploitation.reserve)[:, :-1]
    capitalised = sum((loan.capitalised for loan in calculation.loans), start=np.zeros((1, plan.horizon_years)))
    return IncomeStatement(
        net_rent=exploitation.net_rent,
        operating_costs=exploitation.operating_costs,
        planned_maintenance=exploitation.planned_maintenance,
        canon=exploitation.canon,
        depreciation=depreciation_of(plan.corporate_tax, cost.depreciable, plan.horizon_years),
        interest=flow.interest + capitalised,
        guarantee_fees=flow.guarantee_fees,
        financial_income=cash_rate * cash_before + plan.maintenance_reserve.rate * reserve_before,
        tax=flow.tax,
        member_indexation=calculation.members.indexation,
        equity_return=flow.equity_return,
    )


def balance_sheet_of(calculation: Calculation, income: IncomeStatement) -> BalanceSheet:
    """What there is, and whose it is. A gap in the funding stands there as unfunded."""
    plan, funding, flow = calculation.plan, calculation.funding, calculation.flow
    nothing = np.zeros((1, 1))
    ever = np.ones((1, plan.horizon_years + 1))
    lent = sum((loan.amount for loan in calculation.loans), start=nothing)
    real_estate = calculation.cost.kept - _from_start(nothing, np.cumsum(income.depreciation, axis=1))
    reserve = _from_start(_opening_reserve(calculation), calculation.exploitation.reserve)
    liquidity = _from_start(flow.opening_liquidity, flow.liquidity)
    loans = _from_start(lent, calculation.ratios.debt)
    unfunded = np.maximum(0.0, funding.gap) * ever
    restricted = kept_apart_of(plan) - _from_start(nothing, np.cumsum(flow.released, axis=1))
    member_equity = funding.of_rank("equity") + _from_start(nothing, calculation.members.growth)
    grants = funding.of_rank("grant") * ever
    opening = (plan.liquidity.opening + plan.maintenance_reserve.opening + early_income_of(plan)) * ever
    sale_result = calculation.cost.sales.result * ever
    retained = _from_start(nothing, np.cumsum(income.retained, axis=1))
    return BalanceSheet(
        property=real_estate,
        reserve=reserve,
        liquidity=liquidity,
        restricted=restricted,
        assets=real_estate + reserve + liquidity + restricted,
        loans=loans,
        unfunded=unfunded,
        member_equity=member_equity,
        grants=grants,
        opening=opening,
        sale_result=sale_result,
        retained=retained,
        liabilities_and_equity=loans + unfunded + member_equity + grants + opening + sale_result + retained,
    )


def _opening_reserve(calculation: Calculation) -> Array:
    return np.full((1, 1), calculation.plan.maintenance_reserve.opening)


def _from_start(start: Array, yearly: Array) -> Array:
    """The value at t = 0 before those of the years."""
    values = np.empty((max(start.shape[0], yearly.shape[0]), 1 + yearly.shape[1]))
    values[:, :1], values[:, 1:] = start, yearly
    return values
