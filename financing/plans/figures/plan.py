"""The figures of a plan document: for each path of `coophub.plan/1` what it is called.

The only place with these words.
"""

from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words, percent
from financing.plans.figures import choices, headings
from financing.plans.figures.benchmarks import NATIONAL_FUND_ASKS, VAT_RATE
from financing.plans.figures.figure import Figure
from financing.plans.figures.kinds import (
    AREA,
    CHOICE,
    COUNT,
    EURO,
    GROUP,
    MOMENT,
    MONTH,
    MONTHS,
    NUMBER,
    RATE,
    RATIO,
    SHARE,
    TEXT,
    YEAR,
    YEARS,
    YES_NO,
)

_WHICH_PART = _("Which part")
_LEAVE_OPEN = _("Leave open to leave it out.")
_ONLY_A_LOAN = _("Only for a loan.")


def _growth(name: str, label: Words, text: Words = "", benchmark: str = "") -> tuple[Figure, ...]:
    path = f"series.{name}"
    return (
        Figure(path, label, GROUP),
        Figure(f"{path}.rate", label, RATE, text, benchmark=benchmark),
        Figure(f"{path}.by_year", label, RATE),
    )


def _in_total(rows: str) -> Figure:
    return Figure(f"{rows}.fixed", _("In total, in euros"), EURO, short=_("in total"))


def _per_home(rows: str) -> Figure:
    return Figure(f"{rows}.per_dwelling", _("Per home, in euros"), EURO, short=_("per home"))


def _per_m2(rows: str) -> Figure:
    return Figure(f"{rows}.per_m2", _("Per m² of living area, in euros"), EURO, short=_("per m²"))


def _grows_with(rows: str) -> Figure:
    return Figure(f"{rows}.series", _("Grows with"), CHOICE, choices=choices.SERIES)


def _vat_help() -> str:
    return gettext("For building and advice %(rate)s. It cannot be reclaimed for homes that are let.") % {
        "rate": percent(VAT_RATE)
    }


def _equity_help() -> str:
    asked = gettext("For rental homes that it helps to build, the national fund asks %(share)s.") % {
        "share": percent(NATIONAL_FUND_ASKS)
    }
    return f"{asked} {_LEAVE_OPEN}"


YEARS_AND_GROWTH = (
    Figure("name", _("Name of the plan"), TEXT),
    Figure(
        "price_level_year",
        _("Price level year"),
        YEAR,
        _("All amounts you fill in are in money of 1 January of this year."),
    ),
    Figure("first_year", _("First full year of letting"), YEAR),
    Figure(
        "horizon_years",
        _("How many years to calculate"),
        COUNT,
        _("Long enough to see the loans repaid, for example 50."),
        own_unit=YEARS.unit,
        benchmark="horizon_years",
    ),
    Figure("series", _("Growth per year"), GROUP),
    *_growth("inflation", _("Prices in general, per year"), _("What everything becomes dearer by."), "inflation"),
    *_growth("rent", _("Rents, per year"), _("The law sets a maximum each year."), "rent_growth"),
    *_growth(
        "construction",
        _("Building costs, per year"),
        _("Until the middle of the building period."),
        "construction_growth",
    ),
    *_growth(
        "maintenance",
        _("Maintenance costs, per year"),
        _("Repairs and the reserve for large works."),
        "maintenance_growth",
    ),
    *_growth("canon", _("Ground rent, per year"), _("As the lease says."), "canon_growth"),
    *_growth(
        "market_value", _("Value of homes, per year"), _("The bank compares its loan with that value."), "value_growth"
    ),
)

HOMES_AND_RENTS = (
    Figure("dwellings", _("Type of home"), GROUP),
    Figure("dwellings[].name", _("Type of home"), TEXT, _("For example: two rooms.")),
    Figure("dwellings[].count", _("How many"), COUNT, own_unit=_("homes")),
    Figure("dwellings[].area_m2", _("Living area of one home"), AREA, benchmark="area_m2"),
    Figure(
        "dwellings[].monthly_rent", _("Rent per month"), EURO, _("Without service costs."), benchmark="monthly_rent"
    ),
    Figure("other_income", _("Other income"), GROUP),
    Figure("other_income[].name", headings.WHAT, TEXT, _("For example: parking, or a room that is let.")),
    Figure("other_income[].amount", _("Amount per year"), EURO),
    _grows_with("other_income[]"),
    Figure("other_income[].subject_to_vacancy", _("Can be empty like a home"), YES_NO),
    Figure(
        "vacancy_rate",
        _("Rent missed by empty homes"),
        SHARE,
        _("1% is about four days a year for each home."),
        own_unit=_("part of the rents (%)"),
        benchmark="vacancy_rate",
    ),
    Figure(
        "market_value",
        _("Value of the homes when they are let"),
        EURO,
        _("Of all homes together, as a valuer would say. The bank compares its loan with it."),
    ),
)

