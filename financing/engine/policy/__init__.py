"""The policy lab: where, in a portfolio of plans, a euro does the most (`docs/developers/policy-lab.md`)."""

from financing.engine.policy.best_use import best_use_of
from financing.engine.policy.curves import curves_of
from financing.engine.policy.demand import spread_of
from financing.engine.policy.lab import checked_seed, policy_from, policy_of
from financing.engine.policy.outlook import outlook_of
from financing.engine.policy.parameters import (
    INSTRUMENTS,
    MOST_BUDGET,
    InstrumentName,
    LabProgress,
    PolicyParameters,
    checked_budget,
    policy_parameters,
)
from financing.engine.policy.portfolio import (
    MOST_PLANS,
    PolicyError,
    Portfolio,
    PortfolioPlan,
    PortfolioProblem,
    parse_portfolio,
)
from financing.engine.policy.result import BestUse, Outlook, PlanPackages, Policy, PolicyCurve, read_policy
from financing.engine.policy.search import packages_by_plan

__all__ = [
    "INSTRUMENTS",
    "MOST_BUDGET",
    "MOST_PLANS",
    "BestUse",
    "InstrumentName",
    "LabProgress",
    "Outlook",
    "PlanPackages",
    "Policy",
    "PolicyCurve",
    "PolicyError",
    "PolicyParameters",
    "Portfolio",
    "PortfolioPlan",
    "PortfolioProblem",
    "best_use_of",
    "checked_budget",
    "checked_seed",
    "curves_of",
    "outlook_of",
    "packages_by_plan",
    "parse_portfolio",
    "policy_from",
    "policy_of",
    "policy_parameters",
    "read_policy",
    "spread_of",
]
