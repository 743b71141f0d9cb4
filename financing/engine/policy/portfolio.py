"""The document `coophub.portfolio/1`: the plans that the policy lab looks at, each with what counts of it."""

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field

from financing.engine.documents import AS_WHOLE, Name, Part, Plan
from financing.engine.errors import PlanError, Problem
from financing.engine.parse import object_of, problems_of_plan, read_as
from financing.engine.sentences import _

MAX_BYTES = 100_000_000
MOST_PLANS = 2_000
MOST_PROBLEMS = 200

Grouping = Literal["target", "form", "province", "year"]
GROUPINGS: tuple[Grouping, ...] = ("target", "form", "province", "year")
"""By what plans stand together; the year is that in which a plan wants to start."""


GroupName = Annotated[str, Field(max_length=200)]


class PolicyError(PlanError):
    """A portfolio, or what is asked about it, that cannot be used; `problems` has at least one."""


@dataclass(frozen=True)
class PortfolioProblem(Problem):
    """A defect in one of its plans, which people know by its name rather than by its place."""

    plan_id: str = ""

    def __str__(self) -> str:
        return f"{self.path} ({self.plan_id}): {self.sentence}"


class PortfolioPlan(Part):
    """A plan with the homes that it makes possible and the groups that it counts for.

    `weight` says how often it counts; `form`, `target` and `province` are empty where nobody knows them; `received` and
    `score` are its place and its points under the rules that look at them.
    """

    id: Name
    weight: Annotated[float, Field(gt=0, le=10_000)] = 1.0
    homes: Annotated[float, Field(ge=0, le=1_000_000)]
    form: GroupName = ""
    target: GroupName = ""
    province: GroupName = ""
    received: Annotated[int, Field(ge=0, le=1_000_000_000), AS_WHOLE] | None = None
    score: Annotated[float, Field(ge=-1e9, le=1e9)] | None = None
    document: Plan

    def group(self, by: Grouping) -> str:
        return str(self.document.first_year if by == "year" else getattr(self, by))


class Portfolio(Part):
    """Plans by value: nothing that happens later changes what was looked at."""

    schema_: Literal["coophub.portfolio/1"] = Field(alias="schema")
    name: Name
    plans: Annotated[list[PortfolioPlan], Field(min_length=1, max_length=MOST_PLANS)]

    def groups(self, by: Grouping) -> list[str]:
        return sorted({plan.group(by) for plan in self.plans})

    def document(self) -> dict[str, Any]:
        """As JSON has it; what the plans leave open is left out."""
        return self.model_dump(by_alias=True, exclude_unset=True)


def parse_portfolio(data: bytes | str | dict[str, Any]) -> Portfolio:
    """The portfolio of a JSON document, or of what JSON gave. Raises PolicyError with every problem found."""
    document: dict[str, Any] = {}
    try:
        document = object_of(data, MAX_BYTES)
        portfolio = read_as(Portfolio, document)
    except PlanError as error:
        raise PolicyError([_with_id(problem, document) for problem in error.problems]) from error
    problems = [*_twice(portfolio), *_in_plans(portfolio)]
    if problems:
        raise PolicyError(problems[:MOST_PROBLEMS])
    return portfolio


def _with_id(problem: Problem, document: dict[str, Any]) -> Problem:
    """The same problem; one within a plan that has a name, with that name."""
    place = re.match(r"plans\[(\d+)\]", problem.path)
    plans = document.get("plans")
    plan = plans[int(place[1])] if place and isinstance(plans, list) else None
    name = plan.get("id") if isinstance(plan, dict) else None
    if not isinstance(name, str) or not name:
        return problem
    return PortfolioProblem(problem.path, problem.code, problem.template, problem.params, name[:200])


def _twice(portfolio: Portfolio) -> list[Problem]:
    seen: set[str] = set()
    problems: list[Problem] = []
    for number, plan in enumerate(portfolio.plans):
        if plan.id in seen:
            sentence = _("Expected a name that is not used yet: “%(name)s” stands here twice.")
            problems.append(Problem(f"plans[{number}].id", "name_twice", sentence, {"name": plan.id}))
        seen.add(plan.id)
    return problems


def _in_plans(portfolio: Portfolio) -> list[Problem]:
    return [
        PortfolioProblem(
            f"plans[{number}].document.{problem.path}", problem.code, problem.template, problem.params, plan.id
        )
        for number, plan in enumerate(portfolio.plans)
        for problem in problems_of_plan(plan.document)
    ]
