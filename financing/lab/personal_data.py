"""What the policy lab tells of a person who asks."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from financing.lab.models import KeptPortfolio, LabConsent, PolicyRun, PublishedRun
from financing.lab.selectors.runs import HEAVY


def register() -> None:
    personal_data.add_part("policy_lab", asked_and_allowed)


def asked_and_allowed(user: User) -> dict[str, Any]:
    """The plans that somebody let the lab count with or took back for a group, and what they asked and published."""
    given = LabConsent.objects.filter(created_by=user).select_related("version__plan")
    withdrawn = LabConsent.objects.filter(withdrawn_by=user).select_related("version__plan")
    return {
        "allowed": [{"plan": consent.version.plan.name, "at": consent.created_at.isoformat()} for consent in given],
        "withdrew": [
            {"plan": consent.version.plan.name, "at": consent.withdrawn_at.isoformat()}
            for consent in withdrawn
            if consent.withdrawn_at is not None
        ],
        "portfolios": list(KeptPortfolio.objects.filter(created_by=user).order_by("pk").values_list("name", flat=True)),
        "asked": [
            {"portfolio": run.portfolio.name, "budget": run.budget, "at": run.created_at.isoformat()}
            for run in PolicyRun.objects.filter(created_by=user).select_related("portfolio").defer(*HEAVY)
        ],
        "published": [
            {"portfolio": published.run.portfolio.name, "at": published.created_at.isoformat()}
            for published in PublishedRun.objects.filter(created_by=user).select_related("run__portfolio")
        ],
    }
