"""The one way in to a group's financing plans."""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.rules import Person
from coophub.web.access import get_visible
from financing.plans.models import Plan
from financing.plans.selectors import outcomes

FOR_EDITORS = _("Only owners and editors of this initiative can change a plan. Ask one of them.")


def visible_plan(user: Person, slug: str, pk: int, *, do: str | None = None) -> Plan:
    """The plan of this initiative, for who may see it; with `do` for who may do that.

    Raises Http404 for strangers, PermissionDenied for who may look but not do this.
    """
    plans = outcomes.visible_plans()
    return get_visible(user, plans, see="plans.view_plan", do=do, why=FOR_EDITORS, pk=pk, initiative__slug=slug)
