"""The document `coophub.policy/1`, and what each of the three questions gives of it, as types."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from financing.engine.policy.parameters import InstrumentName, PolicyParameters
from financing.engine.policy.portfolio import Grouping
from financing.engine.result_documents import DriverKey, Written


class PackageLoan(Written):
    """The public loan of a package, on the terms on which it is lent."""

    per_home: float
    rate: float
    term_years: int
    grace_years: int


class PolicyPackage(Written):
    """Public instruments with which one plan closes, in euros for that plan once.

    `cash` is what has to be set aside today, `net` what is left of it after all that flows back.
    """

    drivers: dict[DriverKey, float]
    guarantee: bool
    loan: PackageLoan | None
    cash: float
    net: float


class PlanPackages(Written):
    """The packages of a plan that no other beats in cash and in net, the least cash first.

    A plan that closes already has one that is empty; one that nothing helps has none.
    """

    id: str
    homes: float
    closes: bool
    packages: list[PolicyPackage]


class GroupCurve(Written):
    by: Grouping
    group: str
    plans: list[float]
    homes: list[float]
    cash: list[float]
    net: list[float]


class PolicyCurve(Written):
    """What one instrument does at each level from 0 to 1, its bound.

    Plans and homes are all that close then. Cash and net are for those that close because of it.
    """

    instrument: InstrumentName
    level: list[float]
    plans: list[float]
    homes: list[float]
    cash: list[float]
    net: list[float]
    cash_per_home: list[float | None]
    split: list[GroupCurve]


class ChosenPackage(Written):
    """A plan with the place of its package among the packages of that plan."""

    id: str
    package: int


class UseOutcome(Written):
    """One way to use the budget. Plans that close already are in it, outside the budget.

    `value` is the homes, each as often as its target group counts.
    """

    homes: float
    plans: float
    value: float
    cash: float
    net: float
    chosen: list[ChosenPackage]


class Optimum(UseOutcome):
    """No use of the budget reaches more. `gap` is how far, as a part of the value, that is not proven."""

    gap: float


class EqualShares(Written):
    """The same grant per home for every plan; `chosen` is who closes with it. All of the money is given."""

    homes: float
    plans: float
    value: float
    cash: float
    net: float
    per_home: float
    chosen: list[str]


class RuleOutcomes(Written):
    """The same money without choosing. There is no ranking where no plan has a score."""

    receipt: UseOutcome
    score: UseOutcome | None
    cheapest: UseOutcome
    equal: EqualShares


class NextHome(Written):
    budget: float
    homes: float
    value: float
    cash: float


class FloorPrice(Written):
    """What is kept for a target group, and how many homes fewer there are because of it."""

    group: str
    floor: float
    homes: float


class BestUse(Written):
    """The answer to the second question."""

    optimum: Optimum
    rules: RuleOutcomes
    next_home: list[NextHome]
    floors: list[FloorPrice]


class GroupSpread(Written):
    """How much of a group a use of the budget reaches, those that close already included."""

    by: Grouping
    group: str
    plans: float
    homes: float
    reached_plans: float
    reached_homes: float
    cash: float


class StormOutcome(Written):
    name: str
    homes: float
    plans: float


class HomesBand(Written):
    p5: float
    p50: float
    p95: float


class DrawOutcome(Written):
    runs: int
    homes: HomesBand


class BandByYear(Written):
    p5: list[float]
    p50: list[float]
    p95: list[float]


class RevolvingOutcome(Written):
    """A fund that lends, year by year: its cash and the homes reached so far, beside giving the same money away."""

    year: list[int]
    balance: BandByYear
    homes: BandByYear
    gift_homes: list[float]


class Outlook(Written):
    """The answer to the third question."""

    storms: list[StormOutcome]
    draws: DrawOutcome
    revolving: RevolvingOutcome


class Policy(Written):
    """Where a euro does the most, in a portfolio of plans."""

    schema_: Literal["coophub.policy/1"] = Field(alias="schema")
    seed: Annotated[int, Field(ge=0)]
    budget: float
    parameters: PolicyParameters
    plans: list[PlanPackages]
    curves: list[PolicyCurve]
    optimum: Optimum
    rules: RuleOutcomes
    next_home: list[NextHome]
    floors: list[FloorPrice]
    storms: list[StormOutcome]
    draws: DrawOutcome
    revolving: RevolvingOutcome


def read_policy(document: Mapping[str, Any]) -> Policy:
    """A document that `policy_of` wrote."""
    return Policy.model_validate(document)
