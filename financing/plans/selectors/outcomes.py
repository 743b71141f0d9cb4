"""What pages show of financing plans."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar, cast

from django.core.cache import caches
from django.db.models import OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from coophub.accounts.rules import Person
from coophub.web.formats import euro, number
from coophub.web.written_once import written_once
from financing.engine import Drivers, Indices, Result, calculate, indices_of, parse_plan, result_document, result_of
from financing.engine import Plan as EnginePlan
from financing.plans.figures import headings, result_label
from financing.plans.figures.deciding import lent_again, what_decides
from financing.plans.figures.undefined import NotJudgedYet, what_waits
from financing.plans.figures.verdict import CriterionInWords, criteria_in_words, verdict_sentence
from financing.plans.models import Plan
from initiatives.models import Initiative
from initiatives.rules import NOBODY, know_role, role_of

Made = TypeVar("Made")

MEMBER_MONEY = ("member_equity", "member_loan")
"""The kinds of money that members put in."""


@dataclass(frozen=True)
class KeyFigure:
    """One figure of the strip under the verdict."""

    label: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class PlanSummary:
    """How a group's latest plan stands, for its overview."""

    name: str
    closes: bool
    sentence: str
    cost_per_month: KeyFigure
    url: str


@dataclass(frozen=True)
class Outcome:
    """A plan, version or scenario with everything that its pages say about it."""

    document: dict[str, Any]
    result: Result
    closes: bool
    sentence: str
    criteria: list[CriterionInWords]
    figures: list[KeyFigure]
    drivers: Mapping[str, float] = field(default_factory=dict)
    version: int | None = None
    """The version whose result this is, kept as it was calculated then; None for one that was calculated now."""

    @cached_property
    def key(self) -> str:
        """Names everything that its pages follow from, the reader's language too: what was drawn under this key (the
        cache `drawn`) still holds."""
        facts = [self.document, dict(self.drivers), self.version, get_language()]
        return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()

    @cached_property
    def plan(self) -> EnginePlan:
        """The document as the engine reads it."""
        return parse_plan(self.document)

    @property
    def homes(self) -> float:
        """How many, as the document says; a version from before a later rule is read as it is."""
        return homes_in(self.document)

    @property
    def waiting(self) -> list[NotJudgedYet]:
        """What it is not judged on yet."""
        return what_waits(self.document, self.result)

    @cached_property
    def decides(self) -> list[str]:
        """What it hangs on beside its criteria. Takes some milliseconds for each thing that it could hang on."""
        return what_decides(self.document, self.result, self.drivers, self._tried)

    def _tried(self, drivers: Mapping[str, float]) -> Result:
        """The same, with these drivers instead of its own."""
        return _result_of(self.plan, {**self.drivers, **drivers})

    @cached_property
    def indices(self) -> Indices:
        """The index factors of the plan as it stands, of the shape (1, years)."""
        return indices_of(self.plan, Drivers.neutral())


def homes_in(document: Mapping[str, Any]) -> float:
    """How many homes a plan document counts: a whole number where it is one."""
    homes = float(sum(home["count"] * home.get("counts_as", 1) for home in document.get("dwellings", [])))
    return int(homes) if homes.is_integer() else homes


def money_of_members(outcome: Outcome) -> float:
    """What the sources of members put in together: money that stays in, and loans."""
    sources = zip(outcome.document.get("funding", []), outcome.result.funding.sources, strict=True)
    return sum(found.amount for source, found in sources if source["kind"] in MEMBER_MONEY)


def plans_of(initiative: Initiative | int) -> QuerySet[Plan]:
    """The plans of an initiative, the last changed first."""
    return Plan.objects.filter(initiative=initiative, removed_at=None).select_related("updated_by", "initiative")


def visible_plans() -> QuerySet[Plan]:
    """Every plan of an initiative that was not removed, with that initiative."""
    return Plan.objects.filter(removed_at=None, initiative__isnull=False).select_related(
        "initiative__municipality", "updated_by"
    )


def plan_at(slug: str, pk: int, reader: Person) -> Plan | None:
    """The one of them with this number, of the initiative at this address. One query, by which the role of who reads is
    known too.
    """
    found = next(iter(_plans_at(slug, pk, reader.pk or NOBODY)), None)
    if found is not None:
        know_role(reader, found.initiative, found.role_of_reader)  # type: ignore[attr-defined] # annotated
    return found


@written_once
def _plans_at(slug: str, pk: int, reader: int) -> QuerySet[Plan]:
    """Asked by every page of a plan."""
    found = visible_plans().filter(pk=pk, initiative__slug=slug)
    return found.annotate(role_of_reader=role_of(reader, OuterRef("initiative")))


