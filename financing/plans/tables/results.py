"""The tables of a plan's result."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from coophub.web.formats import Words, euro, number, percent
from coophub.web.tables import Cell, Column, ColumnKind, Table
from financing.engine.development import CONTRIBUTION_OF_SCENARIO, SUBSIDY_OF_SCENARIO
from financing.engine.result_documents import Balance, Income, Metrics
from financing.plans.figures import FIGURES, headings, label_of, result_label
from financing.plans.figures.result import source_name
from financing.plans.figures.undefined import why_undefined
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
        Column(headings.COST),
        Column(result_label("investment.lines[].excl_vat"), "euro"),
        Column(result_label("investment.lines[].vat"), "euro"),
        Column(result_label("investment.lines[].incl_vat"), "euro"),
    ]
    rows: list[list[Any]] = [[line.name, line.excl_vat, line.vat, line.incl_vat] for line in investment.lines]
    rows.append([result_label("investment.construction_interest"), None, None, investment.construction_interest])
    if not investment.sale_proceeds:
        return Table(
            str(headings.INVESTMENT), columns, rows, _whole(headings.TOTAL, investment.total), on_phone="scroll"
        )
    rows.append(_whole(result_label("investment.total"), investment.total))
    has_tax = (outcome.document.get("corporate_tax") or {}).get("enabled")
    sold = Cell(result_label("investment.sale_proceeds"), notes=[str(headings.NO_TAX_ON_SALES)] if has_tax else [])
    rows.append(_whole(sold, -investment.sale_proceeds))
    net = _whole(result_label("investment.net"), investment.net)
    return Table(str(headings.INVESTMENT), columns, rows, net, on_phone="scroll")


def _whole(label: Words | Cell, amount: float | None) -> list[Any]:
    """A row of the table of the investment of which only the last column says something."""
    return [label, None, None, amount]


def funding_table(outcome: Outcome) -> Table:
    funding, total = outcome.result.funding, outcome.result.investment.total
    columns = [
        Column(headings.SOURCE),
        Column(result_label("funding.sources[].amount"), "euro"),
        Column(result_label("funding.sources[].share"), "percent", places=1),
    ]
    rows: list[list[Any]] = [[source.name, source.amount, source.share or 0] for source in funding.sources]
    subsidy, contribution = outcome.drivers.get("subsidy", 0.0), outcome.drivers.get("member_contribution", 0.0)
    if subsidy:
        rows.append([source_name(SUBSIDY_OF_SCENARIO), subsidy, subsidy / total])
    if contribution:
        brought = contribution * outcome.homes
        rows.append([source_name(CONTRIBUTION_OF_SCENARIO), brought, brought / total])
    early, apart = outcome.document.get("early_income", []), outcome.document.get("guarantee_fund") or {}
    rows += [[income["name"], income["amount"], None] for income in early]
    if apart:
        rows.append([label_of("guarantee_fund"), -apart["amount"], None])
    if funding.gap > SHOWS_FROM:
        rows.append([result_label("funding.gap"), funding.gap, None])
    covers = funding.total + sum(income["amount"] for income in early) - apart.get("amount", 0)
    last = [headings.TOTAL, covers, None]
    return Table(str(headings.FUNDING), columns, rows, last, on_phone="scroll")


def loan_table(outcome: Outcome) -> Table | None:
    """The loans with their terms. None without loans."""
    columns = [
        Column(headings.LOAN),
        Column(result_label("funding.sources[].amount"), "euro"),
        Column(label_of("funding[].rate"), "percent", places=2),
        Column(_("Years"), "number", empty=NOTHING),
        Column(label_of("funding[].repayment")),
        Column(label_of("funding[].rank")),
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
        ("min_dscr", number(metrics.min_dscr, 2)),
        ("average_dscr", number(metrics.average_dscr, 2)),
        ("ltv_start", percent(metrics.ltv_start, 1)),
        ("ltc", percent(metrics.ltc, 1)),
        ("gross_initial_yield", percent(metrics.gross_initial_yield, 1)),
        ("net_initial_yield", percent(metrics.net_initial_yield, 1)),
        ("irr_project", percent(metrics.irr_project, 1)),
        ("irr_equity", percent(metrics.irr_equity, 1)),
        ("npv", euro(metrics.npv)),
        ("min_liquidity", euro(metrics.min_liquidity)),
    ]
    columns = [Column(_("Ratio")), Column(_("Value"), "number", empty=NOTHING)]
    cells = [[_with_reason(metrics, name), value or None] for name, value in rows]
    return Table(str(headings.RATIOS), columns, cells, on_phone="scroll")


def _with_reason(metrics: Metrics, name: str) -> Any:
    """What a ratio is called, and under it why it has no value where it has none."""
    label, why = result_label(f"metrics.{name}"), why_undefined(metrics, name)
    return Cell(label, notes=[why]) if why else label


@dataclass(frozen=True)
class YearColumn:
    """A figure of every year. One that is nothing in all years is left out, unless it `stays`."""

    heading: str
    values: Sequence[Any]
    kind: ColumnKind = "euro"
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
        _years(result_label("years.year"), years.year),
        _column("years.net_rent", years.net_rent),
        YearColumn(_("Running costs and reserve"), _costs(running)),
        _column("years.canon", _costs(years.canon)),
        _column("years.tax", _costs(years.tax)),
        _column("years.interest", _costs(years.interest)),
        _column("years.principal", _costs(years.principal)),
        _column("years.guarantee_fees", _costs(years.guarantee_fees)),
        _column("years.equity_return", _costs(years.equity_return)),
        *_later_columns(outcome),
        _column("years.net_cash_flow", years.net_cash_flow),
        _column("years.liquidity", years.liquidity),
        _column("years.dscr", years.dscr, "number", places=2),
    ]
    return _by_year(_("Cash flow by year"), columns)


def _later_columns(outcome: Outcome) -> list[YearColumn]:
    """Money that comes in and goes out beside rents and lenders. A version of before it was known has none of it."""
    years = outcome.result.years
    if not years.drawn:
        return []
    return [
        _column("years.drawn", years.drawn),
        _column("years.member_saving", years.member_saving),
        _column("years.member_in", years.member_in),
        _column("years.member_out", _costs(years.member_out)),
    ]


def income_table(outcome: Outcome, income: Income) -> Table:
    """The income statement of every year, as an accountant reads it."""
    columns = [
        _years(result_label("years.year"), outcome.result.years.year),
        _column("statements.income.net_rent", income.net_rent),
        _column("statements.income.operating_costs", _costs(income.operating_costs)),
        _column("statements.income.planned_maintenance", _costs(income.planned_maintenance)),
        _column("statements.income.canon", _costs(income.canon)),
        _column("statements.income.depreciation", _costs(income.depreciation)),
        _column("statements.income.interest", _costs(income.interest)),
        _column("statements.income.guarantee_fees", _costs(income.guarantee_fees)),
        _column("statements.income.financial_income", income.financial_income),
        _column("statements.income.tax", _costs(income.tax)),
        *_if_known("statements.income.member_indexation", _costs(income.member_indexation)),
        _column("statements.income.result", income.result, stays=True),
        _column("statements.income.equity_return", _costs(income.equity_return)),
        _column("statements.income.retained", income.retained, stays=True),
    ]
    return _by_year(str(headings.INCOME_STATEMENT), columns)


def balance_table(outcome: Outcome, balance: Balance) -> Table:
    """The balance sheet at the start and at the end of every year."""
    first = outcome.result.years.year[0]
    columns = [
        _years(_("End of"), [str(headings.START) if year == 0 else str(first + year - 1) for year in balance.year]),
        _column("statements.balance.property", balance.property),
        _column("statements.balance.reserve", balance.reserve),
        _column("statements.balance.liquidity", balance.liquidity),
        *_if_known("statements.balance.restricted", balance.restricted),
        _column("statements.balance.assets", balance.assets, stays=True),
        _column("statements.balance.loans", balance.loans),
        _column("statements.balance.unfunded", balance.unfunded),
        _column("statements.balance.member_equity", balance.member_equity),
        _column("statements.balance.grants", balance.grants),
        _column("statements.balance.opening", balance.opening),
        *_if_known("statements.balance.sale_result", balance.sale_result),
        _column("statements.balance.retained", balance.retained),
        _column("statements.balance.liabilities_and_equity", balance.liabilities_and_equity, stays=True),
    ]
    return _by_year(_("Balance sheet"), columns)


def _if_known(path: str, values: Sequence[Any]) -> list[YearColumn]:
    """The column of a figure that results of before it was known do not have."""
    return [_column(path, values)] if values else []


def _column(
    path: str, values: Sequence[Any], kind: ColumnKind = "euro", *, places: int = 0, stays: bool = False
) -> YearColumn:
    """The column of a figure of the result."""
    return YearColumn(result_label(path), values, kind, places, stays)


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
