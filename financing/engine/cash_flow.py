"""Tax, cash flow and liquidity (section 4)."""

from dataclasses import dataclass

import numpy as np

from financing.engine.documents import CorporateTax, Liquidity, Plan
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation
from financing.engine.funding import Funding
from financing.engine.investment import InvestmentCost
from financing.engine.loans import Loan

FULL_LOSS_RELIEF = 1_000_000.0
"""Losses are set off in full up to this taxable amount, and for half above it (section 4)."""


@dataclass(frozen=True)
class CashFlow:
    """Euros a year, each of the shape (scenarios or 1, years); `opening_liquidity` is that of t = 0."""

    tax: Array
    cfads: Array
    interest: Array
    principal: Array
    guarantee_fees: Array
    equity_return: Array
    net: Array
    opening_liquidity: Array
    liquidity: Array


def cash_flow_of(
    plan: Plan, exploitation: Exploitation, cost: InvestmentCost, funding: Funding, loans: list[Loan]
) -> CashFlow:
    """What is left each year after tax, the lenders and the members."""
    nothing = np.zeros((1, plan.horizon_years))
    interest = sum((loan.interest for loan in loans), start=nothing)
    principal = sum((loan.principal for loan in loans), start=nothing)
    fees = sum((loan.guarantee_fees for loan in loans), start=nothing)
    result = exploitation.noi - exploitation.canon - interest - fees
    tax = tax_of(plan.corporate_tax, result, cost.total - cost.land_incl_vat)
    cfads = exploitation.noi - exploitation.canon - tax
    equity_return = funding.equity_return + nothing
    net = cfads - interest - principal - fees - equity_return
    opening = plan.liquidity.opening + np.maximum(0.0, -funding.gap)
    liquidity = liquidity_of(plan.liquidity, opening, net)
    return CashFlow(tax, cfads, interest, principal, fees, equity_return, net, opening, liquidity)


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
    cash = np.empty((scenarios, years))
    before = np.broadcast_to(opening[:, 0], (scenarios,))
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
