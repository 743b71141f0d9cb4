"""What groups allow."""

from django.db.models import Count, QuerySet

from financing.lab.models import KeptPortfolio, LabConsent
from financing.lab.selectors.secrecy import FEWEST
from financing.plans.models import Plan
from initiatives.models import Municipality


def consent_of(plan: Plan) -> LabConsent | None:
    """The yes that holds for this plan."""
    return LabConsent.objects.filter(plan=plan, withdrawn_at=None).select_related("version", "created_by").first()


def holding_consents() -> QuerySet[LabConsent]:
    """Every yes that holds, of a plan that its group still has."""
    return LabConsent.objects.filter(
        withdrawn_at=None, plan__removed_at=None, plan__initiative__isnull=False
    ).select_related("version", "plan__initiative__municipality")


def municipalities_with_plans() -> QuerySet[Municipality]:
    """Where so many plans may be counted with that something can be said of them together."""
    found = holding_consents().order_by().values("plan__initiative__municipality").annotate(count=Count("pk"))
    return Municipality.objects.filter(
        pk__in=found.filter(count__gte=FEWEST).values("plan__initiative__municipality")
    ).order_by("name")


def lost_consents(portfolio: KeptPortfolio) -> int:
    """How many plans of a portfolio may not be counted with any more."""
    rests_on = portfolio.plans.exclude(consent=None)
    return rests_on.count() - rests_on.filter(consent__in=holding_consents()).count()
