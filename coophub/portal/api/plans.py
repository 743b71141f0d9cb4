"""Calculating with a plan that somebody sends: nothing of it is kept.

The same functions as behind the pages. What would take longer than a request may is refused with the nearest that does
not: how long it takes follows from the rows of the plan, its years and its scenarios.
"""

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import BaseModel, Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, behind_cursor, page_of
from coophub.portal.api.limits import spend
from coophub.portal.api.problems import MOST_BYTES, ProblemError, Wrong
from financing.engine import (
    DriverError,
    Drivers,
    ParameterError,
    Plan,
    PlanError,
    Problem,
    calculate,
    find_levers,
    result_document,
    stress,
)
from financing.engine.documents import Part
from financing.engine.drivers import DriverName
from financing.engine.parse import object_of, problems_of_plan, read_as
from financing.engine.result_documents import Correlation
from financing.plans.document.examples import EXAMPLES, Example, example_document, example_named

router = Router(tags=["plans"])
examples_router = Router(tags=["example-plans"])

AnyRequest = TypeVar("AnyRequest", bound="PlanRequest")

MOST_SCENARIOS = 50
"""Each makes a document longer by a whole result."""

MOST_DEPTH = 32
"""Objects and lists inside each other; a plan has eight."""

OFTEN_LENT_AGAIN = 4
"""A loan that is lent again takes as long as so many others."""

MOST_OF_CALCULATION, MOST_OF_LEVERS, MOST_OF_STRESS = 50_000, 2_000, 4_000_000
"""Rows of the plan times years, and times scenarios or runs: some 0.3 seconds each (measured on all examples)."""

SIGNS = re.compile(rb'\\.|["\[\]{}]', re.DOTALL)
"""What matters for depth, and what is behind a backslash."""

Scenarios = Annotated[list[float], Field(min_length=1, max_length=MOST_SCENARIOS)]


class PlanRequest(Part):
    """What is asked of a plan."""

    plan: Plan


class CalculationRequest(PlanRequest):
    """A plan. With drivers there is a result for each scenario: lists of one length."""

    drivers: dict[DriverName, Scenarios] = {}


class LeverOptions(Part):
    """How the public cost of a package is worked out: fractions per year."""

    public_discount_rate: Annotated[float, Field(ge=-0.99, le=1)] | None = None
    rate_cut: Annotated[float, Field(ge=0, le=1)] | None = None
    fee: Annotated[float, Field(ge=0, le=1)] | None = None
    expected_loss: Annotated[float, Field(ge=0, le=1)] | None = None


class LeversRequest(PlanRequest):
    """A plan of which is asked what makes it close."""

    parameters: LeverOptions = LeverOptions()


class StressOptions(Part):
    """How much chance moves each driver, which move together, and how far each is moved on its own."""

    standard_deviations: dict[DriverName, Annotated[float, Field(ge=0, le=10)]] = {}
    correlations: list[Correlation] = []
    tornado: dict[DriverName, Annotated[list[float], Field(min_length=2, max_length=2)]] = {}


class StressRequest(PlanRequest):
    """A plan of which is asked what chance does to it. The same seed gives the same figures."""

    seed: Annotated[int, Field(ge=0, lt=2**63)] = 1
    runs: Annotated[int, Field(ge=1, le=200_000)] = 1000
    parameters: StressOptions = StressOptions()


REQUESTS: tuple[type[BaseModel], ...] = (CalculationRequest, LeversRequest, StressRequest)


@dataclass(frozen=True)
class CalculationWork:
    """How much there is to calculate: rows of the plan, years, and how many times."""

    rows: int
    years: int
    times: int = 1

    @classmethod
    def of(cls, plan: Plan, times: int = 1) -> "CalculationWork":
        again = sum(source.rolls_over is not None for source in plan.funding)
        rows = len(plan.dwellings) + len(plan.other_income) + len(plan.investment.lines) + len(plan.operating_costs)
        return cls(rows + len(plan.funding) + (OFTEN_LENT_AGAIN - 1) * again or 1, plan.horizon_years, times)

    @property
    def size(self) -> int:
        return self.rows * self.years * self.times

    def times_within(self, most: int) -> int:
        return most // (self.rows * self.years)

    def within(self, most: int, *, pointer: str, nearest: int, instead: str = "") -> None:
        """Raises ProblemError with the nearest number that can be calculated in a request, and what to do `instead`."""
        if self.size <= most:
            return
        if nearest:
            said = _("This takes longer than a request may. With this plan it can be at most %(nearest)s.")
            raise ProblemError(422, instead, errors=[Wrong(said % {"nearest": nearest}, pointer=pointer)])
        said = _("This takes longer than a request may: the plan has too many rows. Put rows that are alike together.")
        raise ProblemError(422, instead, errors=[Wrong(said, pointer="/plan")])


class ExampleInList(CamelDocument):
    """An example plan, made up: its figures are assumptions in usual ranges."""

    slug: str
    title: str
    explanation: str
    form: str
    homes: int
    closes: bool


class PageOfExamples(PageOf[ExampleInList]):
    """Example plans, in the order of their addresses."""


def body_of(request: str, answer: str) -> dict[str, Any]:
    """What the OpenAPI document says of a calculation: which document goes in, and which comes out."""
    content = content_of(request)
    content["application/json"]["example"] = {"plan": example_document(EXAMPLES[0].slug)}
    return {"requestBody": {"required": True, "content": content}, **answered(answer)}


def answered(name: str, status: int = 200, headers: dict[str, Any] | None = None) -> dict[str, Any]:
    """Which document comes out, and with which headers of its own."""
    description = HTTPStatus(status).phrase
    return {"responses": {status: {"description": description, "content": content_of(name), "headers": headers or {}}}}


