"""Plans of people without an account, by their private link or for whom they come along."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from coophub.accounts.models import User
from coophub.web import clock
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import Outcome, outcome_of

LONGEST_NUMBER = 18
"""Figures that a key has at most; a private link is longer."""


@dataclass(frozen=True)
class WaitingPlan:
    """A visitor's plan that somebody may take along, at its address: the private link, or the number of the plan."""

    address: str
    plan: Plan

    @property
    def outcome(self) -> Outcome:
        return outcome_of(self.plan.document)


def plan_of_token(token: str) -> Plan | None:
    """The visitor's plan with this private link, while it is kept."""
    return _kept().filter(token_hash=Plan.hash_of_token(token)).first()


def plan_along(number: str, user: User | AnonymousUser) -> Plan | None:
    """The visitor's plan with this number, for who signed up with it."""
    if not is_number(number) or not isinstance(user, User):
        return None
    return _kept().filter(pk=int(number), claims__user=user).first()


def is_number(address: str) -> bool:
    """Whether a visitor's plan is named by its number here, and not by its private link."""
    return address.isascii() and address.isdecimal() and len(address) <= LONGEST_NUMBER


def plans_of_tokens(tokens: Sequence[str]) -> list[tuple[str, Plan]]:
    """The plans that are still kept under these links, with their tokens, the last changed first. One query."""
    hashes = {Plan.hash_of_token(token): token for token in tokens}
    if not hashes:
        return []
    found = _kept().filter(token_hash__in=hashes)
    return [(hashes[str(plan.token_hash)], plan) for plan in found.order_by("-updated_at")]


def waiting_for(user: User | AnonymousUser, tokens: Sequence[str]) -> list[WaitingPlan]:
    """What this browser has the links of, and then what came along with the account. Two queries."""
    by_link = [WaitingPlan(token, plan) for token, plan in plans_of_tokens(tokens)]
    if not isinstance(user, User):
        return by_link
    along = _kept().filter(claims__user=user).exclude(pk__in=[found.plan.pk for found in by_link])
    return [*by_link, *(WaitingPlan(str(plan.pk), plan) for plan in along.order_by("-updated_at"))]


def _kept() -> QuerySet[Plan]:
    return Plan.objects.filter(initiative=None, expires_at__gt=clock.now())
