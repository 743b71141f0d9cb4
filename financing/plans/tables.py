"""The tables of a plan's result, as rows of written cells."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web.templatetags.web import euro, number, percent
from financing.plans.selectors import Outcome


@dataclass(frozen=True)
class Table:
    """A caption, column names, rows of which the first cell names the row, and a last row with the total."""

    caption: str
    header: list[str]
    rows: list[list[str]]
    total: list[str] | None = None


def investment_table(outcome: Outcome) -> Table:
    investment = outcome.result["investment"]
    rows = [
        [line["name"], euro(line["excl_vat"]), euro(line["vat"]), euro(line["incl_vat"])]
        for line in investment["lines"]
    ]
    rows.append([_("Interest while building"), "", "", euro(investment["construction_interest"])])
    header = [_("Cost"), _("Without VAT"), _("VAT"), _("With VAT")]
    return Table(_("Investment"), header, rows, [_("Total"), "", "", euro(investment["total"])])


def funding_table(outcome: Outcome) -> Table:
    funding = outcome.result["funding"]
    rows = [[source["name"], euro(source["amount"]), percent(source["share"] or 0, 1)] for source in funding["sources"]]
    if funding["gap"] > 0.5:
        rows.append([_("Still missing"), euro(funding["gap"]), ""])
    return Table(
        _("Where the money comes from"),
        [_("Source"), _("Amount"), _("Part of the investment")],
        rows,
        [_("Total"), euro(funding["total"]), ""],
    )


def cash_flow_table(outcome: Outcome) -> Table:
    """Every year, from the rents to the cash in hand."""
    years = outcome.result["years"]
    columns = {
        _("Year"): [str(year) for year in years["year"]],
        _("Net rent"): _euros(years["net_rent"]),
        _("Running costs"): _euros(
            [
                cost + reserve
                for cost, reserve in zip(years["operating_costs"], years["reserve_contribution"], strict=True)
            ]
        ),
        _("Ground rent"): _euros(years["canon"]),
        _("Tax"): _euros(years["tax"]),
        _("Interest"): _euros(years["interest"]),
        _("Repayment"): _euros(years["principal"]),
        _("To members"): _euros(years["equity_return"]),
        _("Left"): _euros(years["net_cash_flow"]),
        _("Cash in hand"): _euros(years["liquidity"]),
        _("DSCR"): ["-" if value is None else number(value, 2) for value in years["dscr"]],
    }
    empty = euro(0)
    kept = {name: cells for name, cells in columns.items() if any(cell not in (empty, "-") for cell in cells)}
    return Table(_("Cash flow by year"), list(kept), [list(row) for row in zip(*kept.values(), strict=True)])


def _euros(values: list[float]) -> list[str]:
    return [euro(value) for value in values]
