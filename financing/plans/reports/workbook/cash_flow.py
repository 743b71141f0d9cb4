"""The cash flow sheet: tax, lenders, members and what is left in cash (section 4 of the financing model)."""

from dataclasses import dataclass
from functools import partial

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.cash_flow import FULL_LOSS_RELIEF
from financing.plans.figures import label_of, result_label
from financing.plans.reports.workbook.book import Book
from financing.plans.reports.workbook.choices import is_
from financing.plans.reports.workbook.exploitation import ExploitationRows
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year, one
from financing.plans.reports.workbook.loan_rows import LoansRows
from financing.plans.reports.workbook.members import MemberRows, write_members
from financing.plans.reports.workbook.years import LONGEST, YearRow, YearSheet, total

DEPRECIABLE = {
    False: "total_investment-land_incl_vat",
    True: "total_investment-sold_cost-land_incl_vat*(1-IF(total_investment=0,0,sold_cost/total_investment))",
}
"""What is written off, of a plan that sells no homes and of one that does."""


@dataclass(frozen=True)
class CashFlowRows:
    """What other sheets use of the cash flow."""

    depreciation: YearRow
    tax: YearRow
    cfads: YearRow
    equity_return: YearRow
    net: YearRow
    put_in: YearRow | None
    members: list[MemberRows]
    interest_on_cash: YearRow
    liquidity: YearRow


def write_cash_flow(book: Book, figures: Figures, exploitation: ExploitationRows, loans: LoansRows) -> CashFlowRows:
    sheet = YearSheet.within(book, "cash_flow", "")
    sheet.open(
        _("Cash flow"),
        _("What is left each year after tax, the lenders and the members, and the cash at the year's end."),
        first_year=figures.plan.first_year,
        horizon=figures.horizon,
    )
    depreciation, tax = _write_tax(sheet, figures, exploitation, loans)
    flow = figures.far.flow
    moving = write_members(sheet, figures, exploitation)
    sheet.part(_("Cash flow"))
    noi = sheet.add(result_label("years.noi")).fill(
        lambda t: exploitation.noi[t], by_year(figures.far.exploitation.noi)
    )
    canon = sheet.add(result_label("years.canon")).fill(
        lambda t: exploitation.canon[t], by_year(figures.far.exploitation.canon)
    )
    paid = sheet.add(result_label("years.tax")).fill(lambda t: tax[t], by_year(flow.tax))
    cfads = sheet.add(result_label("years.cfads"), bold=True).fill(
        lambda t: f"{noi[t]}-{canon[t]}-{paid[t]}", by_year(flow.cfads), "years.cfads"
    )
    interest = sheet.add(result_label("years.interest")).fill(lambda t: loans.interest[t], by_year(flow.interest))
    principal = sheet.add(result_label("years.principal")).fill(lambda t: loans.principal[t], by_year(flow.principal))
    fees = sheet.add(result_label("years.guarantee_fees")).fill(lambda t: loans.fees[t], by_year(flow.guarantee_fees))
    members = sheet.add(result_label("years.equity_return")).fill(
        lambda t: "+".join(["equity_return", *(money.more_return(t) for money in moving if money.has_return)]),
        by_year(flow.equity_return),
        "years.equity_return",
    )
    drawn = _write_drawn(sheet, figures, loans)
    put_in = _write_put_in(sheet, figures, moving)
    net = sheet.add(result_label("years.net_cash_flow"), bold=True).fill(
        lambda t: "+".join(
            [
                f"{cfads[t]}-{interest[t]}-{principal[t]}-{fees[t]}-{members[t]}",
                *(row[t] for row in (drawn, put_in) if row),
            ]
        ),
        by_year(flow.net),
        "years.net_cash_flow",
    )
    sheet.part(result_label("years.liquidity"))
    terms, values = figures.plan.liquidity, by_year(flow.liquidity)
    opening = terms.opening + max(0.0, -one(figures.here.funding.gap))
    before = np.concatenate([[opening], values[:-1]])
    on_cash = sheet.add(label_of("liquidity.deposit_rate"))
    liquidity = sheet.add(_("Cash at the end of the year"), bold=True)
    liquidity.begin("liquidity_opening+MAX(0,-funding_gap)", opening)
    on_cash.fill(
        lambda t: f"{liquidity[t - 1]}*IF({liquidity[t - 1]}>=0,deposit_rate,overdraft_rate)",
        before * np.where(before >= 0, terms.deposit_rate, terms.overdraft_rate),
    )
    liquidity.fill(lambda t: f"{liquidity[t - 1]}+{on_cash[t]}+{net[t]}", values, "years.liquidity")
    sheet.close()
    return CashFlowRows(depreciation, tax, cfads, members, net, put_in, moving, on_cash, liquidity)


def _write_drawn(sheet: YearSheet, figures: Figures, loans: LoansRows) -> YearRow | None:
    """What is lent again and what comes free of the guarantee fund; None for a plan with neither."""
    fund = figures.plan.guarantee_fund
    if loans.drawn is None and fund is None:
        return None
    again, free = loans.drawn, "guarantee_fund_amount" if fund else ""

    def formula(t: int) -> str:
        released = f"IF({sheet.year(t)}=guarantee_fund_released_in,{free},0)" if free else ""
        return "+".join(part for part in (again[t] if again else "", released) if part)

    return sheet.add(result_label("years.drawn")).fill(formula, by_year(figures.far.flow.drawn), "years.drawn")


