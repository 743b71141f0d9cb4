"""The one way in to a group's financing plans."""

from coophub.accounts.rules import Person
from coophub.web.access import get_visible
from financing.plans.models import Plan
from financing.plans.selectors import outcomes
from financing.plans.selectors.may import FOR_EDITORS


def visible_plan(user: Person, slug: str, pk: int, *, do: str | None = None) -> Plan:
    """The plan of this initiative, for who may see it; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who may look but not do this.
    """
    plans = outcomes.visible_plans()
    return get_visible(user, plans, see="plans.view_plan", do=do, why=FOR_EDITORS, pk=pk, initiative__slug=slug)
