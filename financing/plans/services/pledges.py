"""Putting what members pledged into their plan."""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.plans.document.pledges import with_pledges
from financing.plans.document.rows import keyed_document
from financing.plans.models import Plan, PlanVersion
from financing.plans.selectors.changes import state_at
from financing.plans.services.editing import save_plan
from financing.plans.services.versions import freeze_plan


@transaction.atomic
def put_pledges(
    *, plan: Plan, row: str, amount: Decimal, pledged: Decimal, revision: int, name: str, user: User
) -> PlanVersion | None:
    """Puts what is pledged into the source with this key (`with_pledges`), and keeps the plan as it was as a version,
    which it gives; None when it stood there already.

    `amount` is what the reader saw, `pledged` what it is now, `revision` that of the plan which they saw. Raises
    DomainError when the two amounts differ, and what `save_plan` raises.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if amount != pledged:
        raise DomainError(_("What is pledged has changed in the meantime. Look at it again first."))
    document = with_pledges(state_at(plan, revision), row=row, amount=amount, name=name)
    if keyed_document(plan) == document:
        return None
    before = freeze_plan(plan=plan, name=_("Before the pledges of %(day)s") % {"day": day(clock.today())}, user=user)
    save_plan(plan=plan, document=document, revision=revision, user=user, section="funding")
    return before
