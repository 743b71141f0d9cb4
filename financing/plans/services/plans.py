"""Every change to financing plans."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web.errors import DomainError
from financing.engine import parse_plan
from financing.plans.models import Plan
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
def save_plan(*, plan: Plan, document: Document, revision: int, user: User) -> Plan:
    """Stores a changed document. `revision` is the one that the change was made on.

    Raises PlanError for a document that is not valid, and DomainError when somebody else changed the plan in the meantime.
    """
    parsed = parse_plan(document)
    plan = Plan.objects.select_for_update(of=("self",)).select_related("initiative", "updated_by").get(pk=plan.pk)
    if plan.document == document:
        return plan
    if plan.revision != revision:
        raise DomainError(
            _("%(name)s changed this plan at %(time)s, while you were typing. Open the page again to see that change.")
            % {"name": plan.updated_by, "time": timezone.localtime(plan.updated_at).strftime("%H:%M")}
        )
    before = {key: value for key, value in plan.document.items() if document.get(key) != value}
    after = {key: value for key, value in document.items() if plan.document.get(key) != value}
    plan.document, plan.name, plan.updated_by = document, parsed.name, user
    plan.revision += 1
    plan.save()
    record(actor=user, action="plans.save", target=plan, before=before, after=after)
    return plan


@transaction.atomic
def remove_plan(*, plan: Plan, user: User) -> None:
    """Takes a plan out of the list. Its versions stay for whoever rests on them. Removing twice changes nothing."""
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if plan.removed_at:
        return
    plan.removed_at = timezone.now()
    plan.save(update_fields=["removed_at"])
    record(actor=user, action="plans.remove", target=plan)