def content_of(name: str) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}


@router.post(
    "/calculate",
    summary=gettext_noop("Calculates a plan"),
    openapi_extra=body_of("CalculationRequest", "Result"),
)
def calculate_plan(request: HttpRequest) -> HttpResponse:
    asked = read_body(request, CalculationRequest)
    scenarios = max((len(values) for values in asked.drivers.values()), default=1)
    work = CalculationWork.of(asked.plan, scenarios)
    work.within(MOST_OF_CALCULATION, pointer="/drivers", nearest=work.times_within(MOST_OF_CALCULATION))
    spend(request, 1 + scenarios // 10 + work.size // 2_000)
    with refusing("/drivers"):
        drivers = Drivers.of(asked.drivers) if asked.drivers else None
        return _answer(result_document(calculate(asked.plan, drivers)))


@router.post(
    "/levers",
    summary=gettext_noop("What would make a plan close, or how much room it has"),
    openapi_extra=body_of("LeversRequest", "Levers"),
)
def plan_levers(request: HttpRequest) -> HttpResponse:
    asked = read_body(request, LeversRequest)
    work = CalculationWork.of(asked.plan)
    instead = _("Send it to /plans/lever-searches: a worker takes longer for it.")
    work.within(MOST_OF_LEVERS, pointer="/plan/horizon_years", nearest=MOST_OF_LEVERS // work.rows, instead=instead)
    spend(request, levers_cost(work))
    with refusing("/parameters"):
        return _answer(find_levers(asked.plan, asked.parameters.model_dump(exclude_none=True)).document())


def levers_cost(work: CalculationWork) -> int:
    """In points, as `spend` counts them."""
    return 2 + work.size // 80


@router.post(
    "/stress",
    summary=gettext_noop("What chance does to a plan (Monte Carlo)"),
    openapi_extra=body_of("StressRequest", "Stress"),
)
def stress_plan(request: HttpRequest) -> HttpResponse:
    asked = read_body(request, StressRequest)
    work = CalculationWork.of(asked.plan, asked.runs)
    work.within(MOST_OF_STRESS, pointer="/runs", nearest=work.times_within(MOST_OF_STRESS))
    parameters = asked.parameters.model_dump(exclude_defaults=True)
    spend(request, 3 + work.size // 150_000)
    with refusing("/parameters"):
        return _answer(stress(asked.plan, seed=asked.seed, runs=asked.runs, parameters=parameters).document())


@examples_router.get("", response=PageOfExamples, by_alias=True, summary=gettext_noop("Example plans"))
def example_plans(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_of(request, query, behind_cursor(EXAMPLES, query, _slug), written=_in_list, key=_slug)


@examples_router.get(
    "/{slug:slug}",
    summary=gettext_noop("An example plan, as the document that is calculated"),
    openapi_extra=answered("Plan"),
)
def example_plan(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        example_named(slug)
    except KeyError as error:
        raise ProblemError(404) from error
    return _answer(example_document(slug))


def read_body(request: HttpRequest, kind: type[AnyRequest]) -> AnyRequest:
    """The body as its type. Raises ProblemError with everything that is wrong."""
    document = read_object(request)
    try:
        asked = read_as(kind, document)
    except PlanError as error:
        raise _refusal(error.problems) from error
    if problems := problems_of_plan(asked.plan):
        raise _refusal(problems, within="/plan")
    return asked


def read_object(request: HttpRequest) -> dict[str, Any]:
    """The body as an object of JSON. Raises ProblemError."""
    if request.content_type != "application/json":
        raise ProblemError(415)
    if is_too_deep(request.body):
        said = _("Expected at most %(depth)s objects and lists inside each other.") % {"depth": MOST_DEPTH}
        raise ProblemError(400, said)
    try:
        return object_of(request.body, MOST_BYTES)
    except PlanError as error:
        raise ProblemError(400, " ".join(map(in_words, error.problems))) from error


def is_too_deep(body: bytes) -> bool:
    """Whether it has more inside each other than any plan, found before it is read as JSON."""
    depth, in_text = 0, False
    for found in SIGNS.finditer(body):
        sign = found[0]
        if sign == b'"':
            in_text = not in_text
        elif not in_text and sign in (b"[", b"{"):
            depth += 1
            if depth > MOST_DEPTH:
                return True
        elif not in_text and sign in (b"]", b"}"):
            depth -= 1
    return False


@contextmanager
def refusing(pointer: str) -> Iterator[None]:
    """What the engine refuses of the values beside the plan is wrong with those."""
    try:
        yield
    except (DriverError, ParameterError) as error:
        raise ProblemError(422, errors=[Wrong(str(error), pointer=pointer)]) from error


def in_words(problem: Problem) -> str:
    return _(problem.template) % problem.params


def pointer_to(path: str) -> str:
    """`plan.investment.lines[2].share_of` as a JSON pointer (RFC 6901)."""
    parts = re.split(r"[.\[]", path.replace("]", "")) if path else []
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def _refusal(problems: Sequence[Problem], within: str = "") -> ProblemError:
    return ProblemError(
        422, errors=[Wrong(in_words(found), pointer=within + pointer_to(found.path)) for found in problems]
    )


def _answer(document: dict[str, Any]) -> HttpResponse:
    return HttpResponse(
        json.dumps(document, allow_nan=False, ensure_ascii=False), content_type="application/json; charset=utf-8"
    )


def _slug(example: Example) -> str:
    return example.slug


def _in_list(example: Example) -> dict[str, Any]:
    return {
        "slug": example.slug,
        "title": str(example.title),
        "explanation": str(example.explanation),
        "form": example.form,
        "homes": example.homes,
        "closes": example.closes,
    }
