"""Every input of a plan document, put on the inputs sheet part by part."""

from typing import Any

from django.utils.translation import gettext as _

from financing.engine import Plan
from financing.engine.cash_flow import FULL_LOSS_RELIEF
from financing.engine.development import HALF_A_CENT
from financing.engine.verdict import GAP_ALLOWED
from financing.plans.workbook.book import Book
from financing.plans.workbook.choices import CHOICES
from financing.plans.workbook.development_inputs import write_development_inputs
from financing.plans.workbook.funding_inputs import write_funding_inputs
from financing.plans.workbook.inputs import SPARE, Column, InputSheet, begin_inputs, numbered, source_of, yes


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
    _rules(sheet)
    sheet.protect()


def _general(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(_("The plan"), 11)
    given = source_of(plan, "name")
    sheet.value("plan_name", _("Name of the plan"), "text", plan.name, "", given)
    sheet.value("price_level_year", _("Price level year"), "year", plan.price_level_year, _("year"), given)
    sheet.value("first_year", _("First full year of letting"), "year", plan.first_year, _("year"), given)
    note = _("At most 75. For more years than were asked for: show the hidden columns behind the last year.")
    sheet.value(
        "horizon_years", _("How many years to calculate"), "horizon", plan.horizon_years, _("years"), f"{given}. {note}"
    )


def _series(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(_("Growth per year"), 11)
    for name, label in CHOICES["series"].items():
        series = getattr(plan.series, name)
        source = source_of(plan.series, name) if series else _("Left open: follows prices in general")
        sheet.value(f"series_{name}_rate", str(label), "rate", series and series.rate, _("% per year"), source)
    sheet.row += 1
    sheet.text(sheet.row, 0, _("Years with another growth"), font_color="#555555")
    sheet.row += 1
    columns = [
        Column("year", _("Year"), "year"),
        *(Column(name, str(label), "rate", "%") for name, label in CHOICES["series"].items()),
    ]
    given = {name: series.by_year for name in CHOICES["series"] if (series := getattr(plan.series, name))}
    years = sorted({year for rates in given.values() for year in rates})
    rows: list[dict[str, Any]] = [
        {"year": int(year), **{name: given.get(name, {}).get(year) for name in CHOICES["series"]}} for year in years
    ]
    rows += [dict.fromkeys(column.key for column in columns) for _spare in range(SPARE)]
    first = sheet.table(columns, numbered("other_growth", rows))
    for col, column in enumerate(columns):
        sheet.column(f"other_growth_{column.key}", col, first, len(rows))


def _homes(sheet: InputSheet, plan: Plan) -> None:
    sheet.section(_("Homes and rents"), 11)
    columns = [
        Column("name", _("Type of home"), "text"),
        Column("count", _("How many"), "count", _("homes")),
        Column("area_m2", _("Living area of one home"), "area", _("m²")),
        Column("monthly_rent", _("Rent per month"), "euro", "€"),
    ]
    rows = [home.model_dump() for home in plan.dwellings]
    sheet.table(columns, numbered("dwellings", rows), source_of(plan, "dwellings"))
    sheet.row += 1
    sheet.value(
        "vacancy_rate",
        _("Rent missed by empty homes"),
        "fraction",
        plan.vacancy_rate,
        _("part of the rents (%)"),
        source_of(plan, "vacancy_rate"),
    )
    sheet.value(
        "market_value",
        _("Value of the homes when they are let"),
        "euro",
        plan.market_value,
        "€",
        source_of(plan, "market_value"),
    )
    if plan.other_income:
        sheet.section(_("Other income"), 11)
        columns = [
            Column("name", _("What"), "text"),
            Column("amount", _("Amount per year"), "euro", "€"),
            Column("series", _("Grows with"), "series"),
            Column("subject_to_vacancy", _("Can be empty like a home"), "answers"),
        ]
        rows = [{**line.model_dump(), "subject_to_vacancy": yes(line.subject_to_vacancy)} for line in plan.other_income]
        sheet.table(columns, numbered("other_income", rows), source_of(plan, "other_income"))


def _investment(sheet: InputSheet, plan: Plan) -> None:
    part = plan.investment
    sheet.section(_("Investment"), 11)
    sheet.value(
        "construction_months",
        _("Months of building"),
        "months",
        part.construction_months,
        _("months"),
        source_of(part, "construction_months"),
    )
    sheet.value(
        "construction_midpoint",
        _("Middle of the building period"),
        "moment",
        part.midpoint,
        _("year"),
        _("As a year with a fraction: 2028.25 is the end of March 2028. Building costs grow until then."),
    )
    sheet.value(
        "construction_interest_rate",
        _("Interest while building"),
        "rate",
        part.construction_interest_rate,
        _("% per year"),
        source_of(part, "construction_interest_rate"),
    )
    columns = [
        Column("name", _("What"), "text"),
        Column("category", _("Kind of cost"), "categories"),
        Column("form", _("How the amount is given"), "cost_forms"),
        Column("value", _("How much, without VAT"), "amount", _("€ or %")),
        Column("share_of", _("Of what it is a share"), "bases"),
        Column("vat_rate", _("VAT"), "fraction", "%"),
        Column("indexed", _("Grows with building costs"), "answers"),
    ]
    rows = []
    for line in part.lines:
        amounts = {"fixed": line.fixed, "per_dwelling": line.per_dwelling, "per_m2": line.per_m2}
        form = "share_of" if line.is_share else next(form for form, amount in amounts.items() if amount is not None)
        rows.append(
            {
                "name": line.name,
                "category": line.category,
                "form": form,
                "value": line.share if line.is_share else amounts[form],
                "share_of": line.share_of or "all",
                "vat_rate": line.vat_rate,
                "indexed": yes(line.follows_construction_cost),
            }
        )
    if rows:
        sheet.row += 1
        sheet.table(columns, numbered("cost", rows), source_of(part, "lines"))


def _exploitation(sheet: InputSheet, plan: Plan) -> None:
    if plan.operating_costs:
        sheet.section(_("Running costs"), 11)
        columns = [
            Column("name", _("What"), "text"),
            Column("form", _("How the amount is given"), "operating_forms"),
            Column("value", _("How much per year"), "amount", _("€ or %")),
            Column("series", _("Grows with"), "series"),
            Column("from_year", _("First year"), "year"),
            Column("to_year", _("Last year"), "year"),
        ]
        rows = []
        for cost in plan.operating_costs:
            forms = {key: getattr(cost, key) for key in CHOICES["operating_forms"]}
            form = next(form for form, amount in forms.items() if amount is not None)
            rows.append({**cost.model_dump(), "form": form, "value": forms[form]})
        sheet.table(columns, numbered("running", rows), source_of(plan, "operating_costs"))
    _reserve(sheet, plan)
    lease = plan.ground_lease
    sheet.section(_("Ground rent (canon)"), 11)
    sheet.value(
        "canon_amount", _("Ground rent (canon) per year"), "euro", lease.amount, "€", source_of(lease, "amount")
    )
    sheet.value(
        "canon_rate", _("Or: this part of the value of the ground"), "rate", lease.rate, "%", source_of(lease, "rate")
    )
    sheet.value(
        "canon_land_value", _("Value of the ground"), "euro", lease.land_value, "€", source_of(lease, "land_value")
    )
    sheet.value(
        "first_canon_year",
        _("First year of ground rent"),
        "year",
        lease.first_canon_year,
        _("year"),
        source_of(lease, "first_canon_year"),
    )


def _reserve(sheet: InputSheet, plan: Plan) -> None:
    reserve = plan.maintenance_reserve
    sheet.section(_("Reserve for maintenance"), 11)
    sheet.value(
        "reserve_opening",
        _("Reserve for maintenance at the start"),
        "signed_euro",
        reserve.opening,
        "€",
        source_of(reserve, "opening"),
    )
    sheet.value(
        "reserve_rate", _("Interest on the reserve"), "rate", reserve.rate, _("% per year"), source_of(reserve, "rate")
    )
    sheet.value(
        "reserve_contribution",
        _("Into the reserve each year, in total"),
        "euro",
        reserve.contribution,
        "€",
        source_of(reserve, "contribution"),
    )
    sheet.value(
        "reserve_contribution_per_dwelling",
        _("Into the reserve each year, per home"),
        "euro",
        reserve.contribution_per_dwelling,
        "€",
        source_of(reserve, "contribution_per_dwelling"),
    )
    sheet.row += 1
    columns = [
        Column("name", _("Planned work"), "text"),
        Column("year", _("Year"), "year"),
        Column("amount", _("Amount"), "euro", "€"),
    ]
    rows = [*(item.model_dump() for item in reserve.items), *({"name": "", "year": None, "amount": None},) * SPARE]
    first = sheet.table(columns, numbered("planned", rows), source_of(reserve, "items"))
    sheet.column("planned_years", 1, first, len(rows))
    sheet.column("planned_amounts", 2, first, len(rows))


def _tax(sheet: InputSheet, plan: Plan) -> None:
    tax = plan.corporate_tax
    sheet.section(_("Corporate income tax and depreciation"), 11)
    sheet.value(
        "tax_enabled",
        _("The co-operative pays corporate income tax"),
        "answers",
        yes(tax.enabled),
        "",
        source_of(tax, "enabled"),
    )
    sheet.value(
        "depreciable_share",
        _("Part that is written off, of the investment without ground"),
        "fraction",
        tax.depreciable_share,
        "%",
        source_of(tax, "depreciable_share"),
    )
    sheet.value(
        "depreciation_years",
        _("Written off in"),
        "depreciation",
        tax.depreciation_years,
        _("years"),
        source_of(tax, "depreciation_years"),
    )
    sheet.row += 1
    columns = [
        Column("bracket", _("Bracket"), "label"),
        Column("up_to", _("Profit up to"), "euro", "€"),
        Column("rate", _("Tax"), "fraction", "%"),
    ]
    rows = [
        {"bracket": number, "up_to": bracket.up_to, "rate": bracket.rate}
        for number, bracket in enumerate(tax.brackets, start=1)
    ]
    source = (
        _("As the plan says")
        if "brackets" in tax.model_fields_set
        else _("Corporate Income Tax Act 1969 (Wet Vpb), article 22, rates since 2023")
    )
    sheet.table(columns, numbered("bracket", rows), source)


def _money(sheet: InputSheet, plan: Plan) -> None:
    cash = plan.liquidity
    sheet.section(_("Cash and value"), 11)
    sheet.value(
        "liquidity_opening", _("Cash at the start"), "signed_euro", cash.opening, "€", source_of(cash, "opening")
    )
    sheet.value(
        "deposit_rate",
        _("Interest on cash"),
        "rate",
        cash.deposit_rate,
        _("% per year"),
        source_of(cash, "deposit_rate"),
    )
    sheet.value(
        "overdraft_rate",
        _("Interest on a shortage of cash"),
        "rate",
        cash.overdraft_rate,
        _("% per year"),
        source_of(cash, "overdraft_rate"),
    )
    sheet.value(
        "discount_rate",
        _("Discount rate"),
        "rate",
        plan.discount_rate,
        _("% per year"),
        source_of(plan, "discount_rate"),
    )
    sheet.value(
        "exit_value",
        _("What the homes are worth at the end counts as"),
        "exits",
        plan.exit_value,
        "",
        source_of(plan, "exit_value"),
    )
    sheet.value(
        "exit_multiple",
        _("How many times the last net rent"),
        "multiple",
        plan.exit_multiple,
        "×",
        source_of(plan, "exit_multiple"),
    )


def _criteria(sheet: InputSheet, plan: Plan) -> None:
    wanted = plan.criteria
    sheet.section(_("What the plan must meet"), 11)
    open_ = _("Leave open to leave it out.")
    sheet.value(
        "asks_funding",
        _("The investment must be paid for"),
        "answers",
        yes(wanted.funding),
        "",
        source_of(wanted, "funding"),
    )
    sheet.value(
        "asks_liquidity",
        _("There must be enough cash every year"),
        "answers",
        yes(wanted.liquidity),
        "",
        source_of(wanted, "liquidity"),
    )
    sheet.value(
        "minimum_liquidity",
        _("Least cash to keep"),
        "signed_euro",
        plan.liquidity.minimum,
        "€",
        source_of(plan.liquidity, "minimum"),
    )
    sheet.value(
        "asks_reserve",
        _("The reserve for maintenance may not run short"),
        "answers",
        yes(wanted.reserve),
        "",
        source_of(wanted, "reserve"),
    )
    for name, label, kind, value, unit in (
        ("min_dscr", _("Room the bank asks (smallest DSCR)"), "ratio", wanted.min_dscr, "×"),
        ("max_ltv", _("The bank lends at most this part of the value"), "ratio_percent", wanted.max_ltv, "%"),
        (
            "min_equity_share",
            _("Own money and grants, at least this part of the investment"),
            "fraction",
            wanted.min_equity_share,
            "%",
        ),
    ):
        sheet.value(name, label, kind, value, unit, f"{source_of(wanted, name)}. {open_}")


def _rules(sheet: InputSheet) -> None:
    """What the calculation itself fixes, so that no formula hides a number."""
    sheet.section(_("Rules of the calculation"), 11)
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
        "full_loss_relief",
        _("Profit up to which earlier losses count in full"),
        "euro",
        FULL_LOSS_RELIEF,
        "€",
        _("Corporate Income Tax Act 1969 (Wet Vpb), article 20"),
    )
    sheet.rule(
        "loss_relief_above",
        _("Part of the profit above it against which they count"),
        "percent",
        0.5,
        "",
        _("Corporate Income Tax Act 1969 (Wet Vpb), article 20"),
    )
