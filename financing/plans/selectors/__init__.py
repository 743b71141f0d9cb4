"""What pages show of financing plans."""

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

__all__ = [
    "Figure",
    "Outcome",
    "PlanSummary",
    "figures_of",
    "outcome_of",
    "plan_summary",
    "plans_of",
    "visible_plans",
]
