"""The one way in to a group's financing plans."""

from coophub.accounts.rules import Person
from coophub.web.access import seen_by
from financing.plans.models import Plan
from financing.plans.selectors import outcomes
from financing.plans.selectors.may import FOR_EDITORS


def visible_plan(user: Person, slug: str, pk: int, *, do: str | None = None) -> Plan:
    """The plan of this initiative, for who may see it; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who may look but not do this.
    """
    return seen_by(user, outcomes.plan_at(slug, pk, user), see="plans.view_plan", do=do, why=FOR_EDITORS)
