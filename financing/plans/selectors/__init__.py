"""What pages show of financing plans."""

from financing.plans.selectors.affordability import Affordability, affordability_of, all_norms
from financing.plans.selectors.changes import changes_of, changes_since, next_steps, state_at
from financing.plans.selectors.driver_words import driver_sentence, driver_title, drivers_in_words
from financing.plans.selectors.levers import Levers, levers_of
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
from financing.plans.selectors.risks import Risks, risks_of
from financing.plans.selectors.sharing import LinkInWords, link_with_token, links_of, report_of_version
from financing.plans.selectors.versions import choices_of, comparison, scenarios_of, version_outcome, versions_of
from financing.plans.selectors.visitors import plan_of_token, plans_of_tokens

__all__ = [
    "Affordability",
    "Figure",
    "Levers",
    "LinkInWords",
    "Outcome",
    "PlanSummary",
    "Risks",
    "affordability_of",
    "all_norms",
    "changes_of",
    "changes_since",
    "choices_of",
    "comparison",
    "driver_sentence",
    "driver_title",
    "drivers_in_words",
    "figures_of",
    "levers_of",
    "link_with_token",
    "links_of",
    "next_steps",
    "outcome_from",
    "outcome_of",
    "plan_of_token",
    "plan_summary",
    "plans_of",
    "plans_of_tokens",
    "report_of_version",
    "risks_of",
    "scenarios_of",
    "state_at",
    "version_outcome",
    "versions_of",
    "visible_plans",
]
