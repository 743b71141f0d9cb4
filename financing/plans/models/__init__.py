"""Financing plans and what belongs to them."""

from financing.plans.models.change import PlanChange
from financing.plans.models.claim import PlanClaim
from financing.plans.models.lever_search import LeverSearch
from financing.plans.models.norms import MaximumRent, NormSet
from financing.plans.models.plan import (
    Plan,
    PlanVersion,
)
from financing.plans.models.scenario import Scenario
from financing.plans.models.sharing import ShareLink, ShareVisit

__all__ = [
    "LeverSearch",
    "MaximumRent",
    "NormSet",
    "Plan",
    "PlanChange",
    "PlanClaim",
    "PlanVersion",
    "Scenario",
    "ShareLink",
    "ShareVisit",
]
