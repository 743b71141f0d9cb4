"""What it costs a group to begin building a month later."""

from dataclasses import dataclass

from django.urls import reverse

from financing.engine.documents import MAX_YEAR
from financing.plans.selectors.outcomes import Outcome, homes_in, once, outcome_of, per_month, plans_of
from initiatives.models import Initiative, Phase

MONTH = 1 / 12
LEAST_THAT_SAYS_SOMETHING = 1.0
"""In euros: below it nothing that the plan counts grows while a group waits."""


@dataclass(frozen=True)
class MonthLater:
    """By how much a plan becomes dearer when the building begins a month later: in all, and what a home costs a month
    in its first year. In euros.
    """

    plan: str
    url: str
    total: float
    per_home: float


def month_later(initiative: Initiative) -> MonthLater | None:
    """The same of the plan that was changed last. One query; calculated once for each state of the plan.

    None for a group without a plan, for one that is building, and where building costs do not grow.
    """
    if initiative.current_phase.number >= Phase.CONSTRUCTION.number:
        return None
    plan = plans_of(initiative).first()
    if plan is None or plan.document["investment"]["midpoint"] + MONTH > MAX_YEAR:
        return None
    total, per_home = once("month-later", outcome_of(plan.document), _dearer)
    if total < LEAST_THAT_SAYS_SOMETHING:
        return None
    return MonthLater(plan.name, reverse("plans:detail", args=[initiative.slug, plan.pk]), total, per_home)


def _dearer(outcome: Outcome) -> tuple[float, float]:
    investment = outcome.document["investment"]
    moved = {**outcome.document, "investment": {**investment, "midpoint": investment["midpoint"] + MONTH}}
    later = outcome_of(moved)
    total = later.result.investment.total - outcome.result.investment.total
    if not homes_in(moved):
        return total, 0.0
    return total, per_month(moved, later.result)[0] - per_month(outcome.document, outcome.result)[0]
