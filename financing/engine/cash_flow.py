"""Tax, cash flow and liquidity (section 4)."""

from dataclasses import dataclass

import numpy as np

from financing.engine.documents import CorporateTax, Liquidity, Plan
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation
from financing.engine.funding import Funding
from financing.engine.investment import InvestmentCost
from financing.engine.loans import Loan
from financing.engine.members import Members
from financing.engine.quantities import calendar_years

FULL_LOSS_RELIEF = 1_000_000.0
"""Losses are set off in full up to this taxable amount, and for half above it (section 4)."""


@dataclass(frozen=True)
class CashFlow:
    """Euros a year, each of the shape (scenarios or 1, years); `opening_liquidity` is that of t = 0. `lent_again` is
    what of the principal rolls over the same day; `released` comes free of the guarantee fund.
    """

    tax: Array
    cfads: Array
    interest: Array
    principal: Array
    guarantee_fees: Array
    equity_return: Array
    lent_again: Array
    released: Array
    net: Array
    opening_liquidity: Array
    liquidity: Array

    @property
    def drawn(self) -> Array:
        """Money that comes in beside the exploitation."""
        return self.lent_again + self.released


def cash_flow_of(
    plan: Plan, exploitation: Exploitation, cost: InvestmentCost, funding: Funding, loans: list[Loan], members: Members
) -> CashFlow:
    """What is left each year after tax, the lenders and the members."""
    nothing = np.zeros((1, plan.horizon_years))
    interest = sum((loan.interest for loan in loans), start=nothing)
    principal = sum((loan.principal for loan in loans), start=nothing)
    fees = sum((loan.guarantee_fees for loan in loans), start=nothing)
    lent_again = sum((loan.drawn for loan in loans if loan.source.rolls_over), start=nothing)
    released = released_of(plan)
    result = exploitation.noi - exploitation.canon - interest - fees
    tax = tax_of(plan.corporate_tax, result, cost.depreciable)
    cfads = exploitation.noi - exploitation.canon - tax
    net = cfads - interest - principal - fees - members.equity_return + members.put_in + lent_again + released
    opening = plan.liquidity.opening + np.maximum(0.0, -funding.gap)
    liquidity = liquidity_of(plan.liquidity, opening, net)
    return CashFlow(
        tax, cfads, interest, principal, fees, members.equity_return, lent_again, released, net, opening, liquidity
    )


def released_of(plan: Plan) -> Array:
    """What comes free of the guarantee fund in each year: shape (1, years)."""
    fund = plan.guarantee_fund
    if fund is None or fund.released_in is None:
        return np.zeros((1, plan.horizon_years))
    return np.where(calendar_years(plan)[None, :] == fund.released_in, fund.amount, 0.0)


def depreciation_of(tax: CorporateTax, depreciable: Array, years: int) -> Array:
    """Euros a year, whether or not the tax is on; `depreciable` is the investment without land."""
    runs = np.arange(1, years + 1) <= tax.depreciation_years
    return tax.depreciable_share * depreciable / tax.depreciation_years * runs


def tax_of(tax: CorporateTax, result_before_depreciation: Array, depreciable: Array) -> Array:
    """Corporate income tax of each year, with losses carried forward. Return on equity is not deducted."""
    years = result_before_depreciation.shape[1]
    if not tax.enabled:
        return np.zeros((1, years))
    taxable = result_before_depreciation - depreciation_of(tax, depreciable, years)
    due = np.empty_like(taxable)
    losses = np.zeros(taxable.shape[0])
    for t in range(years):
        profit = np.maximum(taxable[:, t], 0.0)
        relief = np.minimum(profit, FULL_LOSS_RELIEF) + 0.5 * np.maximum(profit - FULL_LOSS_RELIEF, 0.0)
        used = np.minimum(losses, relief)
        losses = losses - used + np.maximum(-taxable[:, t], 0.0)
        due[:, t] = _by_brackets(tax, profit - used)
    return due


def liquidity_of(terms: Liquidity, opening: Array, net: Array) -> Array:
    """The cash at each year's end, with interest on what was there at its start."""
    scenarios, years = max(net.shape[0], opening.shape[0]), net.shape[1]
    before = np.broadcast_to(opening[:, 0], (scenarios,))
    if terms.deposit_rate == terms.overdraft_rate == 0:
        # The same sums, one after the other.
        flows = np.broadcast_to(net, (scenarios, years))
        return np.cumsum(np.concatenate([before[:, None], flows], axis=1), axis=1)[:, 1:]
    cash = np.empty((scenarios, years))
    for t in range(years):
        rate = np.where(before >= 0, terms.deposit_rate, terms.overdraft_rate)
        before = cash[:, t] = before * (1.0 + rate) + net[:, t]
    return cash


def _by_brackets(tax: CorporateTax, amount: Array) -> Array:
    due = np.zeros_like(amount)
    floor = 0.0
    for bracket in tax.brackets:
        ceiling = np.inf if bracket.up_to is None else bracket.up_to
        due = due + bracket.rate * (np.clip(amount, floor, ceiling) - floor)
        floor = ceiling
    return due
