"""Puts the answer of an official into a plan."""

from django.db import transaction

from coophub.accounts.models import User
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from financing.plans.document.answers import PlanWithAnswer, with_answer
from financing.plans.document.rows import keyed_document
from financing.plans.models import Plan
from financing.plans.selectors.may import why_not_change
from financing.plans.services.editing import save_plan
from initiatives.models import EnquiryAnswer


@transaction.atomic
def put_answer(*, plan: Plan, answer: EnquiryAnswer, revision: int, user: User) -> PlanWithAnswer:
    """The figures of the answer stand in the plan from now on, as a change like any other: it can be taken back. What
    stands there already changes nothing.

    `revision` is that of the plan on the page that showed what would be different. Raises DomainError for who may not
    change the plan, and what `save_plan` raises.
    """
    refuse(why_not_change(plan, user))
    plan = Plan.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=plan.pk)
    if plan.initiative_id != answer.enquiry.initiative_id:
        raise DomainError("An answer belongs to the plans of the group that asked.")
    found = with_answer(keyed_document(plan), answer)
    save_plan(plan=plan, document=found.document, revision=revision, user=user)
    return found
