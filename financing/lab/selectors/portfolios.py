"""Portfolios for who may see them."""

from django.db.models import QuerySet

from coophub.accounts.models import User
from financing.lab.models import KeptPortfolio
from financing.subsidies.procedure.interest import numbers_with_interest


def portfolios_for(user: User) -> QuerySet[KeptPortfolio]:
    """Those in which this person has no interest, the newest first, without their documents."""
    return (
        KeptPortfolio.objects.exclude(plans__submission__application__in=numbers_with_interest(user))
        .select_related("created_by")
        .defer("document")
    )
