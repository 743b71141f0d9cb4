"""The ways in to the policy lab: each gives the thing at an address, for who may see it."""

from coophub.accounts.rules import Person
from coophub.web.access import NOT_YOURS_TO_DO, get_visible
from financing.lab.models import KeptPortfolio, PolicyRun
from financing.plans.models import Plan
from financing.plans.selectors.may import FOR_EDITORS
from financing.plans.selectors.outcomes import visible_plans


def visible_plan_of_group(user: Person, slug: str, pk: int, *, do: str | None = None) -> Plan:
    """The plan whose consent it is about. Raises Http404 for strangers, PermissionDenied for readers."""
    return get_visible(
        user, visible_plans(), see="lab.view_consent", do=do, why=FOR_EDITORS, pk=pk, initiative__slug=slug
    )


def visible_portfolio(user: Person, pk: int, *, do: str | None = None) -> KeptPortfolio:
    """The portfolio, for the ministry but for who has an interest in it. Raises Http404."""
    found = KeptPortfolio.objects.select_related("created_by", "municipality").defer("document")
    return get_visible(user, found, see="lab.view_portfolio", do=do, pk=pk)


def visible_run(user: Person, pk: int, *, do: str | None = None) -> PolicyRun:
    """The run, for the ministry but for who has an interest in its portfolio. Raises Http404, PermissionDenied."""
    found = PolicyRun.objects.select_related("portfolio__municipality", "created_by").defer("portfolio__document")
    return get_visible(user, found, see="lab.view_run", do=do, why=NOT_YOURS_TO_DO, pk=pk)
