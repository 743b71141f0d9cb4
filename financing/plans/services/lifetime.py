"""How long a plan without an initiative is kept."""

import datetime as dt

from coophub.web import clock
from financing.plans.models import Plan

KEPT_DAYS = 30


def lifetime_of(plan: Plan) -> dt.datetime | None:
    """Until when the plan is kept, counted from its last change; None for a plan of an initiative, which stays."""
    return None if plan.initiative_id is not None else a_lifetime_from_now()


def a_lifetime_from_now() -> dt.datetime:
    return clock.now() + dt.timedelta(days=KEPT_DAYS)
