"""The tables of a plan's result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.formats import euro, number, percent
from coophub.web.tables import Column, Kind, Table
from financing.engine.result_documents import Balance, Income
from financing.plans.figures import FIGURES, label
from financing.plans.selectors.outcomes import Outcome

NOTHING = "-"
SHOWS_FROM = 0.5
"""In euros: a smaller amount is written as nothing."""


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
    columns = [
        Column(_("Cost")),
        Column(_("Without VAT"), "euro"),
        Column(_("VAT"), "euro"),
        Column(_("With VAT"), "euro"),
    ]
    rows: list[list[Any]] = [[line.name, line.excl_vat, line.vat, line.incl_vat] for line in investment.lines]
    rows.append([_("Interest while building"), None, None, investment.construction_interest])
    total = [_("Total"), None, None, investment.total]
    return Table(_("Investment"), columns, rows, total, on_phone="scroll")


def funding_table(outcome: Outcome) -> Table:
    funding, total = outcome.result.funding, outcome.result.investment.total
    columns = [
        Column(_("Source")),
        Column(_("Amount"), "euro"),
        Column(_("Part of the investment"), "percent", places=1),
    ]
    rows: list[list[Any]] = [[source.name, source.amount, source.share or 0] for source in funding.sources]
    subsidy, contribution = outcome.drivers.get("subsidy", 0.0), outcome.drivers.get("member_contribution", 0.0)
    if subsidy:
        rows.append([_("Subsidy of the scenario"), subsidy, subsidy / total])
    if contribution:
        brought = contribution * outcome.homes
        rows.append([_("Contribution of members of the scenario"), brought, brought / total])
    if funding.gap > SHOWS_FROM:
        rows.append([_("Still missing"), funding.gap, None])
    last = [_("Total"), funding.total, None]
    return Table(_("Where the money comes from"), columns, rows, last, on_phone="scroll")


def loan_table(outcome: Outcome) -> Table | None:
    """The loans with their terms. None without loans."""
    columns = [
        Column(_("Loan")),
        Column(_("Amount"), "euro"),
        Column(_("Interest"), "percent", places=2),
        Column(_("Years"), "number", empty=NOTHING),
        Column(label("funding[].repayment")),
        Column(label("funding[].rank")),
    ]
    rows = [
        [
            source["name"],
            found.amount,
            source.get("rate") or 0,
            source.get("term_years") or None,
            FIGURES["funding[].repayment"].written(source.get("repayment", "annuity")),
            FIGURES["funding[].rank"].written(found.rank),
        ]
        for source, found in zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
        if found.rank in ("senior", "subordinated")
    ]
    return Table(_("The loans"), columns, rows) if rows else None


def ratio_table(outcome: Outcome) -> Table:
    """The ratios by which a bank and an investor judge."""
    metrics = outcome.result.metrics
    rows = [
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
    columns = [Column(_("Ratio")), Column(_("Value"), "number", empty=NOTHING)]
    return Table(_("Ratios"), columns, [[label, value or None] for label, value in rows], on_phone="scroll")


@dataclass(frozen=True)
class YearColumn:
    """A figure of every year. One that is nothing in all years is left out, unless it `stays`."""

    heading: str
    values: Sequence[Any]
    kind: Kind = "euro"
    places: int = 0
    stays: bool = False

    @property
    def says_something(self) -> bool:
        shows_from = SHOWS_FROM if self.kind == "euro" else 0
        return self.stays or any(value is not None and abs(value) >= shows_from for value in self.values)


def cash_flow_table(outcome: Outcome) -> Table:
    """Every year, from the rents to the cash in hand."""
    years = outcome.result.years
    running = [cost + reserve for cost, reserve in zip(years.operating_costs, years.reserve_contribution, strict=True)]
    columns = [
        _years(_("Year"), years.year),
        YearColumn(_("Net rent"), years.net_rent),
        YearColumn(_("Running costs and reserve"), _costs(running)),
        YearColumn(_("Ground rent"), _costs(years.canon)),
        YearColumn(_("Tax"), _costs(years.tax)),
        YearColumn(_("Interest"), _costs(years.interest)),
        YearColumn(_("Repayment"), _costs(years.principal)),
        YearColumn(_("Guarantee"), _costs(years.guarantee_fees)),
        YearColumn(_("To members"), _costs(years.equity_return)),
        YearColumn(_("Left"), years.net_cash_flow),
        YearColumn(_("Cash in hand"), years.liquidity),
        YearColumn(_("DSCR"), years.dscr, "number", places=2),
    ]
    return _by_year(_("Cash flow by year"), columns)


def income_table(outcome: Outcome, income: Income) -> Table:
    """The income statement of every year, as an accountant reads it."""
    columns = [
        _years(_("Year"), outcome.result.years.year),
        YearColumn(_("Net rent"), income.net_rent),
        YearColumn(_("Running costs"), _costs(income.operating_costs)),
        YearColumn(_("Planned maintenance"), _costs(income.planned_maintenance)),
        YearColumn(_("Ground rent"), _costs(income.canon)),
        YearColumn(_("Written off"), _costs(income.depreciation)),
        YearColumn(_("Interest"), _costs(income.interest)),
        YearColumn(_("Guarantee"), _costs(income.guarantee_fees)),
        YearColumn(_("Interest on cash and reserve"), income.financial_income),
        YearColumn(_("Tax"), _costs(income.tax)),
        YearColumn(_("Result"), income.result, stays=True),
        YearColumn(_("To members"), _costs(income.equity_return)),
        YearColumn(_("Retained"), income.retained, stays=True),
    ]
    return _by_year(_("Income statement"), columns)


def balance_table(outcome: Outcome, balance: Balance) -> Table:
    """The balance sheet at the start and at the end of every year."""
    first = outcome.result.years.year[0]
    columns = [
        _years(_("End of"), [_("start") if year == 0 else str(first + year - 1) for year in balance.year]),
        YearColumn(_("Property"), balance.property),
        YearColumn(_("Reserve"), balance.reserve),
        YearColumn(_("Cash"), balance.liquidity),
        YearColumn(_("Assets"), balance.assets, stays=True),
        YearColumn(_("Loans"), balance.loans),
        YearColumn(_("Not funded"), balance.unfunded),
        YearColumn(_("Money of members"), balance.member_equity),
        YearColumn(_("Grants"), balance.grants),
        YearColumn(_("At the start"), balance.opening),
        YearColumn(_("Retained"), balance.retained),
        YearColumn(_("Liabilities and equity"), balance.liabilities_and_equity, stays=True),
    ]
    return _by_year(_("Balance sheet"), columns)


def _years(heading: str, years: Sequence[int] | Sequence[str]) -> YearColumn:
    return YearColumn(heading, [str(year) for year in years], "text", stays=True)


def _costs(values: Sequence[float]) -> list[float]:
    """Costs are positive in the result; in a table they go off, so that a row adds up."""
    return [-value for value in values]


def _by_year(caption: str, columns: Sequence[YearColumn]) -> Table:
    """A row for each year, of the columns that say something."""
    kept = [column for column in columns if column.says_something]
    return Table(
        caption,
        [Column(column.heading, column.kind, column.places, empty=NOTHING) for column in kept],
        [list(row) for row in zip(*(column.values for column in kept), strict=True)],
        on_phone="scroll",
    )
