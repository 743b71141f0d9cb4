"""The investment sheet: every cost, the interest while building and the total (section 2 of the financing model)."""

from django.utils.translation import gettext as _

from financing.engine.documents import CostLine
from financing.engine.quantities import amount_of
from financing.plans.figures import headings, label_of, result_label
from financing.plans.reports.workbook.book import Book, Sheet
from financing.plans.reports.workbook.choices import is_, named, place_of, word
from financing.plans.reports.workbook.figures import Figures, one
from financing.plans.reports.workbook.homes import area_of, homes_of, number_of_homes
from financing.plans.reports.workbook.sales import write_sales

NAME, CATEGORY, PLAIN, FACTOR, GROWN, EXCL, RATE, VAT, INCL = range(9)


def write_investment(book: Book, figures: Figures) -> None:
    sheet = book.sheets["investment"]
    sheet.heading(
        str(headings.INVESTMENT), _("What it costs to get the homes. VAT is a cost: who lets homes cannot reclaim it.")
    )
    _write_sizes(sheet, figures)
    sheet.section(_("Costs"), INCL)
    heads = (
        str(headings.COST),
        label_of("investment.lines[].category"),
        _("At the price level"),
        _("Growth until it is built"),
        _("After growth"),
        result_label("investment.lines[].excl_vat"),
        _("VAT rate"),
        result_label("investment.lines[].vat"),
        result_label("investment.lines[].incl_vat"),
    )
    head_row = sheet.row
    sheet.heads(heads, left=(NAME, CATEGORY))
    last_row = head_row + len(figures.plan.investment.lines)
    for number, line in enumerate(figures.plan.investment.lines, start=1):
        _write_line(sheet, figures, number, line, head_row, last_row)
        sheet.row += 1
    _write_totals(sheet, figures, head_row, last_row)
    write_sales(sheet, figures, INCL)
    sheet.worksheet.set_column(0, 0, 44)
    sheet.worksheet.set_column(1, INCL, 16)
    sheet.worksheet.freeze_panes(3, 1)
    sheet.protect()


def _write_sizes(sheet: Sheet, figures: Figures) -> None:
    """How many homes and m² there are, and how far building costs grow."""
    plan = figures.plan
    count = range(1, len(plan.dwellings) + 1)
    area = "+".join(f"dwellings_{number}_count*dwellings_{number}_area_m2" for number in count) or "0"
    homes = "+".join(number_of_homes(plan, number) for number in count) or "0"
    built = "INT(construction_midpoint)-price_level_year+1"
    growth = (
        f"INDEX(factor_construction,{built})*(1+INDEX(growth_construction,{built}))"
        "^(construction_midpoint-INT(construction_midpoint))"
    )
    for name, label, formula, value, number in (
        ("homes", str(headings.HOMES), homes, plan.dwelling_count, "#,##0.##" if plan.dwelling_count % 1 else "count"),
        ("living_area", _("Living area, m²"), area, plan.living_area_m2, "number"),
        (
            "construction_growth",
            _("Growth of building costs until the middle of the building period"),
            growth,
            one(figures.here.indices.construction_at_midpoint),
            "factor",
        ),
    ):
        sheet.text(sheet.row, 0, label)
        sheet.book.name(name, sheet.formula(sheet.row, PLAIN, formula, value, number))
        sheet.row += 1


