"""Every change to financing plans."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from financing.engine import parse_plan
from financing.plans.document.incoming import as_kept
from financing.plans.models import Plan
from initiatives.models import Initiative


@transaction.atomic
def start_plan(
    *, initiative: Initiative, document: Mapping[str, Any], user: User | None, key: UUID | None = None
) -> Plan:
    """A new plan from a document: an example, or one that was loaded. The same form sent twice gives one plan.

    Raises PlanError with the path of everything that is wrong; nothing is stored then.
    """
    document = as_kept(document)
    parsed = parse_plan(document)
    if key is not None:
        Initiative.objects.select_for_update().get(pk=initiative.pk)
        made_before = Plan.objects.filter(submission_key=key, initiative=initiative).first()
        if made_before is not None:
            return made_before
    plan = Plan.objects.create(
        initiative=initiative, name=parsed.name, document=document, updated_by=user, submission_key=key
    )
    record(actor=user, action="plans.start", target=plan, after={"initiative": initiative.slug, "name": plan.name})
    return plan


@transaction.atomic
def remove_plan(*, plan: Plan, user: User) -> None:
    """Takes a plan out of the list. Its versions stay for whoever rests on them. Removing twice changes nothing."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.removed_at:
        return
    plan.removed_at = clock.now()
    plan.save(update_fields=["removed_at"])
    record(actor=user, action="plans.remove", target=plan)


def note_export(*, plan: Plan, what: str, user: User | None) -> None:
    """Writes down who took a plan along, and as what."""
    record(actor=user, action="plans.export", target=plan, after={"what": what, "revision": plan.revision})
