"""Signing a decision after the first: what somebody else drafted takes effect.

What each kind changes stands with its subject.
"""

from collections.abc import Callable

from django.db import transaction

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.objection_term import objection_deadline
from financing.subsidies.models import Application, LaterDecision
from financing.subsidies.procedure.may.later import why_not_sign_later
from financing.subsidies.procedure.signing import later_decision_to_sign
from financing.subsidies.services.advances import decide_advance
from financing.subsidies.services.objections import decide_objection, set_penalty
from financing.subsidies.services.settlement import amend, recover, settle
from financing.subsidies.services.signing import sign
from financing.subsidies.services.steps import locked, out_of_order, refuse, require_permission

KIND = LaterDecision.Kind
Effect = Callable[[Application, LaterDecision, User], None]

EFFECTS: dict[LaterDecision.Kind, Effect] = {
    KIND.AMENDMENT: amend,
    KIND.SETTLEMENT: settle,
    KIND.RECOVERY: recover,
    KIND.OBJECTION: decide_objection,
    KIND.PENALTY: set_penalty,
    KIND.ADVANCE: decide_advance,
}
"""What is carried out when a decision of a kind is signed."""


@transaction.atomic
@clock.at_one_moment
def sign_later_decision(*, decision: LaterDecision, user: User, read: str | None = None) -> LaterDecision:
    """Signs a later decision: its effect, ledger and letter follow from its kind. Signed twice: once.

    `read` is the seal of the draft that was read. Raises DomainError for who wrote any version of it, without the right
    to sign, when another draft was read, when the award that it rests on changed since, and when its effect is not
    possible now.
    """
    application = locked(decision.application, staff=user)
    fresh = LaterDecision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if fresh is None:
        raise DomainError(out_of_order(application))
    if fresh.signed_by_id == user.pk:
        return fresh
    fresh.application = application
    refuse(why_not_sign_later(fresh, user), application)
    require_permission(user, "subsidies.sign_decision", application)
    sign(later_decision_to_sign(fresh), user=user, read=read)
    # The signature first: what follows reads signed decisions.
    fresh.signed_by, fresh.signed_at = user, clock.now()
    fresh.object_by = objection_deadline(clock.today()).date
    fresh.save()
    EFFECTS[KIND(fresh.kind)](application, fresh, user)
    return fresh