INVESTMENT = (
    Figure("investment", headings.INVESTMENT, GROUP),
    Figure(
        "investment.construction_months",
        _("Months of building"),
        COUNT,
        own_unit=MONTHS.unit,
        benchmark="construction_months",
    ),
    Figure(
        "investment.midpoint",
        _("Middle of the building period"),
        MOMENT,
        _("As a year with a fraction: 2028.25 is the end of March 2028. Building costs grow until then."),
    ),
    Figure(
        "investment.construction_interest_rate",
        headings.INTEREST_WHILE_BUILDING,
        RATE,
        _("What you pay on money that is spent before anyone lives there."),
        benchmark="construction_interest_rate",
    ),
    Figure("investment.lines", headings.COST, GROUP),
    Figure("investment.lines[].name", headings.WHAT, TEXT),
    Figure("investment.lines[].category", _("Kind of cost"), CHOICE, choices=choices.CATEGORIES),
    _in_total("investment.lines[]"),
    _per_home("investment.lines[]"),
    _per_m2("investment.lines[]"),
    Figure("investment.lines[].share_of", _("A part of"), CHOICE, short=_("share of"), choices=choices.BASES),
    Figure("investment.lines[].share", _WHICH_PART, SHARE),
    Figure("investment.lines[].vat_rate", headings.VAT, SHARE, lazy(_vat_help, str)()),
    Figure("investment.lines[].indexed", _("Grows with the building costs"), YES_NO),
)

FUNDING = (
    Figure("funding", _("Source of money"), GROUP),
    Figure("funding[].name", _("From whom"), TEXT),
    Figure("funding[].kind", _("Kind of money"), CHOICE, choices=choices.MONEY),
    Figure("funding[].rank", _("Its turn"), CHOICE, choices=choices.RANKS),
    _in_total("funding[]"),
    _per_home("funding[]"),
    Figure(
        "funding[].share_of_investment",
        _("As a percentage of the investment"),
        SHARE,
        short=_("share of the investment"),
    ),
    Figure(
        "funding[].share_of_market_value",
        _("As a percentage of the value of the homes"),
        SHARE,
        short=_("share of the value"),
    ),
    Figure("funding[].remainder", _("What is still missing"), YES_NO),
    Figure("funding[].rate", _("Interest per year"), RATE, _ONLY_A_LOAN),
    Figure("funding[].term_years", _("Years to repay in"), YEARS, _ONLY_A_LOAN),
    Figure("funding[].repayment", _("How it is repaid"), CHOICE, _ONLY_A_LOAN, choices=choices.REPAYMENTS),
    Figure("funding[].payments_per_year", _("Payments a year"), COUNT, own_unit="1, 4, 12"),
    Figure("funding[].balloon_share", _("Repaid only at the end"), SHARE, own_unit=_("part of the loan (%)")),
    Figure("funding[].grace_years", _("Years without repayment"), YEARS),
    Figure("funding[].capitalise_interest", _("Interest of those years is added to the loan"), YES_NO),
    Figure("funding[].rate_resets", _("Changes of the interest"), GROUP),
    Figure("funding[].rate_resets[].after_years", _("New interest after"), YEARS),
    Figure("funding[].rate_resets[].rate", _("New interest per year"), RATE),
    Figure("funding[].guarantee_fee", _("Fee for the guarantee"), RATE),
    Figure(
        "funding[].return_rate", _("Return for members per year"), RATE, _("Only for money of members that stays in.")
    ),
)

RUNNING_COSTS = (
    Figure("operating_costs", headings.COST, GROUP),
    Figure("operating_costs[].name", headings.WHAT, TEXT),
    _in_total("operating_costs[]"),
    _per_home("operating_costs[]"),
    _per_m2("operating_costs[]"),
    Figure(
        "operating_costs[].share_of_gross_rent", _("As a percentage of the rents"), SHARE, short=_("share of the rents")
    ),
    _grows_with("operating_costs[]"),
    Figure("operating_costs[].from_year", _("First year"), YEAR),
    Figure("operating_costs[].to_year", _("Last year"), YEAR),
    Figure("maintenance_reserve", _("Reserve for maintenance"), GROUP),
    Figure("maintenance_reserve.opening", _("Reserve for maintenance at the start"), EURO),
    Figure("maintenance_reserve.rate", _("Interest on the reserve"), RATE, benchmark="reserve_rate"),
    Figure("maintenance_reserve.contribution", _("Into the reserve each year, in total"), EURO),
    Figure(
        "maintenance_reserve.contribution_per_dwelling",
        _("Into the reserve each year, per home"),
        EURO,
        _("For roofs, window frames, heating and painting."),
        benchmark="reserve_per_dwelling",
    ),
    Figure("maintenance_reserve.items", headings.PLANNED_WORK, GROUP),
    Figure("maintenance_reserve.items[].name", headings.WHAT, TEXT, _("For example: painting.")),
    Figure("maintenance_reserve.items[].year", headings.YEAR, YEAR),
    Figure("maintenance_reserve.items[].amount", headings.AMOUNT, EURO, _("In money of the price level year.")),
    Figure("ground_lease", _("Ground rent (canon)"), GROUP),
    Figure("ground_lease.amount", _("Ground rent (canon) per year"), EURO, _("Only when the ground is leased.")),
    Figure("ground_lease.rate", _("Ground rent as a part of the value of the ground"), RATE),
    Figure("ground_lease.land_value", _("Value of the ground"), EURO),
    Figure("ground_lease.first_canon_year", _("First year of ground rent"), YEAR),
)

