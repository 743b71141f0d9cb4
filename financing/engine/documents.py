"""The plan document `coophub.plan/1` (sections 7 and 8) as types. What they cannot say is in `checks.py`.

Each figure has its name and its explanation beside it, and its type says in what it is measured: the builder, paper,
the spreadsheet, the history and the published schema read them here.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from financing.engine.sentences import _

MAX_AMOUNT = 1e12
MAX_YEAR = 2200


class Measure(StrEnum):
    """In what a figure is measured."""

    TEXT = "text"
    EURO = "euro"
    RATE = "rate"
    SHARE = "share"
    RATIO = "ratio"
    NUMBER = "number"
    COUNT = "count"
    AREA = "area"
    YEAR = "year"
    YEARS = "years"
    MOMENT = "moment"
    MONTH = "month"
    MONTHS = "months"


def _as_whole(value: Any) -> Any:
    """A whole number that is written with a point, as the JSON Schema allows: 12.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


AS_WHOLE = BeforeValidator(_as_whole)
"""Stands behind the bounds of a number, which the published schema would lose before it."""
Name = Annotated[str, Field(min_length=1, max_length=200), Measure.TEXT]
Year = Annotated[int, Field(ge=1900, le=MAX_YEAR), AS_WHOLE, Measure.YEAR]
WholeYears = Annotated[int, Field(ge=1, le=100), AS_WHOLE, Measure.YEARS]
Amount = Annotated[float, Field(ge=0, le=MAX_AMOUNT), Measure.EURO]
SignedAmount = Annotated[float, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT), Measure.EURO]
Fraction = Annotated[float, Field(ge=0, le=1), Measure.SHARE]
Share = Annotated[float, Field(ge=0, le=10), Measure.SHARE]
# More than 100 % a year is a percentage that was not divided by 100.
Rate = Annotated[float, Field(gt=-1, le=1), Measure.RATE]

# Of the same years as `Year`, in digits that every program reads.
YEAR_PATTERN = r"^(19|2[01])[0-9]{2}$"
MONTH_PATTERN = r"^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Field(pattern=MONTH_PATTERN), Measure.MONTH]

Category = Literal["land", "construction", "additional", "contingency"]
SourceKind = Literal[
    "bank_loan",
    "municipal_loan",
    "svn_loan",
    "member_loan",
    "crowdfunding",
    "member_equity",
    "subsidy",
    "gift",
    "other_loan",
]
Rank = Literal["senior", "subordinated", "equity", "grant"]
Repayment = Literal["annuity", "linear", "bullet"]
SeriesName = Literal["inflation", "rent", "construction", "maintenance", "canon", "market_value"]
Tenure = Literal["rent", "sale"]
InterestMethod = Literal["half", "monthly"]

DEFAULT_RANKS: dict[str, Rank] = {"bank_loan": "senior", "member_equity": "equity", "subsidy": "grant", "gift": "grant"}
"""Section 3. Every kind that is not named is subordinated."""


