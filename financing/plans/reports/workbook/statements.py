"""The statements sheet: income statement and balance sheet, as an accountant makes them (section 10 of the financing
model).
"""

import numpy as np
from django.utils.translation import gettext as _

from financing.engine.funding import early_income_of, kept_apart_of
from financing.plans.figures import headings, result_label
from financing.plans.reports.workbook.book import Book, Linked
from financing.plans.reports.workbook.cash_flow import CashFlowRows
from financing.plans.reports.workbook.exploitation import ExploitationRows
from financing.plans.reports.workbook.figures import Figures, YearSeries, by_year, one
from financing.plans.reports.workbook.loan_rows import LoansRows
from financing.plans.reports.workbook.years import LONGEST, Formula, YearRow, YearSheet


def write_statements(
    book: Book, figures: Figures, exploitation: ExploitationRows, loans: LoansRows, flow: CashFlowRows
) -> None:
    sheet = YearSheet.within(book, "statements", "")
    sheet.open(
        _("Income statement and balance sheet"),
        _("As an accountant makes them. Assets equal liabilities and equity in every year."),
        first_year=figures.plan.first_year,
        horizon=figures.horizon,
    )
    mine = _values_of(figures)
    depreciation, retained = _write_income(sheet, mine, exploitation, loans, flow)
    _write_balance(sheet, figures, mine, depreciation, retained, exploitation, loans, flow)
    sheet.close()


def _values_of(figures: Figures) -> dict[str, YearSeries]:
    plan, far = figures.plan, figures.far
    flow, mine = far.flow, far.exploitation
    runs = np.arange(1, LONGEST + 1) <= plan.corporate_tax.depreciation_years
    depreciable = one(far.cost.depreciable)
    cash, reserve = by_year(flow.liquidity), by_year(mine.reserve)
    opening = plan.liquidity.opening + max(0.0, -one(far.funding.gap))
    before = np.concatenate([[opening], cash[:-1]])
    reserve_before = np.concatenate([[plan.maintenance_reserve.opening], reserve[:-1]])
    rates = np.where(before >= 0, plan.liquidity.deposit_rate, plan.liquidity.overdraft_rate)
    found = {
        "net_rent": by_year(mine.net_rent),
        "operating_costs": by_year(mine.operating_costs),
        "planned_maintenance": by_year(mine.planned_maintenance),
        "canon": by_year(mine.canon),
        "depreciation": plan.corporate_tax.depreciable_share
        * depreciable
        / plan.corporate_tax.depreciation_years
        * runs,
        "interest": by_year(flow.interest)
        + sum((by_year(loan.capitalised) for loan in far.loans), start=np.zeros(LONGEST)),
        "guarantee_fees": by_year(flow.guarantee_fees),
        "financial_income": before * rates + reserve_before * plan.maintenance_reserve.rate,
        "tax": by_year(flow.tax),
        "member_indexation": by_year(far.members.indexation),
        "equity_return": by_year(flow.equity_return),
        "liquidity": np.concatenate([[opening], cash]),
        "reserve": np.concatenate([[plan.maintenance_reserve.opening], reserve]),
    }
    costs = ("operating_costs", "planned_maintenance", "canon", "depreciation", "interest", "guarantee_fees", "tax")
    paid = sum(found[name] for name in (*costs, "member_indexation"))
    found["result"] = found["net_rent"] + found["financial_income"] - paid
    found["retained"] = found["result"] - found["equity_return"]
    return found


def _write_income(
    sheet: YearSheet, mine: dict[str, YearSeries], exploitation: ExploitationRows, loans: LoansRows, flow: CashFlowRows
) -> tuple[YearRow, YearRow]:
    sheet.part(str(headings.INCOME_STATEMENT))

    def line(name: str, formula: Formula, bold: bool = False) -> YearRow:
        key = f"statements.income.{name}"
        return sheet.add(result_label(key), bold=bold).fill(formula, mine[name], key)

    rent = line("net_rent", lambda t: exploitation.net_rent[t])
    costs = [
        line("operating_costs", lambda t: exploitation.operating_costs[t]),
        line("planned_maintenance", lambda t: exploitation.planned_maintenance[t]),
        line("canon", lambda t: exploitation.canon[t]),
        line("depreciation", lambda t: flow.depreciation[t]),
        line("interest", lambda t: f"{loans.interest[t]}+{loans.capitalised[t]}"),
        line("guarantee_fees", lambda t: loans.fees[t]),
    ]
    income = line("financial_income", lambda t: f"{flow.interest_on_cash[t]}+{exploitation.reserve_interest[t]}")
    tax = line("tax", lambda t: flow.tax[t])
    first, last = costs[0], costs[-1]
    indexed = (
        line("member_indexation", lambda t: "+".join(money.indexed[t] for money in flow.members))
        if flow.members
        else None
    )

    def result_of(t: int) -> str:
        more = f"-{indexed[t]}" if indexed else ""
        return f"{rent[t]}-SUM({first[t]}:{last[t].rpartition('!')[2]})+{income[t]}-{tax[t]}{more}"

    result = line("result", result_of, bold=True)
    members = line("equity_return", lambda t: flow.equity_return[t])
    retained = line("retained", lambda t: f"{result[t]}-{members[t]}")
    return costs[3], retained


