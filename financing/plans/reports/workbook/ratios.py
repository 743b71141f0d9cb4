"""The ratios sheet: what lenders look at, by year, and the flows behind the returns (section 5 of the financing
model).
"""

from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.returns import exit_value_of
from financing.plans.figures import headings
from financing.plans.figures.verdict import WORDS
from financing.plans.reports.workbook.book import Book
from financing.plans.reports.workbook.cash_flow import CashFlowRows
from financing.plans.reports.workbook.choices import place_of
from financing.plans.reports.workbook.exploitation import ExploitationRows
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year, one
from financing.plans.reports.workbook.loan_rows import LoansRows
from financing.plans.reports.workbook.years import LONGEST, START, YearRow, YearSheet


@dataclass(frozen=True)
class RatioRows:
    """What the summary uses.

    A `fails` row has 1 in a year that does not meet its norm; a `missing` row the euros short of it.
    """

    year: YearRow
    dscr: YearRow
    dscr_fails: YearRow
    dscr_missing: YearRow
    dscr_total: YearRow
    dscr_total_fails: YearRow
    dscr_total_missing: YearRow
    liquidity: YearRow
    liquidity_fails: YearRow
    liquidity_missing: YearRow
    reserve: YearRow
    reserve_fails: YearRow
    reserve_missing: YearRow
    project: YearRow
    members: YearRow
    lent_again: YearRow | None
    put_in: YearRow | None


def write_ratios(
    book: Book, figures: Figures, exploitation: ExploitationRows, loans: LoansRows, flow: CashFlowRows
) -> RatioRows:
    sheet = YearSheet.within(book, "ratios", _("norm"))
    sheet.open(
        str(headings.RATIOS),
        _("A ratio that does not exist in a year, such as the DSCR without a loan to pay, shows “-”."),
        first_year=figures.plan.first_year,
        horizon=figures.horizon,
    )
    year = YearRow(sheet, 3, False, "year")
    sheet.part(_("Paying the lenders"))
    dscr, missing, dscr_total, missing_total = _write_debt_ratios(sheet, figures, loans, flow, exploitation)
    plan, far = figures.plan, figures.far
    sheet.part(_("Years that do not meet a norm (1 is yes)"))
    wanted = plan.criteria.min_dscr
    ratio = by_year(far.ratios.dscr)
    dscr_fails = sheet.add(WORDS["dscr"].title(), "count", unit="")
    dscr_fails.from_base("min_dscr", 0.0 if wanted is None else wanted, "ratio")
    dscr_fails.fill(
        lambda t: f'IF({dscr[t]}="-",0,IF({dscr[t]}<{dscr_fails.base},1,0))',
        np.where(np.isnan(ratio), 0, ratio < (wanted or 0.0)).astype(np.float64),
    )
    wanted_total = plan.criteria.min_dscr_total
    ratio_total = by_year(far.ratios.dscr_total)
    dscr_total_fails = sheet.add(WORDS["dscr_total"].title(), "count", unit="")
    dscr_total_fails.from_base("min_dscr_total", 0.0 if wanted_total is None else wanted_total, "ratio")
    dscr_total_fails.fill(
        lambda t: f'IF({dscr_total[t]}="-",0,IF({dscr_total[t]}<{dscr_total_fails.base},1,0))',
        np.where(np.isnan(ratio_total), 0, ratio_total < (wanted_total or 0.0)).astype(np.float64),
    )
    cash, reserve = by_year(far.flow.liquidity), by_year(far.exploitation.reserve)
    minimum = plan.liquidity.minimum
    liquidity_fails = sheet.add(WORDS["liquidity"].title(), "count", unit="").from_base(
        "minimum_liquidity", minimum, "euro"
    )
    liquidity_fails.fill(
        lambda t: f"IF({flow.liquidity[t]}<{liquidity_fails.base},1,0)", (cash < minimum).astype(np.float64)
    )
    reserve_fails = sheet.add(WORDS["reserve"].title(), "count", unit="").fill(
        lambda t: f"IF({exploitation.reserve[t]}<0,1,0)", (reserve < 0).astype(np.float64)
    )
    sheet.part(_("Short of the norm (a minus sign: more than enough)"))
    missing_rows = [
        sheet.add(WORDS["dscr"].title()).fill(
            lambda t: f"{dscr_fails.base}*{missing[t]}-{flow.cfads[t]}",
            (wanted or 0.0) * by_year(far.ratios.senior_service) - by_year(far.flow.cfads),
        ),
        sheet.add(WORDS["dscr_total"].title()).fill(
            lambda t: f"{dscr_total_fails.base}*{missing_total[t]}-{flow.cfads[t]}",
            (wanted_total or 0.0) * by_year(far.ratios.total_service) - by_year(far.flow.cfads),
        ),
        sheet.add(WORDS["liquidity"].title()).fill(
            lambda t: f"{liquidity_fails.base}-{flow.liquidity[t]}", minimum - cash
        ),
        sheet.add(WORDS["reserve"].title()).fill(lambda t: f"-{exploitation.reserve[t]}", -reserve),
    ]
    project, members = _write_flows(sheet, figures, exploitation, loans, flow)
    sheet.close()
    return RatioRows(
        year, dscr, dscr_fails, missing_rows[0], dscr_total, dscr_total_fails, missing_rows[1],
        flow.liquidity, liquidity_fails, missing_rows[2], exploitation.reserve, reserve_fails, missing_rows[3],
        project, members, loans.drawn, flow.put_in,
    )  # fmt: skip


