"""Every change to financing plans."""

from financing.plans.services.editing import (
    PlanClashError,
    redo_change,
    restore_plan,
    save_plan,
    undo_change,
)
from financing.plans.services.norms import add_norms, fill_in_middle_incomes, set_home_points
from financing.plans.services.plans import (
    remove_plan,
    start_plan,
)
from financing.plans.services.sharing import may_read, open_link, revoke_link, share_version
from financing.plans.services.versions import freeze_plan, keep_scenario, name_version, remove_scenario
from financing.plans.services.visitors import (
    remove_expired_plans,
    remove_visitor_plan,
    start_visitor_plan,
    take_over_plan,
)

__all__ = [
    "PlanClashError",
    "add_norms",
    "fill_in_middle_incomes",
    "freeze_plan",
    "keep_scenario",
    "may_read",
    "name_version",
    "open_link",
    "redo_change",
    "remove_expired_plans",
    "remove_plan",
    "remove_scenario",
    "remove_visitor_plan",
    "restore_plan",
    "revoke_link",
    "save_plan",
    "set_home_points",
    "share_version",
    "start_plan",
    "start_visitor_plan",
    "take_over_plan",
    "undo_change",
]
