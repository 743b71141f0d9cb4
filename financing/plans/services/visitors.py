"""Plans of people who calculate without an account: kept for a month under a private link, or taken over by a group."""

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.reports.services import remove_reports
from coophub.web import clock
from coophub.web.refusals import refuse
from financing.engine import parse_plan
from financing.plans.document.incoming import as_kept
from financing.plans.models import Plan, PlanClaim
from financing.plans.selectors.may import why_not_take_over
from financing.plans.selectors.visitors import plans_of_tokens
from financing.plans.services.lifetime import a_lifetime_from_now
from initiatives.models import Initiative
from initiatives.services.lifecycle import start_initiative

BATCH = 500


def start_visitor_plan(
    *, document: Mapping[str, Any], origin: Mapping[str, str] = MappingProxyType({})
) -> tuple[Plan, str]:
    """A new plan under a private link, and the token of that link; `origin` has its `form` and `building`.

    Only the hash of the token is kept, so the link cannot be read from the database.

    Raises PlanError for a document that is not valid.
    """
    document = as_kept(document)
    parsed = parse_plan(document)
    token = secrets.token_urlsafe(32)
    plan = Plan.objects.create(
        name=parsed.name,
        document=document,
        origin=dict(origin),
        token_hash=Plan.hash_of_token(token),
        expires_at=a_lifetime_from_now(),
    )
    return plan, token


@transaction.atomic
def answer_again(*, plan: Plan, document: Mapping[str, Any], origin: Mapping[str, str]) -> bool:
    """Makes of a plan what other answers to the ten questions make of it; tells whether it did.

    A plan in which something was changed since stays as it is, and so does one that a group has.
    """
    document = as_kept(document)
    parsed = parse_plan(document)
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.initiative_id is not None or plan.was_changed:
        return False
    plan.name, plan.document, plan.origin = parsed.name, document, dict(origin)
    plan.expires_at = a_lifetime_from_now()
    plan.save()
    return True


@transaction.atomic
def claim_plans(*, tokens: Sequence[str], user: User) -> None:
    """Lets the plans with these private links come along with an account that is just made, and keeps each of them a
    whole month more.

    Who confirms the address on another device finds them there. Whoever else has a link keeps it.
    """
    plans = [plan for _token, plan in plans_of_tokens(tokens)]
    PlanClaim.objects.bulk_create([PlanClaim(plan=plan, user=user) for plan in plans], ignore_conflicts=True)
    Plan.objects.filter(pk__in=[plan.pk for plan in plans]).update(expires_at=a_lifetime_from_now())


@transaction.atomic
def take_over_plan(*, plan: Plan, initiative: Initiative, user: User) -> Plan:
    """Gives the plan, with the story of its changes, to an initiative. The private link ends.

    Doing it twice gives the same plan. Raises DomainError when another group has it already.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.initiative_id == initiative.pk:
        return plan
    refuse(why_not_take_over(plan))
    plan.initiative, plan.token_hash, plan.expires_at, plan.updated_by = initiative, None, None, user
    plan.save()
    plan.claims.all().delete()
    record(actor=user, action="plans.take_over", target=plan, after={"initiative": initiative.slug, "name": plan.name})
    return plan


@transaction.atomic
def begin_with_plan(*, plan: Plan, facts: Mapping[str, Any], user: User) -> Plan:
    """Begins an initiative with these facts (those of `start_initiative`) and takes the plan along into it."""
    return take_over_plan(plan=plan, initiative=start_initiative(user=user, **facts), user=user)


@transaction.atomic
def remove_visitor_plan(*, plan: Plan) -> None:
    """Removes the plan of a visitor who asks for it, for good and at once. A plan that a group took over stays."""
    found = Plan.objects.filter(pk=plan.pk, initiative=None)
    remove_reports(subjects=list(found))
    found.delete()


def remove_expired_plans() -> int:
    """Removes the visitors' plans of which the time is over, some at a time, and says how many."""
    removed = 0
    while True:
        with transaction.atomic():
            expired = Plan.objects.filter(initiative=None, expires_at__lte=clock.now())
            plans = list(expired.select_for_update(skip_locked=True).only("pk")[:BATCH])
            remove_reports(subjects=plans)
            Plan.objects.filter(pk__in=[plan.pk for plan in plans]).delete()
        removed += len(plans)
        if len(plans) < BATCH:
            return removed