class Part(BaseModel):
    """Numbers are numbers, unknown keys are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


WHAT, WHICH_PART = _("What"), _("Which part")
LEAVE_OPEN, ONLY_A_LOAN = _("Leave open to leave it out."), _("Only for a loan.")
InTotal = Annotated[Amount | None, Field(title=_("In total, in euros"))]
PerHome = Annotated[Amount | None, Field(title=_("Per home, in euros"))]
PerSquareMetre = Annotated[Amount | None, Field(title=_("Per m² of living area, in euros"))]
GrowsWith = Annotated[SeriesName, Field(title=_("Grows with"))]
OfTypes = Annotated[
    list[Name] | None,
    Field(
        title=_("Only for these types of home"),
        description=_("Leave open for all of them."),
        min_length=1,
        max_length=500,
    ),
]
FollowsLetting = Annotated[
    bool,
    Field(title=_("Follows the letting"), description=_("Only for the homes that are let already, while others wait.")),
]


class Series(Part):
    """A rate for every calendar year: one constant, with exceptions by year."""

    rate: Rate
    by_year: dict[Annotated[str, Field(pattern=YEAR_PATTERN)], Rate] = {}


class SeriesSet(Part):
    """The series of a plan. A series that is left out follows inflation; inflation itself is then 0.

    Beside these six a plan may have series of its own, which rents and money of members name (section 11).
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Series]

    inflation: Series = Field(
        Series(rate=0.0), title=_("Prices in general, per year"), description=_("What everything becomes dearer by.")
    )
    rent: Series | None = Field(None, title=_("Rents, per year"), description=_("The law sets a maximum each year."))
    construction: Series | None = Field(
        None, title=_("Building costs, per year"), description=_("Until the middle of the building period.")
    )
    maintenance: Series | None = Field(
        None, title=_("Maintenance costs, per year"), description=_("Repairs and the reserve for large works.")
    )
    canon: Series | None = Field(None, title=_("Ground rent, per year"), description=_("As the lease says."))
    market_value: Series | None = Field(
        None, title=_("Value of homes, per year"), description=_("The bank compares its loan with that value.")
    )

    @property
    def of_its_own(self) -> dict[str, Series]:
        """The series that only this plan has, by their names."""
        return self.__pydantic_extra__ or {}

    def named(self, name: str) -> Series | None:
        """The series of that name, also of one that is called as something that every model has: `copy`."""
        found: Series | None = self.of_its_own[name] if name in self.of_its_own else getattr(self, name)
        return found


class Dwelling(Part):
    """A type of home, let or sold; what of a type is let has exactly one of `monthly_rent` and `rent_per_m2`."""

    name: Name = Field(title=_("Type of home"), description=_("For example: two rooms."))
    count: Annotated[int, Field(ge=0, le=100_000), AS_WHOLE, Measure.COUNT] = Field(title=_("How many"))
    area_m2: Annotated[float, Field(ge=0, le=100_000), Measure.AREA] = Field(title=_("Living area of one home"))
    monthly_rent: Amount | None = Field(None, title=_("Rent per month"), description=_("Without service costs."))
    rent_per_m2: Amount | None = Field(None, title=_("Rent per m² per month"))
    counts_as: Annotated[float, Field(ge=0, le=1), Measure.NUMBER] = Field(
        1.0,
        title=_("Counts as how many homes"),
        description=_("A room in a group home of five is 0.2, a parking place 0."),
    )
    tenure: Tenure = Field("rent", title=_("Let or sold"))
    sale_price: Literal["cost"] | Amount | None = Field(
        None, title=_("Price of one home that is sold, with VAT"), description=_("Or “cost”: its part of all costs.")
    )
    sale_price_indexed: bool = Field(False, title=_("The price grows with the value of homes"))
    sold_share: Fraction = Field(1.0, title=_("Part of the home that is sold"))
    cost_share: Fraction | None = Field(
        None,
        title=_("Part of all costs that these homes take"),
        description=_("Leave open to divide the costs by living area."),
    )
    saving_share: Fraction = Field(0.0, title=_("Part of the monthly payment that is saved"))
    saves_in: Name | None = Field(None, title=_("Saved in"), description=_("Which money of members it goes into."))
    target_rent: Amount | None = Field(None, title=_("Rent per month for who comes next"))
    turnover_rate: Fraction | None = Field(None, title=_("Part of the homes that changes tenants each year"))
    rent_series: Name = Field("rent", title=_("The rent grows with"))
    target_series: Name = Field("rent", title=_("The rent for who comes next grows with"))
    turnover_vacancy_months: Annotated[float, Field(ge=0, le=12), Measure.NUMBER] = Field(
        0.0, title=_("Months empty between two tenants")
    )
    available_from: Annotated[float, Field(ge=1900, le=MAX_YEAR), Measure.MOMENT] | None = Field(
        None, title=_("Let from"), description=_("As a year with a fraction. Leave open for the first year of letting.")
    )
    # Facts of the home: nothing is calculated with them.
    woz_value: Annotated[float, Field(gt=0, le=MAX_AMOUNT), Measure.EURO] | None = Field(
        None,
        title=_("WOZ value"),
        description=_(
            "What the municipality says that one home is worth; of a room the whole home. Only points hang on it."
        ),
    )
    woz_year: Year | None = Field(
        None,
        title=_("Year of the WOZ value"),
        description=_(
            "The value is that on 1 January of this year: the “waardepeildatum” on the notice of the municipality."
        ),
    )

    @property
    def is_sold(self) -> bool:
        return self.tenure == "sale"

    @property
    def payment(self) -> float:
        """What one home pays a month at the price level, in euros."""
        return self.rent_per_m2 * self.area_m2 if self.rent_per_m2 is not None else self.monthly_rent or 0.0


