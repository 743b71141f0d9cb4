"""Who may see and change a financing plan: its initiative decides."""

import rules

from coophub.accounts.rules import Person, is_administrator
from financing.plans.models import Plan
from initiatives.rules import is_editor, is_member


@rules.predicate
def is_member_of_plan(user: Person, plan: Plan | None) -> bool:
    return plan is not None and is_member(user, plan.initiative)


@rules.predicate
def is_editor_of_plan(user: Person, plan: Plan | None) -> bool:
    return plan is not None and is_editor(user, plan.initiative)


rules.add_perm("plans.view_plans_of", is_member)
rules.add_perm("plans.start_plan", is_editor)
rules.add_perm("plans.view_plan", is_member_of_plan)
rules.add_perm("plans.change_plan", is_editor_of_plan)
rules.add_perm("plans.share_plan", is_editor_of_plan)
rules.add_perm("plans.keep_norms", is_administrator)
# The API gives it to who has its key, and no page has it.
rules.add_perm("plans.view_lever_search", rules.always_deny)