DEMANDS = (
    Figure("corporate_tax", _("Corporate income tax and depreciation"), GROUP),
    Figure("corporate_tax.enabled", _("The co-operative pays corporate income tax"), YES_NO, _("Ask a tax adviser.")),
    Figure("corporate_tax.depreciable_share", _("Part that is written off, of the investment without ground"), SHARE),
    Figure("corporate_tax.depreciation_years", _("Written off in"), YEARS),
    Figure("corporate_tax.brackets", _("Tax bracket"), GROUP),
    Figure("corporate_tax.brackets[].up_to", _("Bracket of the tax up to"), EURO),
    Figure("corporate_tax.brackets[].rate", _("Tax in this bracket"), SHARE),
    Figure("liquidity", _("Cash and value"), GROUP),
    Figure("liquidity.opening", _("Cash at the start"), EURO),
    Figure("liquidity.minimum", _("Least cash to keep"), EURO),
    Figure("liquidity.deposit_rate", _("Interest on cash"), RATE),
    Figure("liquidity.overdraft_rate", _("Interest on a shortage of cash"), RATE),
    Figure("discount_rate", _("Discount rate"), RATE, _("For the present value."), benchmark="discount_rate"),
    Figure("exit_value", _("What the homes are worth at the end counts as"), CHOICE, choices=choices.EXITS),
    Figure("exit_multiple", _("How many times the last net rent"), NUMBER, own_unit="×"),
    Figure("criteria", headings.DEMANDS, GROUP),
    Figure("criteria.funding", _("The investment must be paid for"), YES_NO),
    Figure("criteria.liquidity", _("There must be enough cash every year"), YES_NO),
    Figure("criteria.reserve", _("The reserve for maintenance may not run short"), YES_NO),
    Figure(
        "criteria.min_dscr",
        _("Room the bank asks (smallest DSCR)"),
        RATIO,
        _("1.10 means 10% more income than the bank asks each year. Leave open to leave it out."),
        benchmark="min_dscr",
    ),
    Figure(
        "criteria.max_ltv", _("The bank lends at most this part of the value"), SHARE, _LEAVE_OPEN, benchmark="max_ltv"
    ),
    Figure(
        "criteria.min_equity_share",
        _("Own money and grants, at least this part of the investment"),
        SHARE,
        lazy(_equity_help, str)(),
        benchmark="min_equity_share",
    ),
)

DEVELOPMENT = (
    Figure("development", headings.UNTIL_THE_FIRST_RENT, GROUP),
    Figure(
        "development.start",
        _("First month in which you pay something"),
        MONTH,
        _(
            "With this and the next month filled in you see, month by month, what has to be paid and who has "
            "to advance it."
        ),
    ),
    Figure(
        "development.construction_start",
        _("Month in which building starts"),
        MONTH,
        _("From then on loans can be drawn. Fill in both months, or neither."),
    ),
    Figure("development.spend", _("Months in which a cost is paid"), GROUP),
    Figure("development.spend[].line", headings.COST, TEXT),
    Figure("development.spend[].from", _("Paid from"), MONTH),
    Figure("development.spend[].to", _("Paid up to"), MONTH),
    Figure("development.spend[].share", _WHICH_PART, SHARE),
    Figure("development.available", _("Month from which a source can be used"), GROUP),
    Figure("development.available[].source", headings.SOURCE, TEXT),
    Figure("development.available[].from", _("Can be used from"), MONTH),
)

FIGURES: dict[str, Figure] = {
    figure.path: figure
    for part in (YEARS_AND_GROWTH, HOMES_AND_RENTS, INVESTMENT, FUNDING, RUNNING_COSTS, DEMANDS, DEVELOPMENT)
    for figure in part
}
