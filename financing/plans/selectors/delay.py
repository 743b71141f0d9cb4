"""What it costs a group to begin building a month later."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from financing.engine.documents import MAX_YEAR
from financing.plans.document.months import month_named, month_number
from financing.plans.selectors.outcomes import Outcome, homes_in, once, outcome_of, per_month, plans_of
from initiatives.models import Initiative, Phase

MONTH = 1 / 12
LEAST_THAT_SAYS_SOMETHING = 1.0
"""In euros: below it nothing that the plan counts grows while a group waits."""

PlanValues = dict[str, Any]


@dataclass(frozen=True)
class MonthLater:
    """What a plan says of a building that begins a month later, in euros: by how much it becomes dearer in all, what of
    that is interest until the first rent, and what a home costs a month more in its first year.

    `rent` is what of the rent does not come in, where the building would be ready after the first rent. Where it still
    is ready before, `ready_before` is the year of that rent.
    """

    plan: str
    url: str
    total: float
    interest: float
    per_home: float
    rent: float
    ready_before: int | None


def month_later(initiative: Initiative) -> MonthLater | None:
    """The same of the plan that was changed last. One query; calculated once for each state of the plan.

    None for a group without a plan, for one that is building, and where waiting costs nothing that the plan counts.
    """
    if initiative.current_phase.number >= Phase.CONSTRUCTION.number:
        return None
    plan = plans_of(initiative).first()
    if plan is None or plan.document["investment"]["midpoint"] + MONTH > MAX_YEAR:
        return None
    outcome = outcome_of(plan.document)
    total, interest, per_home = once("month-later", outcome, _dearer)
    rent = 0.0 if _has_room(plan.document) else once("month-later-rent", outcome, _rent_missed)
    if max(total, rent) < LEAST_THAT_SAYS_SOMETHING:
        return None
    return MonthLater(
        plan=plan.name,
        url=reverse("plans:detail", args=[initiative.slug, plan.pk]),
        total=total,
        interest=interest,
        per_home=per_home,
        rent=rent,
        ready_before=plan.document["first_year"] if _has_room(plan.document) else None,
    )


def _dearer(outcome: Outcome) -> tuple[float, float, float]:
    moved = _built_later(outcome.document)
    later = outcome_of(moved)
    investment, then = outcome.result.investment, later.result.investment
    total, interest = then.total - investment.total, then.construction_interest - investment.construction_interest
    if not homes_in(moved):
        return total, interest, 0.0
    return total, interest, per_month(moved, later.result)[0] - per_month(outcome.document, outcome.result)[0]


def _rent_missed(outcome: Outcome) -> float:
    later = outcome_of(_let_later(outcome.document))
    return float(sum(outcome.result.years.net_rent) - sum(later.result.years.net_rent))


def _built_later(document: PlanValues) -> PlanValues:
    """With building costs of a month later. Where the building is still ready before the first rent, its months move
    too; what comes before it, such as ground that is bought, stays where it is, and is held a month longer.
    """
    investment, development = document["investment"], document.get("development")
    moved = {**document, "investment": {**investment, "midpoint": investment["midpoint"] + MONTH}}
    if not development or not _has_room(document):
        return moved
    start = development["construction_start"]
    rows = {name: [_moved_with(start, row) for row in development.get(name, [])] for name in ("spend", "available")}
    return {**moved, "development": {**development, **rows, "construction_start": _month_after(start)}}


def _let_later(document: PlanValues) -> PlanValues:
    """With every home let a month later."""
    first = document["first_year"]
    homes = [
        {**home, "available_from": (home.get("available_from") or first) + MONTH} for home in document["dwellings"]
    ]
    return {**document, "dwellings": homes}


def _has_room(document: PlanValues) -> bool:
    """Whether a building that begins a month later is ready before the first rent, and all that goes with it falls
    before that.
    """
    investment, development = document["investment"], document.get("development")
    months = investment.get("construction_months", 0)
    if not development:
        return bool(investment["midpoint"] + months / 24 + MONTH <= document["first_year"] + MONTH / 2)
    last = f"{document['first_year'] - 1}-12"
    rows = [*development.get("spend", []), *development.get("available", [])]
    ends = [row.get("to", row["from"]) for row in rows if row["from"] >= development["construction_start"]]
    is_ready = month_number(development["construction_start"]) + months <= month_number(last)
    return is_ready and all(end < last for end in ends)


def _moved_with(start: str, row: PlanValues) -> PlanValues:
    if row["from"] < start:
        return row
    return {**row, **{name: _month_after(row[name]) for name in ("from", "to") if row.get(name)}}


def _month_after(month: str) -> str:
    return month_named(month_number(month) + 1)
