"""Decisions after the first: drafted by one, signed by another. What each changes stands with its subject."""

from collections.abc import Callable
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import day
from financing.subsidies.law.objection_term import objection_deadline
from financing.subsidies.models import Application, LaterDecision, Objection
from financing.subsidies.procedure.awards import award_changed_since
from financing.subsidies.services.steps import locked, out_of_order

KIND = LaterDecision.Kind
Effect = Callable[[Application, LaterDecision, User], None]


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
    record(
        actor=user,
        action="subsidies.draft_later_decision",
        target=application,
        after={"kind": kind, "amount": amount, **{key: str(value) for key, value in fields.items() if value}},
    )
    return decision


@transaction.atomic
@clock.at_one_moment
def sign_later_decision(*, decision: LaterDecision, user: User) -> LaterDecision:
    """Signs a later decision: its effect, ledger and letter follow from its kind. Signed twice: once.

    Raises DomainError for who drafted it, without the right to sign, when the award that it rests on changed since, and
    when its effect is not possible now.
    """
    application = locked(decision.application)
    fresh = LaterDecision.objects.select_for_update(of=("self",)).filter(pk=decision.pk).first()
    if fresh is None:
        raise DomainError(out_of_order(application))
    if fresh.signed_by_id is not None:
        if fresh.signed_by_id == user.pk:
            return fresh
        raise DomainError(out_of_order(application))
    if fresh.drafted_by_id == user.pk:
        raise DomainError(_("You drafted this decision yourself. Somebody else signs it."))
    if not user.has_perm("subsidies.sign_decision", application):
        raise DomainError(_("Your role does not allow this step."))
    changed = award_changed_since(application, fresh)
    if changed is not None:
        raise DomainError(
            _("The award changed on %(day)s, after this was drafted. Draft it again.")
            % {"day": day(clock.day_of(changed))}
        )
    fresh.application = application
    # The signature first: what follows reads signed decisions.
    fresh.signed_by, fresh.signed_at = user, clock.now()
    fresh.object_by = objection_deadline(clock.today()).date
    fresh.save()
    _effect_of(fresh.kind)(application, fresh, user)
    return fresh


@transaction.atomic
def drop_later_draft(*, decision: LaterDecision, reason: str, user: User) -> None:
    """The second pair of eyes does not sign, and says why; the draft goes.

    Raises DomainError for who drafted it, without a reason, and once it was signed.
    """
    application = locked(decision.application)
    fresh = LaterDecision.objects.select_for_update(of=("self",)).filter(pk=decision.pk, signed_by=None).first()
    if fresh is None:
        raise DomainError(out_of_order(application))
    if fresh.drafted_by_id == user.pk:
        raise DomainError(_("You drafted this decision yourself. Change the draft instead."))
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


_effects: dict[str, Effect] = {}


def effect_of(kind: str) -> Callable[[Effect], Effect]:
    """Names the function that carries out decisions of a kind, when they are signed."""

    def name(function: Effect) -> Effect:
        _effects[kind] = function
        return function

    return name


def _effect_of(kind: str) -> Effect:
    return _effects[kind]
