"""The documents that the engine writes, as types (sections 8 to 10). Their JSON Schemas come from here.

A type holds the figures of one plan: `found.funding.gap` is a number.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, GetJsonSchemaHandler, WithJsonSchema
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from financing.engine.documents import Rank
from financing.engine.drivers import DriverName
from financing.engine.verdict import CriterionName


class ByScenario:
    """Marks what there is one of for each scenario: with drivers the document has a list of it."""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        one = handler(core)
        choices = one.get("anyOf", [one])
        null = [choice for choice in choices if choice == {"type": "null"}]
        plain = [choice for choice in choices if choice not in null]
        return {"anyOf": [*plain, {"items": one, "type": "array"}, *null]}


ScenarioFigure = Annotated[float, ByScenario()]
MaybeFigure = Annotated[float | None, ByScenario()]
Flag = Annotated[bool, ByScenario()]
MaybeYear = Annotated[int | None, ByScenario()]
MaybeText = Annotated[str | None, ByScenario()]
ScenarioSeries = Annotated[list[float], ByScenario()]
MaybeSeries = Annotated[list[float | None], ByScenario()]
Years = Annotated[list[int], ByScenario()]
Months = Annotated[list[str], ByScenario()]

DriverKey = Annotated[DriverName, WithJsonSchema({"type": "string"})]
"""The published schema lets the keys of objects be."""


class Written(BaseModel):
    """No key that is not named here, and no key left out."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False, populate_by_name=True, frozen=True)

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return self.model_dump(by_alias=True)


class CriterionOutcome(Written):
    """How one criterion comes out. The shortfall is in euros."""

    name: CriterionName
    holds: Flag
    first_year: MaybeYear
    worst_year: MaybeYear
    worst_value: MaybeFigure
    threshold: ScenarioFigure
    shortfall: ScenarioFigure


class LineCost(Written):
    name: str
    excl_vat: ScenarioFigure
    vat: ScenarioFigure
    incl_vat: ScenarioFigure


class InvestmentOutcome(Written):
    """`sale_proceeds` is what homes are sold for; `net` is what is left for the sources to pay for."""

    lines: list[LineCost]
    construction_interest: ScenarioFigure
    total: ScenarioFigure
    sale_proceeds: ScenarioFigure = 0.0
    net: ScenarioFigure | None = None
    per_dwelling: MaybeFigure
    per_m2: MaybeFigure


class SourceOutcome(Written):
    name: str
    rank: Rank
    amount: ScenarioFigure
    share: MaybeFigure


class FundingOutcome(Written):
    sources: list[SourceOutcome]
    total: ScenarioFigure
    gap: ScenarioFigure


class YearByYear(Written):
    """Every series has one value for each year of the horizon."""

    year: Years
    gross_rent: ScenarioSeries
    other_income: ScenarioSeries
    vacancy_loss: ScenarioSeries
    net_rent: ScenarioSeries
    operating_costs: ScenarioSeries
    reserve_contribution: ScenarioSeries
    planned_maintenance: ScenarioSeries
    reserve: ScenarioSeries
    noi: ScenarioSeries
    canon: ScenarioSeries
    tax: ScenarioSeries
    cfads: ScenarioSeries
    interest: ScenarioSeries
    principal: ScenarioSeries
    guarantee_fees: ScenarioSeries
    equity_return: ScenarioSeries
    drawn: ScenarioSeries = []
    member_saving: ScenarioSeries = []
    member_in: ScenarioSeries = []
    member_out: ScenarioSeries = []
    net_cash_flow: ScenarioSeries
    liquidity: ScenarioSeries
    debt: ScenarioSeries
    senior_debt: ScenarioSeries
    dscr: MaybeSeries
    dscr_total: MaybeSeries
    icr: MaybeSeries
    ltv: MaybeSeries


class LoanCourse(Written):
    name: str
    interest: list[float]
    principal: list[float]
    balance: list[float]


class Moment(Written):
    """An amount with the year in which it falls."""

    amount: MaybeFigure
    year: MaybeYear


class Metrics(Written):
    """`undefined` says of every figure that is null why it is; of the two that have a year null says that there is
    nothing.
    """

    gross_initial_yield: MaybeFigure
    net_initial_yield: MaybeFigure
    ltv_start: MaybeFigure
    ltc: MaybeFigure
    min_dscr: MaybeFigure
    average_dscr: MaybeFigure
    min_liquidity: ScenarioFigure
    irr_project: MaybeFigure
    irr_equity: MaybeFigure
    npv: ScenarioFigure
    largest_rollover: Moment | None = None
    largest_member_outflow: Moment | None = None
    undefined: dict[str, MaybeText]


class DevelopmentOutcome(Written):
    """Month by month until the first rent."""

    month: Months
    spending: ScenarioSeries
    drawn: dict[str, ScenarioSeries]
    shortage: ScenarioSeries
    pre_finance_need: ScenarioFigure
    pre_finance_month: MaybeText


class Income(Written):
    net_rent: ScenarioSeries
    operating_costs: ScenarioSeries
    planned_maintenance: ScenarioSeries
    canon: ScenarioSeries
    depreciation: ScenarioSeries
    interest: ScenarioSeries
    guarantee_fees: ScenarioSeries
    financial_income: ScenarioSeries
    tax: ScenarioSeries
    member_indexation: ScenarioSeries = []
    result: ScenarioSeries
    equity_return: ScenarioSeries
    retained: ScenarioSeries


