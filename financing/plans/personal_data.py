"""What financing plans tell of a person who asks."""

from typing import Any

from coophub.accounts import personal_data
from coophub.accounts.models import User
from financing.plans.models import NormSet, Plan, PlanChange, PlanClaim, PlanVersion, Scenario, ShareLink


def register() -> None:
    personal_data.add_part("plans", made)
    personal_data.add_cleaner("plans", forget_claims)


def forget_claims(user: User) -> None:
    PlanClaim.objects.filter(user=user).delete()


def made(user: User) -> dict[str, Any]:
    """The plans that somebody changed last, and what somebody made of them.

    They are the group's: they stay after an erasure.
    """
    return {
        "changed_last": [
            {"initiative": str(plan.initiative), "plan": plan.name, "at": plan.updated_at.isoformat()}
            for plan in Plan.objects.filter(updated_by=user, initiative__isnull=False).select_related("initiative")
        ],
        "changes": [
            {"plan": change.plan.name, "revision": change.revision, "at": change.at.isoformat()}
            for change in PlanChange.objects.filter(by=user).select_related("plan")
        ],
        "versions": [
            {"plan": version.plan.name, "at": version.created_at.isoformat()}
            for version in PlanVersion.objects.filter(created_by=user).select_related("plan")
        ],
        "scenarios": [
            {"plan": scenario.plan.name, "name": scenario.name, "at": scenario.created_at.isoformat()}
            for scenario in Scenario.objects.filter(created_by=user).select_related("plan")
        ],
        "private_links": [
            {"plan": link.version.plan.name, "for": link.recipient, "at": link.created_at.isoformat()}
            for link in ShareLink.objects.filter(created_by=user).select_related("version__plan")
        ],
        "along_with_the_account": [
            {"plan": claim.plan.name, "at": claim.made_at.isoformat()}
            for claim in PlanClaim.objects.filter(user=user).select_related("plan")
        ],
        "norms": [
            {"valid_from": norms.valid_from.isoformat(), "at": norms.added_at.isoformat()}
            for norms in NormSet.objects.filter(added_by=user)
        ],
    }
