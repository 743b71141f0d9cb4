"""Every change to financing plans."""

from financing.plans.services.plans import (
    freeze_plan,
    remove_plan,
    save_plan,
    start_plan,
)

__all__ = [
    "freeze_plan",
    "remove_plan",
    "save_plan",
    "start_plan",
]