class Balance(Written):
    """The first value of every series is that of t = 0."""

    year: Years
    property: ScenarioSeries
    reserve: ScenarioSeries
    liquidity: ScenarioSeries
    restricted: ScenarioSeries = []
    assets: ScenarioSeries
    loans: ScenarioSeries
    unfunded: ScenarioSeries
    member_equity: ScenarioSeries
    grants: ScenarioSeries
    opening: ScenarioSeries
    sale_result: ScenarioSeries = []
    retained: ScenarioSeries
    liabilities_and_equity: ScenarioSeries


class Statements(Written):
    income: Income
    balance: Balance


def _always_written(schema: dict[str, Any]) -> None:
    """Statements are in every result that is written; only who reads an old one finds none."""
    properties = schema["properties"]
    properties["statements"] = next(choice for choice in properties["statements"]["anyOf"] if "$ref" in choice)
    schema["required"].append("statements")


class Result(Written):
    """The result of a plan, or with drivers of every scenario; `loans` is only there without drivers."""

    model_config = ConfigDict(json_schema_extra=_always_written)

    schema_: Literal["coophub.result/1"] = Field(alias="schema")
    closes: Flag
    criteria: list[CriterionOutcome]
    investment: InvestmentOutcome
    funding: FundingOutcome
    years: YearByYear
    loans: list[LoanCourse] = []
    metrics: Metrics
    development: DevelopmentOutcome | None = None
    statements: Statements | None = None

    @property
    def absent(self) -> set[str]:
        """A plan without a development phase has no key for one."""
        return {name for name in ("development", "statements") if getattr(self, name) is None}

    def document(self) -> dict[str, Any]:
        """As JSON has it."""
        return self.model_dump(by_alias=True, exclude=self.absent)


def read_result(document: Mapping[str, Any]) -> Result:
    """A result that was written before, also by a release that knew less. Raises ValidationError."""
    return Result.model_validate(document)


class Lever(Written):
    """`value` is null where the plan does not close within the bounds; somebody would first try from `tried_low` to
    `tried_high`.
    """

    model_config = ConfigDict(
        # Published: it may not change with the width of a line.
        json_schema_extra={
            "description": "`value` is null where the plan does not close within the bounds; somebody would first try "
            "from `tried_low` to `tried_high`."
        }
    )

    driver: DriverName
    value: float | None
    closes: bool
    low: float
    high: float
    tried_low: float
    tried_high: float


class LeftOut(Written):
    driver: DriverName
    reason: str


class Package(Written):
    """Public instruments that together make the plan close.

    With a guarantee, `bank_rate_shift` is among the drivers.
    """

    model_config = ConfigDict(
        # Published: it may not change with the width of a line.
        json_schema_extra={
            "description": "Public instruments that together make the plan close. "
            "With a guarantee, `bank_rate_shift` is among the drivers."
        }
    )

    drivers: dict[DriverKey, float]
    guarantee: bool
    public_cost: float
    public_cost_per_dwelling: float | None


class Shortage(Written):
    """What a criterion still misses, in euros."""

    criterion: CriterionName
    shortfall: float


class NearestWay(Written):
    """The fewest and smallest changes that together make the plan close.

    When not even all of them do: those that help, and what is then still short.
    """

    model_config = ConfigDict(
        # Published: it may not change with the width of a line.
        json_schema_extra={
            "description": "The fewest and smallest changes that together make the plan close. When not even all of "
            "them do: those that help, and what is then still short."
        }
    )

    drivers: dict[DriverKey, float]
    closes: bool
    short: list[Shortage]


class LeverParameters(Written):
    public_discount_rate: float
    rate_cut: float
    fee: float
    expected_loss: float


class Levers(Written):
    """What makes the plan close; for a plan that closes already, how far each driver can move to its worse side."""

    schema_: Literal["coophub.levers/1"] = Field(alias="schema")
    closes: bool
    levers: list[Lever]
    left_out: list[LeftOut]
    packages: list[Package]
    nearest: NearestWay | None
    parameters: LeverParameters


class LiquidityBand(Written):
    year: list[int]
    p5: list[float]
    p50: list[float]
    p95: list[float]


class Percentiles(Written):
    p5: float | None
    p50: float | None
    p95: float | None


class TornadoBar(Written):
    driver: DriverName
    low: float
    high: float
    min_liquidity_low: float
    min_liquidity_high: float
    min_dscr_low: float | None
    min_dscr_high: float | None


class Correlation(Written):
    drivers: Annotated[list[DriverName], Field(min_length=2, max_length=2)]
    value: Annotated[float, Field(ge=-1, le=1)]


class StressParameters(Written):
    standard_deviations: dict[DriverKey, float]
    correlations: list[Correlation]
    tornado: dict[DriverKey, list[float]]


class Stress(Written):
    """What chance does to the plan, and what each driver does on its own."""

    schema_: Literal["coophub.stress/1"] = Field(alias="schema")
    seed: int
    runs: int
    closes_share: Annotated[float, Field(ge=0, le=1)]
    liquidity: LiquidityBand
    min_dscr: Percentiles
    tornado: list[TornadoBar]
    parameters: StressParameters


class Axis(Written):
    driver: DriverName
    values: list[float]


class HeatMap(Written):
    """Two drivers against each other: a row for each value of the first, in it a value for each of the second."""

    schema_: Literal["coophub.heat-map/1"] = Field(alias="schema")
    first: Axis
    second: Axis
    closes: list[list[bool]]
    min_dscr: list[list[float | None]]