def _write_put_in(sheet: YearSheet, figures: Figures, moving: list[MemberRows]) -> YearRow | None:
    """What members put in less what leaves; None for a plan in which nothing does."""
    if not moving:
        return None
    members = figures.far.members

    def together(name: str, t: int) -> str:
        return "+".join(getattr(money, name)[t] for money in moving)

    rows = [
        sheet.add(result_label(f"years.{key}")).fill(partial(together, name), by_year(values), f"years.{key}")
        for key, name, values in (
            ("member_saving", "saved", members.saving),
            ("member_in", "paid_in", members.paid_in),
            ("member_out", "left", members.left),
        )
    ]
    return sheet.add(_("Put in by members, less what leaves")).fill(
        lambda t: f"{rows[0][t]}+{rows[1][t]}-{rows[2][t]}", by_year(members.put_in)
    )


def _write_tax(
    sheet: YearSheet, figures: Figures, exploitation: ExploitationRows, loans: LoansRows
) -> tuple[YearRow, YearRow]:
    """Depreciation, losses carried forward and the brackets. Return on own money is not deducted."""
    course = _tax_course(figures)
    brackets = range(1, len(figures.plan.corporate_tax.brackets) + 1)
    sheet.part(_("Corporate income tax"))
    depreciation = sheet.add(result_label("statements.income.depreciation")).from_base(
        DEPRECIABLE[figures.plan.has_sales], course["depreciable"][0]
    )
    taxable = sheet.add(_("Result for the tax"))
    losses_before = sheet.add(_("Losses of earlier years"))
    relief = sheet.add(_("Most that may be set off"))
    used = sheet.add(_("Losses set off"))
    losses = sheet.add(_("Losses left"))
    taxed = sheet.add(_("Profit that is taxed"))
    parts = [sheet.add(_("Tax of bracket %(number)s") % {"number": number}) for number in brackets]
    tax = sheet.add(result_label("years.tax"), bold=True)
    depreciation.fill(
        lambda t: (
            f"IF({sheet.number(t)}<=depreciation_years,depreciable_share*{depreciation.base}/depreciation_years,0)"
        ),
        course["depreciation"],
    )
    taxable.fill(
        lambda t: (
            f"{exploitation.noi[t]}-{exploitation.canon[t]}-{loans.interest[t]}-{loans.fees[t]}-{depreciation[t]}"
        ),
        course["taxable"],
    )
    losses_before.fill(lambda t: losses[t - 1], course["losses_before"])
    relief.fill(
        lambda t: f"MIN(MAX(0,{taxable[t]}),full_loss_relief)+loss_relief_above*MAX(0,{taxable[t]}-full_loss_relief)",
        course["relief"],
    )
    used.fill(lambda t: f"MIN({losses_before[t]},{relief[t]})", course["used"])
    losses.fill(lambda t: f"{losses_before[t]}-{used[t]}+MAX(0,-{taxable[t]})", course["losses"])
    taxed.fill(lambda t: f"MAX(0,{taxable[t]})-{used[t]}", course["taxed"])
    for number, part in zip(brackets, parts, strict=True):
        floor = f"bracket_{number - 1}_up_to" if number > 1 else "0"
        end = f"bracket_{number}_up_to"

        def formula(t: int, number: int = number, floor: str = floor, end: str = end) -> str:
            within = f'IF({end}="",{taxed[t]},MIN({taxed[t]},{end}))'
            return f"bracket_{number}_rate*MAX(0,{within}-{floor})"

        part.fill(formula, course[f"bracket_{number}"])
    tax.fill(
        lambda t: f"IF({is_('tax_enabled', 'answers', 'yes')},{total(parts, t)},0)",
        by_year(figures.far.flow.tax),
        "years.tax",
    )
    return depreciation, tax


def _tax_course(figures: Figures) -> dict[str, YearSeries]:
    """The steps between the result and the tax, of which the engine gives the tax."""
    terms, far = figures.plan.corporate_tax, figures.far
    depreciable = one(far.cost.depreciable)
    runs = np.arange(1, LONGEST + 1) <= terms.depreciation_years
    depreciation = terms.depreciable_share * depreciable / terms.depreciation_years * runs
    mine = far.exploitation
    taxable = by_year(mine.noi - mine.canon - far.flow.interest - far.flow.guarantee_fees) - depreciation
    profit = np.maximum(taxable, 0)
    relief = np.minimum(profit, FULL_LOSS_RELIEF) + 0.5 * np.maximum(profit - FULL_LOSS_RELIEF, 0)
    before, used, losses = np.zeros(LONGEST), np.zeros(LONGEST), np.zeros(LONGEST)
    pool = 0.0
    for t in range(LONGEST):
        before[t], used[t] = pool, min(pool, relief[t])
        losses[t] = pool = pool - used[t] + max(-taxable[t], 0.0)
    course = {
        "depreciable": np.array([depreciable]),
        "depreciation": depreciation,
        "taxable": taxable,
        "losses_before": before,
        "relief": relief,
        "used": used,
        "losses": losses,
        "taxed": profit - used,
    }
    floor = 0.0
    for number, bracket in enumerate(terms.brackets, start=1):
        end = np.inf if bracket.up_to is None else bracket.up_to
        course[f"bracket_{number}"] = bracket.rate * np.maximum(0, np.minimum(profit - used, end) - floor)
        floor = end
    return course
