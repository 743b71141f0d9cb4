"""What pages show of financing plans."""

from financing.plans.selectors.affordability import Affordability, affordability_of, all_norms
from financing.plans.selectors.driver_words import driver_sentence, driver_title, drivers_in_words
from financing.plans.selectors.outcomes import (
    Figure,
    Outcome,
    PlanSummary,
    figures_of,
    outcome_from,
    outcome_of,
    plan_summary,
    plans_of,
    visible_plans,
)
from financing.plans.selectors.sharing import link_with_token, links_of
from financing.plans.selectors.versions import choices_of, comparison, scenarios_of, version_outcome, versions_of

__all__ = [
    "Affordability",
    "Figure",
    "Outcome",
    "PlanSummary",
    "affordability_of",
    "all_norms",
    "choices_of",
    "comparison",
    "driver_sentence",
    "driver_title",
    "drivers_in_words",
    "figures_of",
    "link_with_token",
    "links_of",
    "outcome_from",
    "outcome_of",
    "plan_summary",
    "plans_of",
    "scenarios_of",
    "version_outcome",
    "versions_of",
    "visible_plans",
]