def homes_in(dwellings: Iterable[Dwelling]) -> float:
    """How many homes these types are together: a whole number where it is one."""
    homes = float(sum(dwelling.count * dwelling.counts_as for dwelling in dwellings))
    return int(homes) if homes.is_integer() else homes


class OtherIncome(Part):
    """Yearly income besides rent: parking, a shop, the common room."""

    name: Name = Field(title=WHAT, description=_("For example: parking, or a room that is let."))
    amount: Amount = Field(title=_("Amount per year"))
    series: GrowsWith = "inflation"
    subject_to_vacancy: bool = Field(True, title=_("Can be empty like a home"))


class CostLine(Part):
    """A line of the investment; exactly one of `fixed`, `per_dwelling`, `per_m2`, `share_of` with `share`."""

    name: Name = Field(title=WHAT)
    category: Category = Field(title=_("Kind of cost"))
    fixed: InTotal = None
    per_dwelling: PerHome = None
    per_m2: PerSquareMetre = None
    of: OfTypes = None
    share_of: Category | Literal["all"] | None = Field(None, title=_("A part of"))
    share: Share | None = Field(None, title=WHICH_PART)
    vat_rate: Fraction = Field(0.0, title=_("VAT"))
    indexed: bool | None = Field(None, title=_("Grows with the building costs"))

    @property
    def is_share(self) -> bool:
        return self.share_of is not None

    @property
    def follows_construction_cost(self) -> bool:
        """Whether the line is indexed to the midpoint of the construction (section 2)."""
        if self.is_share:
            return False
        return self.category in ("construction", "additional") if self.indexed is None else self.indexed


class Investment(Part):
    construction_months: Annotated[int, Field(ge=0, le=240), AS_WHOLE, Measure.MONTHS] = Field(
        0, title=_("Months of building")
    )
    midpoint: Annotated[float, Field(ge=1900, le=MAX_YEAR), Measure.MOMENT] = Field(
        title=_("Middle of the building period"),
        description=_("As a year with a fraction: 2028.25 is the end of March 2028. Building costs grow until then."),
    )
    construction_interest_rate: Rate = Field(
        0.0,
        title=_("Interest while building"),
        description=_("What you pay on money that is spent before anyone lives there."),
    )
    construction_interest_method: InterestMethod = Field(
        "half", title=_("How the interest while building is worked out")
    )
    prefinance_rate: Rate = Field(
        0.0,
        title=_("Interest on what is advanced"),
        description=_("On what has no source of money yet in a month. Only when interest is worked out by month."),
    )
    lines: Annotated[list[CostLine], Field(max_length=500)] = Field([], title=_("Cost"))


class RateReset(Part):
    """From the period after `after_years` on, the loan's interest is `rate`."""

    after_years: WholeYears = Field(title=_("New interest after"))
    rate: Rate = Field(title=_("New interest per year"))


class RollOver(Part):
    """What is lent again when the term of a loan ends (section 11.3)."""

    share: Fraction = Field(title=_("Part that is lent again"))
    rate: Rate | None = Field(
        None, title=_("Interest of what is lent again"), description=_("Leave open to keep the last interest.")
    )
    until: Year | None = Field(
        None, title=_("Lent again up to and including"), description=_("Leave open to go on for ever.")
    )
    spread: bool = Field(False, title=_("A part every year, as with many small loans"))