def _write_debt_ratios(
    sheet: YearSheet, figures: Figures, loans: LoansRows, flow: CashFlowRows, exploitation: ExploitationRows
) -> tuple[YearRow, YearRow, YearRow, YearRow]:
    """The ratios of section 5; gives the DSCR and what the loans that are paid first ask in a year, and the same of all
    loans. What is lent again that day is not asked.
    """
    ratios = figures.far.ratios
    service = sheet.add(_("Loans that are paid first: interest, repayment and fee")).fill(
        lambda t: (
            f"{loans.senior_interest[t]}+{loans.senior_principal[t]}+{loans.senior_fees[t]}"
            f"{_less(loans.senior_drawn, t)}"
        ),
        by_year(ratios.senior_service),
    )
    whole = sheet.add(_("All loans: interest, repayment and fee")).fill(
        lambda t: f"{loans.interest[t]}+{loans.principal[t]}+{loans.fees[t]}{_less(loans.drawn, t)}",
        by_year(ratios.total_service),
    )

    def ratio(
        label: str, above: YearRow, below: YearRow, values: YearSeries, key: str, number: str = "ratio"
    ) -> YearRow:
        return sheet.add(label, number, unit="×" if number == "ratio" else "%").fill(
            lambda t: f'IF({below[t]}=0,"-",{above[t]}/{below[t]})', values, key
        )

    dscr = ratio(_("DSCR, loans that are paid first"), flow.cfads, service, by_year(ratios.dscr), "years.dscr")
    of_all = ratio(_("DSCR, all loans"), flow.cfads, whole, by_year(ratios.dscr_total), "years.dscr_total")
    ratio(
        _("ICR, interest of loans that are paid first"),
        flow.cfads,
        loans.senior_interest,
        by_year(ratios.icr),
        "years.icr",
    )
    value = exploitation.market_value
    ratio(_("LTV, loans that are paid first"), loans.senior_debt, value, by_year(ratios.ltv), "years.ltv", "percent")
    return dscr, service, of_all, whole


def _less(row: YearRow | None, t: int) -> str:
    return f"-{row[t]}" if row else ""


def _write_flows(
    sheet: YearSheet, figures: Figures, exploitation: ExploitationRows, loans: LoansRows, flow: CashFlowRows
) -> tuple[YearRow, YearRow]:
    """What goes in at the start and comes out each year, for the project and for the members."""
    plan, here, far = figures.plan, figures.here, figures.far
    sheet.part(_("Flows for the returns"))
    exits = sheet.add(_("What the homes are worth at the end"))
    project = sheet.add(_("Flows of the project"))
    members = sheet.add(_("Flows of the members"))
    at_end = np.zeros(LONGEST)
    at_end[plan.horizon_years - 1] = one(exit_value_of(plan, here.exploitation, here.market_value))
    exits.fill(
        lambda t: (
            f"IF({sheet.number(t)}=horizon_years,CHOOSE({place_of('exit_value', 'exits')},0,"
            f"{exploitation.market_value[t]},exit_multiple*{exploitation.net_rent[t]}),0)"
        ),
        at_end,
    )
    project.begin("-net_investment", -one(here.cost.net))
    project.fill(
        lambda t: f"{exploitation.noi[t]}-{exploitation.canon[t]}-{flow.tax[t]}+{exits[t]}",
        by_year(far.exploitation.noi - far.exploitation.canon - far.flow.tax) + at_end,
    )
    owed = np.zeros(LONGEST)
    owed[plan.horizon_years - 1] = by_year(far.ratios.debt)[plan.horizon_years - 1]
    members.begin("-own_money", -one(here.funding.of_rank("equity")))
    members.fill(
        lambda t: (
            f"{flow.net[t]}+{flow.equity_return[t]}+{exits[t]}{_less(flow.put_in, t)}"
            f"-IF({sheet.number(t)}=horizon_years,{loans.debt[t]},0)"
        ),
        by_year(far.flow.net + far.flow.equity_return - far.members.put_in) + at_end - owed,
    )
    for name, row in (("project", project), ("members", members)):
        sheet.book.places[f"flows.{name}"] = sheet.cell(row.number, START)
    return project, members
