"""Every change to financing plans."""

from financing.plans.services.norms import add_norms, set_home_points
from financing.plans.services.plans import (
    remove_plan,
    save_plan,
    start_plan,
)
from financing.plans.services.sharing import open_link, revoke_link, share_version
from financing.plans.services.versions import freeze_plan, keep_scenario, name_version, remove_scenario

__all__ = [
    "add_norms",
    "freeze_plan",
    "keep_scenario",
    "name_version",
    "open_link",
    "remove_plan",
    "remove_scenario",
    "revoke_link",
    "save_plan",
    "set_home_points",
    "share_version",
    "start_plan",
]
