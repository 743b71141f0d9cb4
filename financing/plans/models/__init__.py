"""Financing plans and what belongs to them."""

from financing.plans.models.change import PlanChange
from financing.plans.models.plan import (
    Plan,
    PlanVersion,
)

__all__ = [
    "Plan",
    "PlanChange",
    "PlanVersion",
]
