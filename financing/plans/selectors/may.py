"""May this person do this now: the refusal that the service raises under its lock, and that the page asks to decide
what to offer. What depends on what somebody fills in is checked by the service.
"""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO
from coophub.web.refusals import Refusal, by_person, by_state
from financing.plans.models import NormSet, Plan
from financing.plans.selectors.norms import unknown_limits
from initiatives.models import Initiative

FOR_EDITORS = _("Only owners and editors of this initiative can change a plan. Ask one of them.")
MAX_SCENARIOS = 50
"""More than anybody compares; keeps a page of all scenarios quick."""


def why_not_start(initiative: Initiative, user: Person) -> Refusal | None:
    """Make a plan, load one, or take one along that was calculated without an account."""
    return None if user.has_perm("plans.start_plan", initiative) else by_person(FOR_EDITORS)


def why_not_see_plans(initiative: Initiative, user: Person) -> Refusal | None:
    return None if user.has_perm("plans.view_plans_of", initiative) else by_person(NOT_YOURS_TO_DO)


def why_not_change(plan: Plan, user: Person) -> Refusal | None:
    """Change the plan of a group, and keep versions and scenarios of it."""
    return None if user.has_perm("plans.change_plan", plan) else by_person(FOR_EDITORS)


def why_not_keep_scenario(kept: int) -> Refusal | None:
    """One more beside those that are kept."""
    if kept < MAX_SCENARIOS:
        return None
    return by_state(_("This plan has %(count)s scenarios. Remove one first.") % {"count": MAX_SCENARIOS})


def why_not_take_over(plan: Plan) -> Refusal | None:
    """Give a visitor's plan to a group: the first that asks has it."""
    return by_state(_("This plan is with another initiative already.")) if plan.initiative_id is not None else None


def why_not_keep_norms(user: Person) -> Refusal | None:
    """Add the norms of a year, and fill in what was not known of one."""
    return None if user.has_perm("plans.keep_norms") else by_person(NOT_YOURS_TO_DO)


def why_not_fill_in(norms: NormSet) -> Refusal | None:
    """Income limits that a set came without. Once they are known plans rest on them."""
    if unknown_limits(norms):
        return None
    return by_state(_("The income limits were filled in already. Look at the page again."))
