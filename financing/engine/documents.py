"""The plan document `coophub.plan/1` (sections 7 and 8) as types. What they cannot say is in `checks.py`."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

MAX_AMOUNT = 1e12
MAX_YEAR = 2200


def _as_whole(value: Any) -> Any:
    """A whole number that is written with a point, as the JSON Schema allows: 12.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


AS_WHOLE = BeforeValidator(_as_whole)
"""Stands behind the bounds of a number, which the published schema would lose before it."""
Name = Annotated[str, Field(min_length=1, max_length=200)]
Year = Annotated[int, Field(ge=1900, le=MAX_YEAR), AS_WHOLE]
Amount = Annotated[float, Field(ge=0, le=MAX_AMOUNT)]
SignedAmount = Annotated[float, Field(ge=-MAX_AMOUNT, le=MAX_AMOUNT)]
Fraction = Annotated[float, Field(ge=0, le=1)]
Share = Annotated[float, Field(ge=0, le=10)]
# More than 100 % a year is a percentage that was not divided by 100.
Rate = Annotated[float, Field(gt=-1, le=1)]

# Of the same years as `Year`, in digits that every program reads.
YEAR_PATTERN = r"^(19|2[01])[0-9]{2}$"
MONTH_PATTERN = r"^(19|2[01])[0-9]{2}-(0[1-9]|1[0-2])$"
Month = Annotated[str, Field(pattern=MONTH_PATTERN)]

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

DEFAULT_RANKS: dict[str, Rank] = {"bank_loan": "senior", "member_equity": "equity", "subsidy": "grant", "gift": "grant"}
"""Section 3. Every kind that is not named is subordinated."""


class Part(BaseModel):
    """Numbers are numbers, unknown keys are refused, and nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class Series(Part):
    """A rate for every calendar year: one constant, with exceptions by year."""

    rate: Rate
    by_year: dict[Annotated[str, Field(pattern=YEAR_PATTERN)], Rate] = {}


class SeriesSet(Part):
    """The series of a plan. A series that is left out follows inflation; inflation itself is then 0."""

    inflation: Series = Series(rate=0.0)
    rent: Series | None = None
    construction: Series | None = None
    maintenance: Series | None = None
    canon: Series | None = None
    market_value: Series | None = None


class Dwelling(Part):
    """A type of home."""

    name: Name
    count: Annotated[int, Field(ge=0, le=100_000), AS_WHOLE]
    area_m2: Annotated[float, Field(ge=0, le=100_000)]
    monthly_rent: Amount


class OtherIncome(Part):
    """Yearly income besides rent: parking, a shop, the common room."""

    name: Name
    amount: Amount
    series: SeriesName = "inflation"
    subject_to_vacancy: bool = True


class CostLine(Part):
    """A line of the investment; exactly one of `fixed`, `per_dwelling`, `per_m2`, `share_of` with `share`."""

    name: Name
    category: Category
    fixed: Amount | None = None
    per_dwelling: Amount | None = None
    per_m2: Amount | None = None
    share_of: Category | Literal["all"] | None = None
    share: Share | None = None
    vat_rate: Fraction = 0.0
    indexed: bool | None = None

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
    construction_months: Annotated[int, Field(ge=0, le=240), AS_WHOLE] = 0
    midpoint: Annotated[float, Field(ge=1900, le=MAX_YEAR)]
    construction_interest_rate: Rate = 0.0
    lines: Annotated[list[CostLine], Field(max_length=500)] = []


class RateReset(Part):
    """From the period after `after_years` on, the loan's interest is `rate`."""

    after_years: Annotated[int, Field(ge=1, le=100), AS_WHOLE]
    rate: Rate


class Source(Part):
    """A source of money; exactly one of the five ways to say how much."""

    name: Name
    kind: SourceKind
    rank: Rank | None = None
    fixed: Amount | None = None
    per_dwelling: Amount | None = None
    share_of_investment: Share | None = None
    share_of_market_value: Share | None = None
    remainder: bool = False
    rate: Rate | None = None
    term_years: Annotated[int, Field(ge=1, le=100), AS_WHOLE] | None = None
    repayment: Repayment = "annuity"
    payments_per_year: Annotated[Literal[1, 4, 12], BeforeValidator(_as_whole)] = 12
    balloon_share: Fraction = 0.0
    grace_years: Annotated[int, Field(ge=0, le=100), AS_WHOLE] = 0
    capitalise_interest: bool = False
    rate_resets: Annotated[list[RateReset], Field(max_length=100)] = []
    guarantee_fee: Fraction = 0.0
    return_rate: Rate | None = None

    @property
    def effective_rank(self) -> Rank:
        return self.rank or DEFAULT_RANKS.get(self.kind, "subordinated")

    @property
    def is_loan(self) -> bool:
        return self.effective_rank in ("senior", "subordinated")


