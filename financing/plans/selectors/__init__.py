"""What pages show of financing plans."""

from financing.plans.selectors.changes import changes_of, changes_since, next_steps, state_at
from financing.plans.selectors.outcomes import (
    Figure,
    Outcome,
    PlanSummary,
    figures_of,
    outcome_of,
    plan_summary,
    plans_of,
    visible_plans,
)
from financing.plans.selectors.visitors import plan_of_token, plans_of_tokens

__all__ = [
    "Figure",
    "Outcome",
    "PlanSummary",
    "changes_of",
    "changes_since",
    "figures_of",
    "next_steps",
    "outcome_of",
    "plan_of_token",
    "plan_summary",
    "plans_of",
    "plans_of_tokens",
    "state_at",
    "visible_plans",
]
