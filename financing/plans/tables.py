"""The tables of a plan's result, as rows of written cells."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.formats import euro, number, percent
from financing.engine.result_documents import Balance, Income
from financing.plans.inputs import RANK, REPAYMENT, Input, inputs_of
from financing.plans.selectors.outcomes import Outcome


@dataclass(frozen=True)
class Table:
    """A caption, column names, rows of which the first cell names the row, and a last row with the total."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    total: list[str] | None = None


def all_tables(outcome: Outcome) -> list[Table]:
    """Every table of a plan, version or scenario."""
    return [investment_table(outcome), funding_table(outcome), ratio_table(outcome), *year_tables(outcome)]


def year_tables(outcome: Outcome) -> list[Table]:
    """The tables with a row for each year. A version from before the statements has none of those."""
    found = [cash_flow_table(outcome)]
    if outcome.result.statements is not None:
        statements = outcome.result.statements
        found += [income_table(outcome, statements.income), balance_table(outcome, statements.balance)]
    return found


def investment_table(outcome: Outcome) -> Table:
    investment = outcome.result.investment
    rows = [[line.name, euro(line.excl_vat), euro(line.vat), euro(line.incl_vat)] for line in investment.lines]
    rows.append([_("Interest while building"), "", "", euro(investment.construction_interest)])
    header = [_("Cost"), _("Without VAT"), _("VAT"), _("With VAT")]
    return Table(_("Investment"), header, rows, [_("Total"), "", "", euro(investment.total)])


def funding_table(outcome: Outcome) -> Table:
    funding = outcome.result.funding
    rows = [[source.name, euro(source.amount), percent(source.share or 0, 1)] for source in funding.sources]
    extra = outcome.drivers.get("subsidy", 0.0), outcome.drivers.get("member_contribution", 0.0)
    total = outcome.result.investment.total
    if extra[0]:
        rows.append([_("Subsidy of the scenario"), euro(extra[0]), percent(extra[0] / total, 1)])
    if extra[1]:
        brought = extra[1] * outcome.homes
        rows.append([_("Contribution of members of the scenario"), euro(brought), percent(brought / total, 1)])
    if funding.gap > 0.5:
        rows.append([_("Still missing"), euro(funding.gap), ""])
    return Table(
        _("Where the money comes from"),
        [_("Source"), _("Amount"), _("Part of the investment")],
        rows,
        [_("Total"), euro(funding.total), ""],
    )


def loan_table(outcome: Outcome) -> Table | None:
    """The loans with their terms. None without loans."""
    rows = [
        [
            source["name"],
            euro(found.amount),
            percent(source.get("rate") or 0, 2),
            str(source.get("term_years") or "-"),
            REPAYMENT(source.get("repayment", "annuity")),
            RANK(found.rank),
        ]
        for source, found in zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
        if found.rank in ("senior", "subordinated")
    ]
    header = [_("Loan"), _("Amount"), _("Interest"), _("Years"), _("How it is repaid"), _("Its turn")]
    return Table(_("The loans"), header, rows) if rows else None


def ratio_table(outcome: Outcome) -> Table:
    """The ratios by which a bank and an investor judge."""
    metrics = outcome.result.metrics
    written = [
        (_("Smallest DSCR"), number(metrics.min_dscr, 2)),
        (_("Average DSCR"), number(metrics.average_dscr, 2)),
        (_("Loan-to-value (LTV) at the start"), percent(metrics.ltv_start, 1)),
        (_("Bank loan against the investment (LTC)"), percent(metrics.ltc, 1)),
        (_("Gross initial yield (BAR)"), percent(metrics.gross_initial_yield, 1)),
        (_("Net initial yield (NAR)"), percent(metrics.net_initial_yield, 1)),
        (_("Return of the project (IRR)"), percent(metrics.irr_project, 1)),
        (_("Return on equity (IRR)"), percent(metrics.irr_equity, 1)),
        (_("Net present value"), euro(metrics.npv)),
        (_("Least cash"), euro(metrics.min_liquidity)),
    ]
    return Table(_("Ratios"), [_("Ratio"), _("Value")], [[label, value or "-"] for label, value in written])


