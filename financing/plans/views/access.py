"""The one way in to a group's financing plans."""

from django.db.models import QuerySet

from coophub.accounts.rules import Person
from coophub.web.access import seen_by
from coophub.web.written_once import written_once
from financing.plans.models import Plan
from financing.plans.selectors import outcomes
from financing.plans.selectors.may import FOR_EDITORS


def visible_plan(user: Person, slug: str, pk: int, *, do: str | None = None) -> Plan:
    """The plan of this initiative, for who may see it; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who may look but not do this.
    """
    found = next(iter(_plans_at(slug, pk)), None)
    return seen_by(user, found, see="plans.view_plan", do=do, why=FOR_EDITORS)


@written_once
def _plans_at(slug: str, pk: int) -> QuerySet[Plan]:
    """Asked by every page of a plan."""
    return outcomes.visible_plans().filter(pk=pk, initiative__slug=slug)