class Source(Part):
    """A source of money; exactly one of the six ways to say how much."""

    name: Name = Field(title=_("From whom"))
    kind: SourceKind = Field(title=_("Kind of money"))
    rank: Rank | None = Field(None, title=_("Its turn"))
    fixed: InTotal = None
    per_dwelling: PerHome = None
    per_m2: PerSquareMetre = None
    of: OfTypes = None
    share_of_investment: Share | None = Field(None, title=_("As a percentage of the investment"))
    share_of_market_value: Share | None = Field(None, title=_("As a percentage of the value of the homes"))
    remainder: bool = Field(False, title=_("What is still missing"))
    rate: Rate | None = Field(None, title=_("Interest per year"), description=ONLY_A_LOAN)
    term_years: WholeYears | None = Field(None, title=_("Years to repay in"), description=ONLY_A_LOAN)
    repayment_rate: Fraction | None = Field(
        None,
        title=_("Repaid each year, as a percentage of the loan"),
        description=_("As lenders in Germany and Switzerland quote it, instead of a number of years."),
    )
    repayment: Repayment = Field("annuity", title=_("How it is repaid"), description=ONLY_A_LOAN)
    payments_per_year: Annotated[Literal[1, 4, 12], BeforeValidator(_as_whole), Measure.COUNT] = Field(
        12, title=_("Payments a year")
    )
    balloon_share: Fraction = Field(0.0, title=_("Repaid only at the end"))
    grace_years: Annotated[int, Field(ge=0, le=100), AS_WHOLE, Measure.YEARS] = Field(
        0, title=_("Years without repayment")
    )
    capitalise_interest: bool = Field(False, title=_("Interest of those years is added to the loan"))
    rate_resets: Annotated[list[RateReset], Field(max_length=100)] = Field([], title=_("Changes of the interest"))
    guarantee_fee: Annotated[float, Field(ge=0, le=1), Measure.RATE] = Field(0.0, title=_("Fee for the guarantee"))
    return_rate: Rate | None = Field(
        None,
        title=_("Return for members per year"),
        description=_("Only for money of members that stays in."),
    )
    rolls_over: RollOver | None = Field(None, title=_("Lent again at the end"), description=ONLY_A_LOAN)
    turnover_rate: Fraction | None = Field(None, title=_("Part of the members' money that leaves each year"))
    replaced: Fraction = Field(1.0, title=_("Part of it that new members replace"))
    indexed_by: Name | None = Field(None, title=_("The members' money grows with"))
    paid_on: Literal["completion"] | None = Field(None, title=_("Paid when"))

    @property
    def effective_rank(self) -> Rank:
        return self.rank or DEFAULT_RANKS.get(self.kind, "subordinated")

    @property
    def is_loan(self) -> bool:
        return self.effective_rank in ("senior", "subordinated")


class OperatingCost(Part):
    """A yearly cost; exactly one of `fixed`, `per_dwelling`, `per_m2`, `share_of_gross_rent`."""

    name: Name = Field(title=WHAT)
    fixed: InTotal = None
    per_dwelling: PerHome = None
    per_m2: PerSquareMetre = None
    of: OfTypes = None
    follows_letting: FollowsLetting = False
    share_of_gross_rent: Share | None = Field(None, title=_("As a percentage of the rents"))
    series: GrowsWith = "inflation"
    from_year: Year | None = Field(None, title=_("First year"))
    to_year: Year | None = Field(None, title=_("Last year"))


class PlannedMaintenance(Part):
    """Work paid from the reserve in one calendar year."""

    name: Name = Field(title=WHAT, description=_("For example: painting."))
    year: Year = Field(title=_("Year"))
    amount: Amount = Field(title=_("Amount"), description=_("In money of the price level year."))


class MaintenanceReserve(Part):
    opening: SignedAmount = Field(0.0, title=_("Reserve for maintenance at the start"))
    rate: Rate = Field(0.0, title=_("Interest on the reserve"))
    contribution: Amount | None = Field(None, title=_("Into the reserve each year, in total"))
    contribution_per_dwelling: Amount | None = Field(
        None,
        title=_("Into the reserve each year, per home"),
        description=_("For roofs, window frames, heating and painting."),
    )
    of: OfTypes = None
    follows_letting: FollowsLetting = False
    items: Annotated[list[PlannedMaintenance], Field(max_length=1000)] = Field([], title=_("Planned work"))


