"""Plans of people without an account, by their private link."""

from collections.abc import Sequence

from coophub.web import clock
from financing.plans.models import Plan


def plan_of_token(token: str) -> Plan | None:
    """The visitor's plan with this private link, while it is kept."""
    return Plan.objects.filter(
        token_hash=Plan.hash_of_token(token), initiative=None, expires_at__gt=clock.now()
    ).first()


def plans_of_tokens(tokens: Sequence[str]) -> list[tuple[str, Plan]]:
    """The plans that are still kept under these links, with their tokens, the last changed first. One query."""
    hashes = {Plan.hash_of_token(token): token for token in tokens}
    if not hashes:
        return []
    found = Plan.objects.filter(token_hash__in=hashes, initiative=None, expires_at__gt=clock.now())
    return [(hashes[str(plan.token_hash)], plan) for plan in found.order_by("-updated_at")]