def _write_balance(
    sheet: YearSheet, figures: Figures, mine: dict[str, YearSeries], depreciation: YearRow, kept: YearRow,
    exploitation: ExploitationRows, loans: LoansRows, flow: CashFlowRows,
) -> None:  # fmt: skip
    funding, plan = figures.here.funding, figures.plan
    cost = figures.here.cost
    total = one(cost.kept)
    equity, grants = one(funding.of_rank("equity")), one(funding.of_rank("grant"))
    unfunded = max(0.0, one(funding.gap))
    opening = plan.liquidity.opening + plan.maintenance_reserve.opening + early_income_of(plan)
    growth = np.concatenate([[0.0], by_year(figures.far.members.growth)])
    kept_apart = kept_apart_of(plan) - np.concatenate([[0.0], np.cumsum(by_year(figures.far.flow.released))])
    written_off = np.concatenate([[0.0], np.cumsum(mine["depreciation"])])
    retained = np.concatenate([[0.0], np.cumsum(mine["retained"])])
    debts = [np.concatenate([[one(loan.amount)], by_year(loan.balance)]) for loan in figures.far.loans]

    def line(
        name: str, first: str, formula: Formula, values: YearSeries, *, label: str | Linked = "", bold: bool = False
    ) -> YearRow:
        key = f"statements.balance.{name}"
        row = sheet.add(label or result_label(key), bold=bold).begin(first, values[0]).fill(formula, values[1:])
        sheet.book.places[key] = sheet.cell(row.number, 3)
        return row

    def same(value: float) -> YearSeries:
        return np.full(LONGEST + 1, value)

    sheet.part(_("Balance sheet: assets"))
    property_ = YearRow(sheet, sheet.row, False, "euro")
    line(
        "property",
        "total_investment-sold_cost" if plan.has_sales else "total_investment",
        lambda t: f"{property_[t - 1]}-{depreciation[t]}",
        total - written_off,
    )
    line("reserve", exploitation.reserve[0], lambda t: exploitation.reserve[t], mine["reserve"])
    last = line("liquidity", flow.liquidity[0], lambda t: flow.liquidity[t], mine["liquidity"])
    if plan.guarantee_fund:
        free = "guarantee_fund_released_in"
        still = f"AND(ISNUMBER({free}),{{year}}>={free})"
        last = line(
            "restricted",
            "guarantee_fund_amount",
            lambda t: f"IF({still.format(year=sheet.year(t))},0,guarantee_fund_amount)",
            kept_apart,
        )
    assets_values = total - written_off + mine["reserve"] + mine["liquidity"] + kept_apart

    def sum_of(first: YearRow, last: YearRow, t: int) -> str:
        return f"SUM({first[t]}:{last[t].rpartition('!')[2]})"

    assets = line("assets", sum_of(property_, last, 0), lambda t: sum_of(property_, last, t), assets_values, bold=True)
    sheet.part(_("Balance sheet: liabilities and equity"))
    first = YearRow(sheet, sheet.row, False, "euro")
    for number, (loan, values) in enumerate(zip(loans.loans, debts, strict=True)):
        line(f"loans[{number}]", loan.balance[0], loan.balance.__getitem__, values, label=loan.name)
    line("unfunded", "MAX(0,funding_gap)", lambda t: "MAX(0,funding_gap)", same(unfunded))
    line("member_equity", "own_money", lambda t: _with_growth("own_money", flow, t), equity + growth)
    line("grants", "grants", lambda t: "grants", same(grants))
    both = "liquidity_opening+reserve_opening"
    both += "".join(f"+early_income_{number}_amount" for number in range(1, len(plan.early_income) + 1))
    line("opening", both, lambda t: both, same(opening))
    gained = one(cost.sales.result)
    if plan.has_sales:
        line("sale_result", "sale_proceeds-sold_cost", lambda t: "sale_proceeds-sold_cost", same(gained))
    row = YearRow(sheet, sheet.row, False, "euro")
    sheet.add(result_label("statements.balance.retained")).fill(lambda t: f"{row[t - 1]}+{kept[t]}", retained[1:])
    sheet.book.places["statements.balance.retained"] = sheet.cell(row.number, 3)
    liabilities = sum(debts, start=np.zeros(LONGEST + 1)) + unfunded + equity + growth + grants + opening + retained
    liabilities = liabilities + (gained if plan.has_sales else 0.0)
    whole = line(
        "liabilities_and_equity", sum_of(first, row, 0), lambda t: sum_of(first, row, t), liabilities, bold=True
    )
    check = sheet.add(_("Difference (must be 0)"), "euro_cents")
    check.begin(f"ROUND({assets[0]}-{whole[0]},2)", 0.0).fill(
        lambda t: f"ROUND({assets[t]}-{whole[t]},2)", np.zeros(LONGEST)
    )


def _with_growth(start: str, flow: CashFlowRows, t: int) -> str:
    """Money of members in a year: what was there at the start, and what moved since."""
    return "+".join([start, *(f"{money.balance[t]}-{money.balance[0]}" for money in flow.members)])