class GroundLease(Part):
    """The running canon: `amount` a year, or `rate` of `land_value`."""

    amount: Amount | None = Field(
        None, title=_("Ground rent (canon) per year"), description=_("Only when the ground is leased.")
    )
    rate: Rate | None = Field(None, title=_("Ground rent as a part of the value of the ground"))
    land_value: Amount | None = Field(None, title=_("Value of the ground"))
    first_canon_year: Year | None = Field(None, title=_("First year of ground rent"))


class TaxBracket(Part):
    up_to: Amount | None = Field(
        None, title=_("Bracket of the tax up to"), description=_("Leave open in the highest bracket.")
    )
    rate: Fraction = Field(title=_("Tax in this bracket"))


class CorporateTax(Part):
    enabled: bool = Field(
        False, title=_("The co-operative pays corporate income tax"), description=_("Ask a tax adviser.")
    )
    depreciable_share: Fraction = Field(1.0, title=_("Part that is written off, of the investment without ground"))
    depreciation_years: Annotated[int, Field(ge=1, le=200), AS_WHOLE, Measure.YEARS] = Field(
        50, title=_("Written off in")
    )
    brackets: Annotated[list[TaxBracket], Field(min_length=1, max_length=20)] = Field(
        [TaxBracket(up_to=200_000.0, rate=0.19), TaxBracket(up_to=None, rate=0.258)], title=_("Tax bracket")
    )


class Liquidity(Part):
    opening: SignedAmount = Field(0.0, title=_("Cash at the start"))
    minimum: SignedAmount = Field(0.0, title=_("Least cash to keep"))
    deposit_rate: Rate = Field(0.0, title=_("Interest on cash"))
    overdraft_rate: Rate = Field(0.0, title=_("Interest on a shortage of cash"))


class Criteria(Part):
    """What the plan must meet to close; null or false switches a criterion off (section 5)."""

    funding: bool = Field(True, title=_("The investment must be paid for"))
    liquidity: bool = Field(True, title=_("There must be enough cash every year"))
    reserve: bool = Field(True, title=_("The reserve for maintenance may not run short"))
    min_dscr: Annotated[float, Field(ge=0, le=100), Measure.RATIO] | None = Field(
        None,
        title=_("Room the bank asks (smallest DSCR)"),
        description=_("1.10 means 10% more income than the bank asks each year. Leave open to leave it out."),
    )
    min_dscr_total: Annotated[float, Field(ge=0, le=100), Measure.RATIO] | None = Field(
        None,
        title=_("Room that all lenders together ask (smallest DSCR of all loans)"),
        description=LEAVE_OPEN,
    )
    max_ltv: Annotated[float, Field(ge=0, le=100), Measure.SHARE] | None = Field(
        None, title=_("The bank lends at most this part of the value"), description=LEAVE_OPEN
    )
    min_equity_share: Fraction | None = Field(
        None, title=_("Own money and grants, at least this part of the investment")
    )


class Spend(Part):
    """A share of an investment line, spread over months (section 9)."""

    model_config = ConfigDict(populate_by_name=True)

    line: Name = Field(title=_("Cost"))
    from_: Month = Field(alias="from", title=_("Paid from"))
    to: Month = Field(title=_("Paid up to"))
    share: Fraction = Field(title=WHICH_PART)


class Available(Part):
    """From which month a source can be drawn (section 9)."""

    model_config = ConfigDict(populate_by_name=True)

    source: Name = Field(title=_("Source"))
    from_: Month = Field(alias="from", title=_("Can be used from"))
    share: Fraction | None = Field(
        None, title=WHICH_PART, description=_("Leave open for all of it. Several parts of a source add up to 1.")
    )


class Development(Part):
    start: Month = Field(
        title=_("First month in which you pay something"),
        description=_(
            "With this and the next month filled in you see, month by month, what has to be paid and who has "
            "to advance it."
        ),
    )
    construction_start: Month = Field(
        title=_("Month in which building starts"),
        description=_("From then on loans can be drawn. Fill in both months, or neither."),
    )
    spend: Annotated[list[Spend], Field(max_length=500)] = Field([], title=_("Months in which a cost is paid"))
    available: Annotated[list[Available], Field(max_length=100)] = Field(
        [], title=_("Month from which a source can be used")
    )


