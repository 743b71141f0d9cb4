"""A group says that the lab may count with its plan, and takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from financing.lab.models import LabConsent
from financing.lab.selectors.consents import consent_of
from financing.plans.models import Plan
from financing.plans.services.versions import freeze_plan


@transaction.atomic
def give_consent(*, plan: Plan, user: User) -> LabConsent:
    """Lets the lab count with the plan as it is now. Where it may already with these figures, nothing changes; a yes to
    an older version makes place for this one.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    version = freeze_plan(plan=plan, name=_("For the policy lab"), user=user)
    before = consent_of(plan)
    if before is not None and before.version_id == version.pk:
        return before
    if before is not None:
        _withdraw(before, user)
    consent = LabConsent.objects.create(plan=plan, version=version, created_by=user)
    record(actor=user, action="lab.give_consent", target=plan, after={"version": version.number})
    return consent


@transaction.atomic
def withdraw_consent(*, plan: Plan, user: User) -> None:
    """Takes the yes back: no portfolio is made with the plan any more, and none with it is calculated again. Twice is
    once.
    """
    plan = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if consent := consent_of(plan):
        _withdraw(consent, user)


def _withdraw(consent: LabConsent, user: User) -> None:
    consent.withdrawn_at, consent.withdrawn_by = clock.now(), user
    consent.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(actor=user, action="lab.withdraw_consent", target=consent.plan, before={"version": consent.version.number})