class OperatingCost(Part):
    """A yearly cost; exactly one of `fixed`, `per_dwelling`, `per_m2`, `share_of_gross_rent`."""

    name: Name
    fixed: Amount | None = None
    per_dwelling: Amount | None = None
    per_m2: Amount | None = None
    share_of_gross_rent: Share | None = None
    series: SeriesName = "inflation"
    from_year: Year | None = None
    to_year: Year | None = None


class PlannedMaintenance(Part):
    """Work paid from the reserve in one calendar year."""

    name: Name
    year: Year
    amount: Amount


class MaintenanceReserve(Part):
    opening: SignedAmount = 0.0
    rate: Rate = 0.0
    contribution: Amount | None = None
    contribution_per_dwelling: Amount | None = None
    items: Annotated[list[PlannedMaintenance], Field(max_length=1000)] = []


class GroundLease(Part):
    """The running canon: `amount` a year, or `rate` of `land_value`."""

    amount: Amount | None = None
    rate: Rate | None = None
    land_value: Amount | None = None
    first_canon_year: Year | None = None


class TaxBracket(Part):
    up_to: Amount | None = None
    rate: Fraction


class CorporateTax(Part):
    enabled: bool = False
    depreciable_share: Fraction = 1.0
    depreciation_years: Annotated[int, Field(ge=1, le=200), AS_WHOLE] = 50
    brackets: Annotated[list[TaxBracket], Field(min_length=1, max_length=20)] = [
        TaxBracket(up_to=200_000.0, rate=0.19),
        TaxBracket(up_to=None, rate=0.258),
    ]


class Liquidity(Part):
    opening: SignedAmount = 0.0
    minimum: SignedAmount = 0.0
    deposit_rate: Rate = 0.0
    overdraft_rate: Rate = 0.0


class Criteria(Part):
    """What the plan must meet to close; null or false switches a criterion off (section 5)."""

    funding: bool = True
    liquidity: bool = True
    reserve: bool = True
    min_dscr: Annotated[float, Field(ge=0, le=100)] | None = None
    max_ltv: Annotated[float, Field(ge=0, le=100)] | None = None
    min_equity_share: Fraction | None = None


class Spend(Part):
    """A share of an investment line, spread over months (section 9)."""

    model_config = ConfigDict(populate_by_name=True)

    line: Name
    from_: Month = Field(alias="from")
    to: Month
    share: Fraction


class Available(Part):
    """From which month a source can be drawn (section 9)."""

    model_config = ConfigDict(populate_by_name=True)

    source: Name
    from_: Month = Field(alias="from")


class Development(Part):
    start: Month
    construction_start: Month
    spend: Annotated[list[Spend], Field(max_length=500)] = []
    available: Annotated[list[Available], Field(max_length=100)] = []


class Plan(Part):
    """A financing plan: everything the calculation needs and nothing else."""

    schema_: Literal["coophub.plan/1"] = Field(alias="schema")
    name: Name
    price_level_year: Year
    first_year: Year
    horizon_years: Annotated[int, Field(ge=1, le=75), AS_WHOLE]
    series: SeriesSet = SeriesSet()
    dwellings: Annotated[list[Dwelling], Field(max_length=500)] = []
    other_income: Annotated[list[OtherIncome], Field(max_length=500)] = []
    vacancy_rate: Fraction = 0.0
    investment: Investment
    market_value: Annotated[float, Field(gt=0, le=MAX_AMOUNT)] | None = None
    funding: Annotated[list[Source], Field(max_length=100)] = []
    operating_costs: Annotated[list[OperatingCost], Field(max_length=500)] = []
    maintenance_reserve: MaintenanceReserve = MaintenanceReserve()
    ground_lease: GroundLease = GroundLease()
    corporate_tax: CorporateTax = CorporateTax()
    liquidity: Liquidity = Liquidity()
    discount_rate: Rate = 0.04
    exit_value: Literal["none", "market_value", "multiple"] = "none"
    exit_multiple: Annotated[float, Field(ge=0, le=1000)] | None = None
    criteria: Criteria = Criteria()
    development: Development | None = None

    @property
    def dwelling_count(self) -> int:
        return sum(dwelling.count for dwelling in self.dwellings)

    @property
    def living_area_m2(self) -> float:
        return sum(dwelling.count * dwelling.area_m2 for dwelling in self.dwellings)