def _write_line(sheet: Sheet, figures: Figures, number: int, line: CostLine, head_row: int, last_row: int) -> None:
    plan, cost = figures.plan, figures.here.cost.lines[number - 1]
    row, name = sheet.row, f"cost_{number}"
    here = {col: f"{chr(ord('A') + col)}{row + 1}" for col in range(9)}
    column = {col: f"${chr(ord('A') + col)}${head_row + 1}:${chr(ord('A') + col)}${last_row + 1}" for col in range(9)}
    is_share = is_(f"{name}_form", "cost_forms", "share_of")
    plain = amount_of(line, plan)
    factor = one(figures.here.indices.construction_at_midpoint) if line.follows_construction_cost else 1.0
    grown = 0.0 if line.is_share else one(cost.excl_vat)
    sheet.formula(row, NAME, f"{name}_name", line.name, "text")
    sheet.formula(row, CATEGORY, f"{name}_category", word("categories", line.category), "text")
    homes, area = homes_of(plan, line.of), area_of(plan, line.of)
    amounts = f"{name}_value,{name}_value*{homes},{name}_value*{area},0"
    sheet.formula(row, PLAIN, f"CHOOSE({place_of(f'{name}_form', 'cost_forms')},{amounts})", plain)
    indexed = is_(f"{name}_indexed", "answers", "yes")
    sheet.formula(row, FACTOR, f"IF(AND({indexed},NOT({is_share})),construction_growth,1)", factor, "factor")
    sheet.formula(row, GROWN, f"{here[PLAIN]}*{here[FACTOR]}", grown)
    # A share line has nothing in the column it is a share of, so no share is part of another's base.
    of = f"{name}_share_of"
    base = f"IF({is_(of, 'bases', 'all')},SUM({column[GROWN]}),SUMIF({column[CATEGORY]},{of},{column[GROWN]}))"
    sheet.formula(row, EXCL, f"IF({is_share},{name}_value*{base},{here[GROWN]})", one(cost.excl_vat))
    sheet.formula(row, RATE, f"{name}_vat_rate", line.vat_rate, "percent")
    sheet.formula(row, VAT, f"{here[EXCL]}*{here[RATE]}", one(cost.vat))
    sheet.book.name(f"{name}_incl_vat", sheet.formula(row, INCL, f"{here[EXCL]}+{here[VAT]}", one(cost.incl_vat)))
    place = f"investment.lines[{number - 1}]"
    for col, key in ((EXCL, "excl_vat"), (VAT, "vat"), (INCL, "incl_vat")):
        sheet.book.places[f"{place}.{key}"] = sheet.cell(row, col)


def _write_totals(sheet: Sheet, figures: Figures, head_row: int, last_row: int) -> None:
    cost = figures.here.cost
    letters = {EXCL: "F", VAT: "H", INCL: "I"}
    categories = f"$B${head_row + 1}:$B${last_row + 1}"
    sums = {
        EXCL: [line.excl_vat for line in cost.lines],
        VAT: [line.vat for line in cost.lines],
        INCL: [line.incl_vat for line in cost.lines],
    }
    sheet.text(sheet.row, 0, _("All costs"), "total_label")
    for col in range(1, INCL + 1):
        sheet.text(sheet.row, col, "", "total_label")
    for col, letter in letters.items():
        whole = f"SUM({letter}{head_row + 1}:{letter}{last_row + 1})"
        cell = sheet.formula(sheet.row, col, whole, sum(map(one, sums[col])), style="total_label")
    sheet.book.name("all_costs", cell)
    land = f"SUMIF({categories},{named('categories', 'land')},$I${head_row + 1}:$I${last_row + 1})"
    interest = (
        "construction_interest_rate*construction_months/12*(land_incl_vat+outstanding_share*(all_costs-land_incl_vat))"
    )
    if figures.plan.investment.construction_interest_method == "monthly":
        interest = "construction_interest_found"
    metrics = figures.result.investment
    sheet.row += 1
    for name, label, formula, value, key, bold in (
        ("land_incl_vat", _("Of which ground, with VAT"), land, one(cost.land_incl_vat), "", False),
        (
            "construction_interest",
            result_label("investment.construction_interest"),
            interest,
            one(cost.construction_interest),
            "construction_interest",
            False,
        ),
        (
            "total_investment",
            result_label("investment.total"),
            "all_costs+construction_interest",
            one(cost.total),
            "total",
            True,
        ),
        (
            "",
            result_label("investment.per_dwelling"),
            'IF(homes=0,"-",total_investment/homes)',
            metrics.per_dwelling,
            "per_dwelling",
            False,
        ),
        (
            "",
            result_label("investment.per_m2"),
            'IF(living_area=0,"-",total_investment/living_area)',
            metrics.per_m2,
            "per_m2",
            False,
        ),
    ):
        style = "total_label" if bold else ""
        sheet.text(sheet.row, 0, label, style)
        for col in range(1, INCL):
            sheet.text(sheet.row, col, "", style)
        cell = sheet.formula(sheet.row, INCL, formula, value, style=style, key=f"investment.{key}" if key else "")
        if name:
            sheet.book.name(name, cell)
        sheet.row += 1