def outcome_of(document: dict[str, Any], drivers: Mapping[str, float] | None = None) -> Outcome:
    """Calculates a valid plan document, or a scenario on it, and puts the result in words.

    Takes some milliseconds and no query.

    Raises DriverError for drivers that the engine does not know.
    """
    result = _result_of(parse_plan(document), drivers or {})
    return replace(outcome_from(document, result), drivers=dict(drivers or {}))


def _result_of(plan: EnginePlan, drivers: Mapping[str, float]) -> Result:
    return result_of(calculate(plan, Drivers.of({name: [value] for name, value in drivers.items()})))


def plan_closes(document: dict[str, Any]) -> bool:
    """Whether a valid plan document closes. Takes some milliseconds and no query."""
    return result_of(calculate(parse_plan(document))).closes


def known_to_close(document: dict[str, Any]) -> bool:
    """The same, worked out the first time that this process meets the document, and known after that."""
    return _known("closes", document, plan_closes)


def known_result(document: dict[str, Any]) -> str:
    """The result of a valid plan document as JSON, known as long as `known_to_close`."""
    return _known("result", document, _result_in_json)


def _known(name: str, document: dict[str, Any], make: Callable[[dict[str, Any]], Made]) -> Made:
    key = hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()
    return cast(Made, caches["drawn"].get_or_set(f"{name}-{key}", lambda: make(document)))


def _result_in_json(document: dict[str, Any]) -> str:
    return json.dumps(result_document(calculate(parse_plan(document))), allow_nan=False, ensure_ascii=False)


def outcome_from(document: dict[str, Any], result: Result) -> Outcome:
    """A result in words: one that was just calculated, or one that a version keeps."""
    return Outcome(
        document=document,
        result=result,
        closes=result.closes,
        sentence=verdict_sentence(result),
        criteria=criteria_in_words(result.criteria),
        figures=figures_of(document, result),
    )


def once(name: str, outcome: Outcome, make: Callable[[Outcome], Made]) -> Made:
    """What `make` gives for this outcome: calculated the first time, and read after that."""
    return cast(Made, caches["drawn"].get_or_set(f"{name}-{outcome.key}", lambda: make(outcome)))


def figures_of(document: Mapping[str, Any], result: Result) -> list[KeyFigure]:
    """The four figures under the verdict: total cost, what a home costs a month, smallest DSCR, least cash."""
    metrics = result.metrics
    least, year = least_cash(result)
    dscr = metrics.min_dscr
    per_home = result.investment.per_dwelling
    return [
        KeyFigure(
            result_label("investment.total"),
            euro(result.investment.total),
            note=_("%(amount)s per home") % {"amount": euro(per_home)} if per_home is not None else "",
        ),
        _cost_per_month(document, result),
        KeyFigure(
            result_label("metrics.min_dscr"),
            number(dscr, 2) if dscr is not None else "-",
            note=_("income against what the bank asks"),
        ),
        KeyFigure(
            result_label("metrics.min_liquidity"),
            euro(least),
            note=_("at the end of %(year)s") % {"year": year},
            tone="bad" if least < 0 else "",
        ),
    ]


def _cost_per_month(document: Mapping[str, Any], result: Result) -> KeyFigure:
    if not homes_in(document):
        return KeyFigure(str(headings.COST_PER_MONTH), "-")
    cost, income = per_month(document, result)
    return KeyFigure(
        str(headings.COST_PER_MONTH),
        euro(cost),
        note=_("in %(year)s, when it brings in %(amount)s") % {"year": result.years.year[0], "amount": euro(income)},
        tone="bad" if cost > income else "",
    )


def per_month(document: Mapping[str, Any], result: Result) -> tuple[float, float]:
    """What an average home costs and brings in per month, in the first year that people live there, in euros.

    The costs are those of the running of the homes, what is put aside for maintenance, ground rent, tax, and what the
    bank and other lenders get, less what is lent again that day; what there is no money for yet costs nothing here.
    """
    years, months = result.years, 12 * homes_in(document)
    paid = (
        years.operating_costs,
        years.reserve_contribution,
        years.canon,
        years.tax,
        years.interest,
        years.principal,
        years.guarantee_fees,
        years.equity_return,
    )
    cost = sum(column[0] for column in paid) - lent_again(document, result)[0]
    return cost / months, years.net_rent[0] / months


def least_cash(result: Result) -> tuple[float, int]:
    """The least cash in hand at the end of a year, and the first year in which it is that."""
    least = result.metrics.min_liquidity
    return least, result.years.year[result.years.liquidity.index(least)]


def plan_summary(initiative: Initiative) -> PlanSummary | None:
    """How the latest plan stands; None for a group that has none. One query."""
    plan = plans_of(initiative).first()
    if plan is None:
        return None
    outcome = outcome_of(plan.document)
    return PlanSummary(
        name=plan.name,
        closes=outcome.closes,
        sentence=outcome.sentence,
        cost_per_month=_cost_per_month(plan.document, outcome.result),
        url=reverse("plans:detail", args=[initiative.slug, plan.pk]),
    )
