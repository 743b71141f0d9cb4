"""Homes that are sold, on the investment sheet: what they bring in, and what is left to pay for (section 11.2)."""

from django.utils.translation import gettext as _

from financing.engine.documents import Dwelling
from financing.engine.sales import AT_COST, cost_share_of
from financing.plans.figures import headings, label_of, result_label
from financing.plans.reports.workbook.book import Sheet
from financing.plans.reports.workbook.figures import Figures, one
from financing.plans.reports.workbook.homes import area_of
from financing.plans.reports.workbook.indices import factor_in

PRICE, SHARE, SOLD, COST, PROCEEDS = range(1, 6)


def write_sales(sheet: Sheet, figures: Figures, last_col: int) -> None:
    """For a plan that sells nothing the whole investment is left to pay for."""
    plan, cost = figures.plan, figures.here.cost
    places = sheet.book.places
    if not plan.has_sales:
        places["investment.net"] = places["investment.total"]
        sheet.book.name("net_investment", places["investment.net"])
        return
    sheet.section(result_label("investment.sale_proceeds"), last_col)
    if plan.corporate_tax.enabled:
        sheet.text(sheet.row, 0, str(headings.NO_TAX_ON_SALES), "lead")
        sheet.row += 1
    heads = (
        label_of("dwellings"),
        label_of("dwellings[].sale_price"),
        label_of("dwellings[].cost_share"),
        label_of("dwellings[].sold_share"),
        str(headings.COST),
        _("What it brings in"),
    )
    sheet.heads(heads)
    first = sheet.row + 1
    for number, dwelling in enumerate(plan.dwellings, start=1):
        if dwelling.is_sold:
            _write_type(sheet, figures, number, dwelling)
    rows = (
        ("sold_cost", _("What the homes that are sold cost"), "E", one(cost.sales.cost), ""),
        ("sale_proceeds", result_label("investment.sale_proceeds"), "F", one(cost.sales.proceeds), "sale_proceeds"),
    )
    last = sheet.row
    for name, label, column, value, key in rows:
        sheet.text(sheet.row, 0, label)
        whole = f"SUM({column}{first}:{column}{last})"
        cell = sheet.formula(sheet.row, PROCEEDS, whole, value, key=f"investment.{key}" if key else "")
        sheet.book.name(name, cell)
        sheet.row += 1
    sheet.text(sheet.row, 0, result_label("investment.net"), "total_label")
    net = sheet.formula(
        sheet.row, PROCEEDS, "total_investment-sale_proceeds", one(cost.net), style="total_label", key="investment.net"
    )
    sheet.book.name("net_investment", net)
    sheet.row += 1


def _write_type(sheet: Sheet, figures: Figures, number: int, dwelling: Dwelling) -> None:
    plan, row, name = figures.plan, sheet.row, f"dwellings_{number}"
    part = cost_share_of(dwelling, plan)
    cost = dwelling.sold_share * part * one(figures.here.cost.total)
    sheet.formula(row, 0, f"{name}_name", dwelling.name, "text")
    by_area = f"IF(living_area=0,0,{area_of(plan, [dwelling.name])}/living_area)"
    if dwelling.cost_share is not None:
        by_area = f"IF(ISNUMBER({name}_cost_share),{name}_cost_share,{by_area})"
    share = sheet.formula(row, SHARE, by_area, part, "percent")
    sheet.book.name(f"{name}_part_of_cost", share)
    sold = ""
    if _has_shares(figures):
        sheet.formula(row, SOLD, f"{name}_sold_share", dwelling.sold_share, "percent")
        sold = f"D{row + 1}*"
    sheet.formula(row, COST, f"{sold}C{row + 1}*total_investment", cost)
    if dwelling.sale_price == AT_COST:
        sheet.formula(row, PROCEEDS, f"E{row + 1}", cost)
    else:
        price = float(dwelling.sale_price or 0.0)
        grows = "*" + factor_in("market_value", "first_year") if dwelling.sale_price_indexed else ""
        index = one(figures.here.indices["market_value"]) if dwelling.sale_price_indexed else 1.0
        sheet.formula(row, PRICE, f"{name}_sale_price{grows}", price * index)
        brings = dwelling.count * price * index * dwelling.sold_share
        proceeds = sheet.formula(row, PROCEEDS, f"{sold}{name}_count*B{row + 1}", brings)
        sheet.book.name(f"{name}_proceeds", proceeds)
    sheet.row += 1


def _has_shares(figures: Figures) -> bool:
    return any(dwelling.sold_share != 1 for dwelling in figures.plan.dwellings)
