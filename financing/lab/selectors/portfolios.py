"""Portfolios for who may see them, and what is in them."""

from django.db.models import QuerySet

from coophub.accounts.models import User
from financing.engine.policy.portfolio import GROUPINGS
from financing.lab.models import KeptPortfolio
from financing.lab.selectors.shown import Shown, in_groups, in_order, merged
from financing.subsidies.procedure.interest import numbers_with_interest


def portfolios_for(user: User) -> QuerySet[KeptPortfolio]:
    """Those in which this person has no interest, the newest first, without their documents."""
    return (
        KeptPortfolio.objects.exclude(plans__submission__application__in=numbers_with_interest(user))
        .select_related("created_by")
        .defer("document")
    )


def groups_of(portfolio: KeptPortfolio) -> dict[str, list[Shown]]:
    """What is in a portfolio before anything is asked of it, five plans or more together."""
    plans = {plan["id"]: plan for plan in portfolio.document["plans"]}
    found: dict[str, list[Shown]] = {}
    for by in GROUPINGS:
        groups = merged(in_groups(plans, by), [])
        found[by] = [
            {
                "group": name,
                "plans": sum(plans[key]["weight"] for key in groups[name]),
                "homes": sum(plans[key]["weight"] * plans[key]["homes"] for key in groups[name]),
            }
            for name in in_order(by, groups)
        ]
    return found
