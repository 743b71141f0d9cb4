"""Every input of a plan document, put on the inputs sheet part by part."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.cash_flow import FULL_LOSS_RELIEF
from financing.engine.development import HALF_A_CENT
from financing.engine.documents import Part
from financing.engine.returns import RATES_TRIED, SMALLEST_STEP
from financing.engine.sales import AT_COST
from financing.engine.verdict import GAP_ALLOWED
from financing.plans.figures import FIGURES, headings, keys_of, label_of
from financing.plans.figures.choices import SERIES
from financing.plans.reports.workbook.book import Book
from financing.plans.reports.workbook.choices import CHOICES
from financing.plans.reports.workbook.development_inputs import serial_of, write_development_inputs
from financing.plans.reports.workbook.fixed_choices import FIXED, differing, write_fixed_choices
from financing.plans.reports.workbook.funding_inputs import write_funding_inputs
from financing.plans.reports.workbook.indices import cell_of, names_in
from financing.plans.reports.workbook.inputs import (
    LAST_COL,
    SPARE,
    InputColumn,
    InputSheet,
    amount_columns,
    as_the_plan_says,
    begin_inputs,
    column,
    columns_of,
    numbered,
    source_of,
)

RATES_SINCE = 2023
"""The brackets of the engine's own."""


def write_inputs(book: Book, plan: Plan) -> None:
    """The whole sheet. What the plan leaves out stands there with its standard value, or empty."""
    sheet = begin_inputs(book)
    _general(sheet, plan)
    _series(sheet, plan)
    _homes(sheet, plan)
    _investment(sheet, plan)
    write_funding_inputs(sheet, plan)
    write_development_inputs(sheet, plan)
    _exploitation(sheet, plan)
    _tax(sheet, plan)
    _money(sheet, plan)
    _criteria(sheet, plan)
    write_fixed_choices(sheet, plan)
    _rules(sheet)
    sheet.protect()


def _given(sheet: InputSheet, part: Part, group: str, names: dict[str, str]) -> None:
    """One input for each figure of a part of the plan; `names` has by key what its cell is called."""
    for key, name in names.items():
        sheet.figure(name, f"{group}.{key}".lstrip("."), getattr(part, key), source_of(part, key))


def _group(sheet: InputSheet, part: Part, group: str, names: dict[str, str], but: tuple[str, ...] = ()) -> None:
    """One input for each figure of a group, but for those in `but`.

    A cell that has no name in `names` is called after the group and the key.
    """
    _given(sheet, part, group, {key: names.get(key, f"{group}_{key}") for key in keys_of(group) if key not in but})


