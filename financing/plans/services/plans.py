"""Every change to financing plans."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from coophub.accounts.models import User
from coophub.audit.services import record
from financing.engine import calculate, parse_plan, to_result
from financing.plans.models import Plan, PlanVersion
from initiatives.models import Initiative

Document = dict[str, Any]


@transaction.atomic
def start_plan(
    *, initiative: Initiative, document: Mapping[str, Any], user: User | None, key: UUID | None = None
) -> Plan:
    """A new plan from a document: an example, or one that was loaded. The same form sent twice gives one plan.

    Raises PlanError with the path of everything that is wrong; nothing is stored then.
    """
    parsed = parse_plan(dict(document))
    if key is not None:
        Initiative.objects.select_for_update().get(pk=initiative.pk)
        made_before = Plan.objects.filter(submission_key=key, initiative=initiative).first()
        if made_before is not None:
            return made_before
    plan = Plan.objects.create(
        initiative=initiative, name=parsed.name, document=dict(document), updated_by=user, submission_key=key
    )
    record(actor=user, action="plans.start", target=plan, after={"initiative": initiative.slug, "name": plan.name})
    return plan


@transaction.atomic
def freeze_plan(*, plan: Plan, name: str, user: User | None) -> PlanVersion:
    """A version of the plan as it is now, with its result. A plan that did not change since gives the version there is."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    text = json.dumps(plan.document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    latest = plan.versions.first()
    if latest is not None and latest.sha256 == sha256:
        return latest
    version = PlanVersion.objects.create(
        plan=plan,
        number=latest.number + 1 if latest else 1,
        name=name,
        document=plan.document,
        result=to_result(calculate(parse_plan(plan.document))),
        sha256=sha256,
        created_by=user,
    )
    record(actor=user, action="plans.freeze", target=plan, after={"version": version.number, "sha256": sha256})
    return version


@transaction.atomic
def remove_plan(*, plan: Plan, user: User) -> None:
    """Takes a plan out of the list. Its versions stay for whoever rests on them. Removing twice changes nothing."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.removed_at:
        return
    plan.removed_at = timezone.now()
    plan.save(update_fields=["removed_at"])
    record(actor=user, action="plans.remove", target=plan)
