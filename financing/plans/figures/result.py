"""The figures of a result: for each path of `coophub.result/1` that people see, what it is called.

The only place with these words.
"""

from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words
from financing.engine.development import CONTRIBUTION_OF_SCENARIO, SUBSIDY_OF_SCENARIO
from financing.plans.figures import headings
from financing.plans.figures.choices import SERIES

_NET_RENT, _GROUND_RENT, _TAX = _("Net rent"), SERIES["canon"].label, _("Tax")
_GUARANTEE, _TO_MEMBERS, _RETAINED = _("Guarantee"), _("To members"), _("Retained")

RESULT: dict[str, Words] = {
    "closes": _("Does it close?"),
    "investment.lines[].excl_vat": headings.WITHOUT_VAT,
    "investment.lines[].vat": headings.VAT,
    "investment.lines[].incl_vat": headings.WITH_VAT,
    "investment.construction_interest": headings.INTEREST_WHILE_BUILDING,
    "investment.total": _("Total cost"),
    "investment.sale_proceeds": _("Homes sold"),
    "investment.net": _("Left to pay for"),
    "investment.per_dwelling": _("Per home"),
    "investment.per_m2": _("Per m²"),
    "funding.sources[].amount": headings.AMOUNT,
    "funding.sources[].share": _("Part of the investment"),
    "funding.total": _("All money"),
    "funding.gap": _("Still missing"),
    "years.year": headings.YEAR,
    "years.gross_rent": _("Gross rent"),
    "years.other_income": _("Other income together"),
    "years.vacancy_loss": _("Missed by empty homes"),
    "years.net_rent": _NET_RENT,
    "years.operating_costs": headings.RUNNING_COSTS,
    "years.reserve_contribution": _("Into the reserve"),
    "years.planned_maintenance": _("Planned work, paid from the reserve"),
    "years.reserve": _("In the reserve at the end of the year"),
    "years.noi": _("Result before loans and ground rent"),
    "years.canon": _GROUND_RENT,
    "years.tax": _TAX,
    "years.cfads": _("Left to pay the lenders"),
    "years.interest": _("Interest paid"),
    "years.principal": _("Repayment"),
    "years.guarantee_fees": _GUARANTEE,
    "years.equity_return": _TO_MEMBERS,
    "years.drawn": _("Lent again or released"),
    "years.member_saving": _("Saved in the rent"),
    "years.member_in": _("Paid in by new members"),
    "years.member_out": _("Paid back to members who leave"),
    "years.net_cash_flow": _("Left this year"),
    "years.liquidity": headings.CASH_IN_HAND,
    "years.debt": _("All debt"),
    "years.senior_debt": _("Of the bank"),
    "years.dscr": _("DSCR"),
    "years.dscr_total": _("DSCR of all loans"),
    "years.ltv": _("Loan-to-value (LTV)"),
    "metrics.min_dscr": _("Smallest DSCR"),
    "metrics.average_dscr": _("Average DSCR"),
    "metrics.ltv_start": _("Loan-to-value (LTV) at the start"),
    "metrics.ltc": _("Bank loan against the investment (LTC)"),
    "metrics.gross_initial_yield": _("Gross initial yield (BAR)"),
    "metrics.net_initial_yield": _("Net initial yield (NAR)"),
    "metrics.irr_project": _("Return of the project (IRR)"),
    "metrics.irr_equity": _("Return on equity (IRR)"),
    "metrics.npv": _("Net present value"),
    "metrics.min_liquidity": _("Least cash"),
    "metrics.largest_rollover": _("Most that must be lent again in one year"),
    "metrics.largest_member_outflow": _("Most that members take out in one year"),
    "statements.income.net_rent": _NET_RENT,
    "statements.income.operating_costs": headings.RUNNING_COSTS,
    "statements.income.planned_maintenance": headings.PLANNED_WORK,
    "statements.income.canon": _GROUND_RENT,
    "statements.income.depreciation": _("Written off"),
    "statements.income.interest": _("Interest"),
    "statements.income.guarantee_fees": _GUARANTEE,
    "statements.income.financial_income": _("Interest on cash and reserve"),
    "statements.income.tax": _TAX,
    "statements.income.member_indexation": _("Growth of members' money"),
    "statements.income.result": _("Result"),
    "statements.income.equity_return": _TO_MEMBERS,
    "statements.income.retained": _RETAINED,
    "statements.balance.property": _("Property"),
    "statements.balance.reserve": _("Reserve"),
    "statements.balance.liquidity": _("Cash"),
    "statements.balance.restricted": _("Money kept apart"),
    "statements.balance.assets": _("Assets"),
    "statements.balance.loans": headings.LOANS,
    "statements.balance.unfunded": _("Not funded"),
    "statements.balance.member_equity": _("Money of members"),
    "statements.balance.grants": _("Grants"),
    "statements.balance.opening": _("At the start"),
    "statements.balance.sale_result": _("Gained on homes sold"),
    "statements.balance.retained": _RETAINED,
    "statements.balance.liabilities_and_equity": _("Liabilities and equity"),
    "development.month": headings.MONTH,
    "development.spending": _("Spent this month"),
    "development.shortage": _("Missing"),
}


def source_name(name: str) -> str:
    """A source of money as the plan calls it; what a scenario adds has no name there."""
    added = {
        SUBSIDY_OF_SCENARIO: _("Subsidy of the scenario"),
        CONTRIBUTION_OF_SCENARIO: _("Contribution of members of the scenario"),
    }
    return str(added.get(name, name))
