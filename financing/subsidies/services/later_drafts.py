"""Drafts of decisions after the first: kept until somebody else signs them (`later_decisions.py`) or turns them
down.
"""

from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, LaterDecision, Objection
from financing.subsidies.procedure.may.later import why_not_turn_down
from financing.subsidies.procedure.signing import later_decision_to_sign
from financing.subsidies.services.signing import keep_version
from financing.subsidies.services.steps import locked, out_of_order, refuse


def keep_later_draft(
    *,
    application: Application,
    kind: str,
    amount: Decimal,
    reasons: str,
    user: User,
    objection: Objection | None = None,
    **fields: object,
) -> LaterDecision:
    """The one unsigned draft of this kind, as it is now. Raises DomainError for an amount below nothing."""
    if amount < 0:
        raise DomainError(_("An amount is not below nothing."), field="amount")
    decision, _is_new = LaterDecision.objects.update_or_create(
        application=application,
        kind=kind,
        signed_by=None,
        defaults={
            "amount": amount,
            "reasons": reasons,
            "objection": objection,
            "drafted_by": user,
            "drafted_at": clock.now(),
            **fields,
        },
    )
    decision.application = application
    keep_version(later_decision_to_sign(decision), user=user)
    record(
        actor=user,
        action="subsidies.draft_later_decision",
        target=application,
        after={"kind": kind, "amount": amount, **{key: str(value) for key, value in fields.items() if value}},
    )
    return decision


@transaction.atomic
def drop_later_draft(*, decision: LaterDecision, reason: str, user: User) -> None:
    """The second pair of eyes does not sign, and says why; the draft goes.

    Raises DomainError for who drafted it, without a reason, and once it was signed.
    """
    application = locked(decision.application, staff=user)
    fresh = LaterDecision.objects.select_for_update(of=("self",)).filter(pk=decision.pk, signed_by=None).first()
    if fresh is None:
        raise DomainError(out_of_order(application))
    refuse(why_not_turn_down(fresh, user), application)
    if not reason.strip():
        raise DomainError(_("Write why, so that your colleague can go on."), field="reason")
    record(
        actor=user,
        action="subsidies.drop_later_draft",
        target=application,
        before={"kind": fresh.kind, "amount": fresh.amount, "reasons": fresh.reasons},
        after={"reason": reason.strip()},
    )
    fresh.delete()
