"""What stands above the parts of a plan, its tables and their columns: on the page, on paper and in the spreadsheet."""

from django.utils.translation import gettext_lazy as _

from coophub.web.formats import Words
from financing.plans.figures.plan import FIGURES

YEARS_AND_GROWTH = _("Years and growth")
HOMES_AND_RENTS = _("Homes and rents")
INVESTMENT = FIGURES["investment"].label
FUNDING = _("Where the money comes from")
RUNNING_COSTS = _("Running costs")
ROOMS = _("Rooms")
DEMANDS = FIGURES["criteria"].label
UNTIL_THE_FIRST_RENT = FIGURES["development"].label

_PART_OF: dict[str, Words] = {
    "name": YEARS_AND_GROWTH,
    "price_level_year": YEARS_AND_GROWTH,
    "first_year": YEARS_AND_GROWTH,
    "horizon_years": YEARS_AND_GROWTH,
    "series": YEARS_AND_GROWTH,
    "dwellings": HOMES_AND_RENTS,
    "other_income": HOMES_AND_RENTS,
    "vacancy_rate": HOMES_AND_RENTS,
    "market_value": HOMES_AND_RENTS,
    "investment": INVESTMENT,
    "funding": FUNDING,
    "operating_costs": RUNNING_COSTS,
    "maintenance_reserve": RUNNING_COSTS,
    "ground_lease": RUNNING_COSTS,
    "corporate_tax": DEMANDS,
    "liquidity": DEMANDS,
    "discount_rate": DEMANDS,
    "exit_value": DEMANDS,
    "exit_multiple": DEMANDS,
    "criteria": DEMANDS,
    "development": UNTIL_THE_FIRST_RENT,
    "early_income": UNTIL_THE_FIRST_RENT,
    "guarantee_fund": FUNDING,
}
"""By the first key of a path."""


def part_of(path: str) -> str:
    """The heading under which a figure of the plan stands."""
    return str(_PART_OF[path.split(".")[0].removesuffix("[]")])


HOW_GIVEN, HOW_MUCH, HOW_MUCH_A_YEAR = _("How the amount is given"), _("How much"), _("How much per year")
"""An amount that can be given in several ways."""

WHAT, COST = FIGURES["investment.lines[].name"].label, FIGURES["investment.lines"].label
SOURCE, LOAN, PART = _("Source"), _("Loan"), _("Part")
PLANNED_WORK = FIGURES["maintenance_reserve.items"].label
YEAR, AMOUNT = FIGURES["maintenance_reserve.items[].year"].label, FIGURES["maintenance_reserve.items[].amount"].label
MONTH, TOTAL, TOGETHER = _("Month"), _("Total"), _("Together")
CASH_IN_HAND, LOANS = _("Cash in hand"), _("Loans")
INTEREST_WHILE_BUILDING = FIGURES["investment.construction_interest_rate"].label
WITHOUT_VAT, VAT, WITH_VAT = _("Without VAT"), FIGURES["investment.lines[].vat_rate"].label, _("With VAT")
RATIOS, INCOME_STATEMENT = _("Ratios"), _("Income statement")
START, TIMES, EUROS_A_MONTH = _("start"), _("times"), _("€ per month")
HIGHEST_RENT_BY_POINTS, POINTS = _("Highest rent by points"), _("Points")
NO_TAX_ON_SALES = _("Tax on what is gained with the sale is not in this plan.")
SPENT_SO_FAR = _("Spent so far")
FROM_MONTH = _("from month")
GIVEN = _("Given")
TO_BE_ADVANCED = _("Short, to be advanced")
INCOME_AGAINST_THE_BANK = _("Income against what the bank asks (DSCR)")
CASH_FLOW_CHART = _("Cash flow (bars) and cash in hand (line)")
CLOSES, DOES_NOT_CLOSE = _("closes"), _("does not close")
GAP_OR_MORE = _("Still missing (a minus sign: more money than needed)")
AVERAGE_RENT = _("Average rent per home per month")
CALENDAR_YEAR, HOMES = _("Calendar year"), _("Homes")
COST_PER_MONTH = _("A home costs per month")