class EarlyIncome(Part):
    """Income before the first year of letting (section 11.6)."""

    name: Name = Field(title=WHAT, description=_("For example: rent of the first homes."))
    month: Month = Field(title=_("Month"))
    amount: Amount = Field(title=_("Amount"))


class GuaranteeFund(Part):
    """Money that is kept apart (section 11.8)."""

    amount: Amount = Field(title=_("Money kept apart"))
    released_in: Year | None = Field(
        None, title=_("Free again in"), description=_("Leave open when it stays where it is.")
    )


class Plan(Part):
    """A financing plan: everything the calculation needs and nothing else."""

    schema_: Literal["coophub.plan/1"] = Field(alias="schema")
    name: Name = Field(title=_("Name of the plan"))
    price_level_year: Year = Field(
        title=_("Price level year"),
        description=_("All amounts you fill in are in money of 1 January of this year."),
    )
    first_year: Year = Field(title=_("First full year of letting"))
    horizon_years: Annotated[int, Field(ge=1, le=75), AS_WHOLE, Measure.COUNT] = Field(
        title=_("How many years to calculate"),
        description=_("Long enough to see the loans repaid, for example 50."),
    )
    series: SeriesSet = Field(SeriesSet(), title=_("Growth per year"))
    dwellings: Annotated[list[Dwelling], Field(max_length=500)] = Field([], title=_("Type of home"))
    other_income: Annotated[list[OtherIncome], Field(max_length=500)] = Field([], title=_("Other income"))
    vacancy_rate: Fraction = Field(
        0.0,
        title=_("Rent missed by empty homes"),
        description=_("1% is about four days a year for each home."),
    )
    investment: Investment = Field(title=_("Investment"))
    market_value: Annotated[float, Field(gt=0, le=MAX_AMOUNT), Measure.EURO] | None = Field(
        None,
        title=_("Value of the homes when they are let"),
        description=_("Of all homes together, as a valuer would say. The bank compares its loan with it."),
    )
    funding: Annotated[list[Source], Field(max_length=100)] = Field([], title=_("Source of money"))
    operating_costs: Annotated[list[OperatingCost], Field(max_length=500)] = Field([], title=_("Cost"))
    maintenance_reserve: MaintenanceReserve = Field(MaintenanceReserve(), title=_("Reserve for maintenance"))
    ground_lease: GroundLease = Field(GroundLease(), title=_("Ground rent (canon)"))
    corporate_tax: CorporateTax = Field(CorporateTax(), title=_("Corporate income tax and depreciation"))
    liquidity: Liquidity = Field(Liquidity(), title=_("Cash and value"))
    # Lower ones make of a present value a number that no machine holds.
    discount_rate: Annotated[float, Field(ge=-0.99, le=1), Measure.RATE] = Field(
        0.04, title=_("Discount rate"), description=_("For the present value.")
    )
    exit_value: Literal["none", "market_value", "multiple"] = Field(
        "none", title=_("What the homes are worth at the end counts as")
    )
    exit_multiple: Annotated[float, Field(ge=0, le=1000), Measure.NUMBER] | None = Field(
        None, title=_("How many times the last net rent")
    )
    criteria: Criteria = Field(Criteria(), title=_("What the plan must meet"))
    development: Development | None = Field(None, title=_("Until the first rent"))
    early_income: Annotated[list[EarlyIncome], Field(max_length=100)] = Field(
        [], title=_("Income before the first year of letting")
    )
    guarantee_fund: GuaranteeFund | None = Field(None, title=_("Guarantee fund"))

    @property
    def dwelling_count(self) -> float:
        """Each for the part of a home that it counts as."""
        return homes_in(self.dwellings)

    @property
    def living_area_m2(self) -> float:
        return sum(dwelling.count * dwelling.area_m2 for dwelling in self.dwellings)

    @property
    def has_sales(self) -> bool:
        return any(dwelling.is_sold for dwelling in self.dwellings)