def _general(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(_("The plan"), LAST_COL)
    names = {"name": "plan_name", "price_level_year": "price_level_year", "first_year": "first_year"}
    _given(sheet, plan, "", names)
    note = _("For more years than were asked for: show the hidden columns behind the last year.")
    sheet.figure("horizon_years", "horizon_years", plan.horizon_years, f"{source_of(plan, 'horizon_years')}. {note}")


def _series(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(label_of("series"), LAST_COL)
    for name in SERIES:
        series = plan.series.named(name)
        source = source_of(plan.series, name) if series else _("Left open: follows prices in general")
        sheet.figure(f"series_{name}_rate", f"series.{name}.rate", series and series.rate, source)
    for name, series in plan.series.of_its_own.items():
        sheet.figure(f"series_{cell_of(plan, name)}_rate", f"series.{name}.rate", series.rate, as_the_plan_says())
    sheet.row += 1
    sheet.text(sheet.row, 0, _("Years with another growth"), font_color="#555555")
    sheet.row += 1
    columns = [
        column("maintenance_reserve.items[].year"),
        *(column(f"series.{name}.by_year", cell_of(plan, name)) for name in names_in(plan)),
    ]
    given = {cell_of(plan, name): series.by_year for name in names_in(plan) if (series := plan.series.named(name))}
    years = sorted({year for rates in given.values() for year in rates})
    cells = [cell_of(plan, name) for name in names_in(plan)]
    rows: list[dict[str, Any]] = [
        {"year": int(year), **{name: given.get(name, {}).get(year) for name in cells}} for year in years
    ]
    rows += [dict.fromkeys(column.key for column in columns) for _spare in range(SPARE)]
    first = sheet.table(columns, numbered("other_growth", rows))
    for col, each in enumerate(columns):
        sheet.column(f"other_growth_{each.key}", col, first, len(rows))


def _homes(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(str(headings.HOMES_AND_RENTS), LAST_COL)
    rows = [
        {**home.model_dump(), "sale_price": None if home.sale_price == AT_COST else home.sale_price}
        for home in plan.dwellings
    ]
    columns = columns_of(
        "dwellings[]", but=_unused("dwellings[]", plan.dwellings, ("name", "count", "area_m2", "monthly_rent"))
    )
    sheet.table(columns, numbered("dwellings", rows), source_of(plan, "dwellings"))
    sheet.row += 1
    _given(sheet, plan, "", {"vacancy_rate": "vacancy_rate", "market_value": "market_value"})
    if plan.early_income:
        sheet.section(label_of("early_income"), LAST_COL)
        rows = [{**income.model_dump(), "month": serial_of(income.month)} for income in plan.early_income]
        sheet.table(columns_of("early_income[]"), numbered("early_income", rows), source_of(plan, "early_income"))
    if plan.other_income:
        sheet.section(label_of("other_income"), LAST_COL)
        rows = [line.model_dump() for line in plan.other_income]
        sheet.table(columns_of("other_income[]"), numbered("other_income", rows), source_of(plan, "other_income"))


def _unused(rows: str, items: Sequence[Part], always: tuple[str, ...]) -> tuple[str, ...]:
    """The keys of a list of which no row says anything; those in `always` have a column in every workbook."""
    keys = keys_of(rows)
    shown = [key for key in differing(items, keys) if key not in FIXED]
    return tuple(key for key in keys if key not in (*always, *shown))


def _investment(sheet: InputSheet, plan: Plan) -> None:
    part = plan.investment
    sheet.section(label_of("investment"), LAST_COL)
    _given(sheet, part, "investment", {"construction_months": "construction_months"})
    help_text = str(FIGURES["investment.midpoint"].help)
    sheet.figure("construction_midpoint", "investment.midpoint", part.midpoint, help_text)
    rate = "prefinance_rate" if part.construction_interest_method == "monthly" else "construction_interest_rate"
    _given(sheet, part, "investment", {rate: rate})
    columns = columns_of(
        "investment.lines[]",
        but=("per_dwelling", "per_m2", "share"),
        instead={"fixed": amount_columns("cost_forms", _("How much, without VAT"))},
    )
    rows = []
    for line in part.lines:
        amounts = {"fixed": line.fixed, "per_dwelling": line.per_dwelling, "per_m2": line.per_m2}
        form = "share_of" if line.is_share else next(form for form, amount in amounts.items() if amount is not None)
        rows.append(
            {
                **line.model_dump(),
                "form": form,
                "value": line.share if line.is_share else amounts[form],
                "share_of": line.share_of or "all",
                "indexed": line.follows_construction_cost,
            }
        )
    if rows:
        sheet.row += 1
        sheet.table(columns, numbered("cost", rows), source_of(part, "lines"))


def _exploitation(sheet: InputSheet, plan: Plan) -> None:
    if plan.operating_costs:
        sheet.section(str(headings.RUNNING_COSTS), LAST_COL)
        columns = columns_of(
            "operating_costs[]",
            but=("per_dwelling", "per_m2", "share_of_gross_rent", "follows_letting"),
            instead={"fixed": amount_columns("operating_forms", headings.HOW_MUCH_A_YEAR)},
        )
        rows = []
        for cost in plan.operating_costs:
            forms = {key: getattr(cost, key) for key in CHOICES["operating_forms"]}
            form = next(form for form, amount in forms.items() if amount is not None)
            rows.append({**cost.model_dump(), "form": form, "value": forms[form]})
        sheet.table(columns, numbered("running", rows), source_of(plan, "operating_costs"))
    _reserve(sheet, plan)
    sheet.section(label_of("ground_lease"), LAST_COL)
    names = {
        "amount": "canon_amount",
        "rate": "canon_rate",
        "land_value": "canon_land_value",
        "first_canon_year": "first_canon_year",
    }
    _group(sheet, plan.ground_lease, "ground_lease", names)


def _reserve(sheet: InputSheet, plan: Plan) -> None:
    reserve = plan.maintenance_reserve
    sheet.section(label_of("maintenance_reserve"), LAST_COL)
    names = {key: f"reserve_{key}" for key in keys_of("maintenance_reserve")}
    _group(sheet, reserve, "maintenance_reserve", names, but=("follows_letting",))
    sheet.row += 1
    columns = columns_of("maintenance_reserve.items[]")
    rows = [*(item.model_dump() for item in reserve.items), *({"name": "", "year": None, "amount": None},) * SPARE]
    sheet.text(sheet.row, 0, label_of("maintenance_reserve.items"), font_color="#555555")
    sheet.row += 1
    first = sheet.table(columns, numbered("planned", rows), source_of(reserve, "items"))
    sheet.column("planned_years", 1, first, len(rows))
    sheet.column("planned_amounts", 2, first, len(rows))


def _tax(sheet: InputSheet, plan: Plan) -> None:
    tax = plan.corporate_tax
    sheet.section(label_of("corporate_tax"), LAST_COL)
    names = {
        "enabled": "tax_enabled",
        "depreciable_share": "depreciable_share",
        "depreciation_years": "depreciation_years",
    }
    _group(sheet, tax, "corporate_tax", names)
    sheet.row += 1
    bracket = InputColumn("bracket", label_of("corporate_tax.brackets"))
    columns = [bracket, *columns_of("corporate_tax.brackets[]")]
    rows = [{"bracket": number, **bracket.model_dump()} for number, bracket in enumerate(tax.brackets, start=1)]
    source = (
        as_the_plan_says()
        if "brackets" in tax.model_fields_set
        else _("Corporate Income Tax Act 1969 (Wet Vpb), article 22, rates since %(year)s") % {"year": RATES_SINCE}
    )
    sheet.table(columns, numbered("bracket", rows), source)


def _money(sheet: InputSheet, plan: Plan) -> None:
    if plan.guarantee_fund:
        sheet.section(label_of("guarantee_fund"), LAST_COL)
        names = {key: f"guarantee_fund_{key}" for key in keys_of("guarantee_fund")}
        _group(sheet, plan.guarantee_fund, "guarantee_fund", names)
    sheet.section(label_of("liquidity"), LAST_COL)
    names = {"opening": "liquidity_opening", "deposit_rate": "deposit_rate", "overdraft_rate": "overdraft_rate"}
    _group(sheet, plan.liquidity, "liquidity", names, but=("minimum",))
    _given(sheet, plan, "", {key: key for key in ("discount_rate", "exit_value", "exit_multiple")})


def _criteria(sheet: InputSheet, plan: Plan) -> None:
    wanted = plan.criteria
    sheet.section(label_of("criteria"), LAST_COL)
    _given(sheet, wanted, "criteria", {"funding": "asks_funding", "liquidity": "asks_liquidity"})
    _given(sheet, plan.liquidity, "liquidity", {"minimum": "minimum_liquidity"})
    _given(sheet, wanted, "criteria", {"reserve": "asks_reserve"})
    for key in ("min_dscr", "min_dscr_total", "max_ltv", "min_equity_share"):
        path = f"criteria.{key}"
        sheet.figure(key, path, getattr(wanted, key), f"{source_of(wanted, key)}. {FIGURES[path].help}")


def _rules(sheet: InputSheet) -> None:
    """What the calculation itself fixes, so that no formula hides a number."""
    sheet.section(_("Rules of the calculation"), LAST_COL)
    sheet.text(sheet.row, 0, _("These are not to be filled in: they are the same for every plan."), "lead")
    sheet.row += 1
    sheet.rule(
        "outstanding_share",
        _("Part of the building costs that is outstanding on average"),
        "percent",
        0.5,
        "",
        _("Ground is paid for the whole building period, everything else on average for half of it."),
    )
    sheet.rule("gap_allowed", _("A shortage up to this much is rounding"), "euro_cents", GAP_ALLOWED, "€", "")
    sheet.rule("half_a_cent", _("Less than this need not be advanced"), "0.000", HALF_A_CENT, "€", "")
    sheet.rule(
        "lowest_rate_tried", _("Lowest rate of return that is looked for"), "percent", float(RATES_TRIED[0]), "", ""
    )
    sheet.rule("smallest_rate_step", _("Smallest step between two rates that are tried"), "rate", SMALLEST_STEP, "", "")
    losses = _("Corporate Income Tax Act 1969 (Wet Vpb), article 20")
    sheet.rule(
        "full_loss_relief",
        _("Profit up to which earlier losses count in full"),
        "euro",
        FULL_LOSS_RELIEF,
        "€",
        losses,
    )
    sheet.rule(
        "loss_relief_above", _("Part of the profit above it against which they count"), "percent", 0.5, "", losses
    )
