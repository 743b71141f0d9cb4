"""Every change to financing plans."""

from financing.plans.services.editing import (
    PlanClashError,
    redo_change,
    restore_plan,
    save_plan,
    undo_change,
)
from financing.plans.services.plans import (
    freeze_plan,
    remove_plan,
    start_plan,
)
from financing.plans.services.visitors import (
    remove_expired_plans,
    remove_visitor_plan,
    start_visitor_plan,
    take_over_plan,
)

__all__ = [
    "PlanClashError",
    "freeze_plan",
    "redo_change",
    "remove_expired_plans",
    "remove_plan",
    "remove_visitor_plan",
    "restore_plan",
    "save_plan",
    "start_plan",
    "start_visitor_plan",
    "take_over_plan",
    "undo_change",
]