def cash_flow_table(outcome: Outcome) -> Table:
    """Every year, from the rents to the cash in hand."""
    years = outcome.result.years
    columns = {
        _("Year"): [str(year) for year in years.year],
        _("Net rent"): _euros(years.net_rent),
        _("Running costs and reserve"): _costs(
            [cost + reserve for cost, reserve in zip(years.operating_costs, years.reserve_contribution, strict=True)]
        ),
        _("Ground rent"): _costs(years.canon),
        _("Tax"): _costs(years.tax),
        _("Interest"): _costs(years.interest),
        _("Repayment"): _costs(years.principal),
        _("Guarantee"): _costs(years.guarantee_fees),
        _("To members"): _costs(years.equity_return),
        _("Left"): _euros(years.net_cash_flow),
        _("Cash in hand"): _euros(years.liquidity),
        _("DSCR"): ["-" if value is None else number(value, 2) for value in years.dscr],
    }
    return _by_year(_("Cash flow by year"), columns)


def income_table(outcome: Outcome, income: Income) -> Table:
    """The income statement of every year, as an accountant reads it."""
    columns = {
        _("Year"): [str(year) for year in outcome.result.years.year],
        _("Net rent"): _euros(income.net_rent),
        _("Running costs"): _costs(income.operating_costs),
        _("Planned maintenance"): _costs(income.planned_maintenance),
        _("Ground rent"): _costs(income.canon),
        _("Written off"): _costs(income.depreciation),
        _("Interest"): _costs(income.interest),
        _("Guarantee"): _costs(income.guarantee_fees),
        _("Interest on cash and reserve"): _euros(income.financial_income),
        _("Tax"): _costs(income.tax),
        _("Result"): _euros(income.result),
        _("To members"): _costs(income.equity_return),
        _("Retained"): _euros(income.retained),
    }
    return _by_year(_("Income statement"), columns, keep=(_("Year"), _("Result"), _("Retained")))


def balance_table(outcome: Outcome, balance: Balance) -> Table:
    """The balance sheet at the start and at the end of every year."""
    first = outcome.result.years.year[0]
    columns = {
        _("End of"): [_("start") if year == 0 else str(first + year - 1) for year in balance.year],
        _("Property"): _euros(balance.property),
        _("Reserve"): _euros(balance.reserve),
        _("Cash"): _euros(balance.liquidity),
        _("Assets"): _euros(balance.assets),
        _("Loans"): _euros(balance.loans),
        _("Not funded"): _euros(balance.unfunded),
        _("Money of members"): _euros(balance.member_equity),
        _("Grants"): _euros(balance.grants),
        _("At the start"): _euros(balance.opening),
        _("Retained"): _euros(balance.retained),
        _("Liabilities and equity"): _euros(balance.liabilities_and_equity),
    }
    return _by_year(_("Balance sheet"), columns, keep=(_("End of"), _("Assets"), _("Liabilities and equity")))


def _by_year(caption: str, columns: dict[str, list[str]], *, keep: Sequence[str] = ()) -> Table:
    """A table of the columns that hold anything, and of those to keep in any case."""
    empty = (euro(0), "-")
    kept = {name: cells for name, cells in columns.items() if name in keep or any(cell not in empty for cell in cells)}
    return Table(caption, list(kept), [list(row) for row in zip(*kept.values(), strict=True)])


@dataclass(frozen=True)
class AssumptionGroup:
    """What was filled in under one heading: single figures, and lines with their figures."""

    title: str
    singles: list[Input]
    lines: list[tuple[str, list[Input]]]


def assumption_groups(document: dict[str, Any]) -> list[AssumptionGroup]:
    """Everything that was filled in, in the order of the plan."""
    singles: dict[str, list[Input]] = {}
    lines: dict[str, dict[str, list[Input]]] = {}
    for found in inputs_of(document, only_given=True):
        lines.setdefault(found.group, {})
        if found.row:
            lines[found.group].setdefault(found.row, []).append(found)
        else:
            singles.setdefault(found.group, []).append(found)
    return [AssumptionGroup(title, singles.get(title, []), list(rows.items())) for title, rows in lines.items()]


def _costs(values: list[float]) -> list[str]:
    """Costs are positive in the result; in a table they go off, so that a row adds up."""
    return [euro(-value) if abs(value) >= 0.5 else euro(0) for value in values]


def _euros(values: list[float]) -> list[str]:
    return [euro(value) for value in values]
