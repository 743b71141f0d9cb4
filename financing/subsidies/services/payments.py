"""Money to the group and back: planned by a decision, ordered and paid by the ministry (Awb 4:87, 4:95, KB 23)."""

import datetime as dt
from decimal import Decimal
from itertools import takewhile
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.law.budget import MOST_QUARTERS
from financing.subsidies.law.statutory import payment_deadline
from financing.subsidies.models import Application, Decision, LaterDecision, Payment, SchemeVersion
from financing.subsidies.papers.letters.paying import MorePaid, PaymentLetter
from financing.subsidies.procedure.awards import (
    SETTLED_WITHOUT_REPORT,
    advance_share_of,
    advances_underway,
    by_weight,
    current_award,
    in_parts,
    needs_by_quarter,
    share_of,
)
from financing.subsidies.procedure.may.interest import why_not_with_interest
from financing.subsidies.procedure.may.money import why_not_mark_paid, why_not_order
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.steps import locked, refuse

KIND = Payment.Kind
MARK_PAID = "subsidies.mark_paid"
QUARTER_MONTHS = 3


def plan_advances(*, application: Application, later_decision: LaterDecision | None = None) -> list[Payment]:
    """The advances that a signed award gives: at once, a part every quarter, or as the group needs the money (KB 11).

    `later_decision` gave the award when the first decision did not. A loan has none: it is paid as it is taken up
    (services/loans.py).
    """
    award = current_award(application)
    share = advance_share_of(application, award.arrangement)
    total = share_of(award.awarded, share)
    if not total or application.scheme_version.is_loan:
        return []
    is_direct = award.arrangement == Decision.Arrangement.SMALL_DIRECT
    today = clock.today()
    # Everything is paid at once in the lightest arrangement (KB 23 lid 2).
    is_at_once = award.arrangement in SETTLED_WITHOUT_REPORT
    parts = [(today, total)] if is_at_once else _parts(application, total, share, award.activities_end_on, today)
    key = later_decision.key if later_decision else "decision"
    payments = [
        _due(
            application=application,
            kind=KIND.REST if is_direct else KIND.ADVANCE,
            key=f"{key}-{number}",
            amount=part,
            pay_from=start,
            later_decision=later_decision,
        )
        for number, (start, part) in enumerate(parts, start=1)
    ]
    return _planned_once(application, payments)


def _due(*, pay_from: dt.date, **fields: Any) -> Payment:
    """A payment that is due six weeks after the day from which it may be paid; not kept yet."""
    return Payment(pay_from=pay_from, pay_by=payment_deadline(pay_from).date, **fields)


def _planned_once(application: Application, payments: list[Payment]) -> list[Payment]:
    """Keeps payments of an application that is locked; one that was planned before with the same key stays as it is."""
    before = {payment.key: payment for payment in Payment.objects.filter(application=application)}
    Payment.objects.bulk_create(payment for payment in payments if payment.key not in before)
    return [before.get(payment.key, payment) for payment in payments]


def _parts(
    application: Application, total: Decimal, share: Decimal, activities_end_on: dt.date | None, today: dt.date
) -> list[tuple[dt.date, Decimal]]:
    """From which day which part is paid."""
    version = application.scheme_version
    if version.pays_by_need and (needs := needs_by_quarter(application)):
        by_day: dict[dt.date, Decimal] = {}
        for start, amount in needs.items():
            begin = max(start, today)
            by_day[begin] = by_day.get(begin, Decimal(0)) + amount
        parts = zip(by_day, by_weight(total, list(by_day.values())), strict=True)
        return [(begin, part) for begin, part in parts if part]
    starts = [today]
    if version.advances == SchemeVersion.Advances.QUARTERLY and share < 1 and activities_end_on:
        following = (today + relativedelta(months=QUARTER_MONTHS * number) for number in range(1, MOST_QUARTERS))
        starts += takewhile(lambda start: start <= activities_end_on, following)
    return list(zip(starts, in_parts(total, len(starts)), strict=True))


def plan_payment(
    *,
    application: Application,
    kind: str,
    key: str,
    amount: Decimal,
    pay_from: dt.date,
    later_decision: LaterDecision | None = None,
) -> Payment:
    """Plans a payment, due six weeks after the day from which it may be paid. The same key is planned once."""
    payment = _due(
        application=application,
        kind=kind,
        key=key,
        amount=amount,
        pay_from=pay_from,
        later_decision=later_decision,
    )
    return _planned_once(application, [payment])[0]


def plan_from(later_decision: LaterDecision, *, kind: str, amount: Decimal, pay_from: dt.date) -> Payment:
    """Plans the payment that a later decision brings along."""
    return plan_payment(
        application=later_decision.application,
        kind=kind,
        key=later_decision.key,
        amount=amount,
        pay_from=pay_from,
        later_decision=later_decision,
    )


def more_paid(later_decision: LaterDecision, *, raised: Decimal) -> MorePaid:
    """When the `raised` part of an award is paid: what the decision planned, and the rest at the settlement. A loan is
    paid as it is taken up; an award that became less gets nothing on top.
    """
    application = later_decision.application
    if raised <= 0 or application.scheme_version.is_loan:
        return MorePaid()
    planned = list(later_decision.payments.filter(cancelled_at=None).order_by("pay_from", "pk"))
    left = raised - sum((payment.amount for payment in planned), start=Decimal(0))
    not_advanced = current_award(application).awarded - advances_underway(application)
    return MorePaid(planned, max(min(left, not_advanced), Decimal(0)))


def cancel_planned(*, application: Application) -> int:
    """Drops advances that were not ordered yet: the award was settled. Gives how many."""
    planned = Payment.objects.select_for_update().filter(
        application=application, kind=KIND.ADVANCE, ordered_at=None, cancelled_at=None
    )
    return planned.update(cancelled_at=clock.now())


def lower_planned(later_decision: LaterDecision, *, by: Decimal) -> None:
    """Takes an amount off the advances that were not ordered yet, the last one first: the award became less.

    What stays of one is planned anew. What was ordered already is settled later.
    """
    planned = Payment.objects.select_for_update().filter(
        application=later_decision.application, kind=KIND.ADVANCE, ordered_at=None, cancelled_at=None
    )
    for payment in planned.order_by("-pay_from", "-pk"):
        if by <= 0:
            return
        payment.cancelled_at = clock.now()
        payment.save(update_fields=["cancelled_at"])
        if payment.amount > by:
            plan_from(later_decision, kind=KIND.ADVANCE, amount=payment.amount - by, pay_from=payment.pay_from)
        by -= payment.amount


@transaction.atomic
@clock.at_one_moment
def order_payment(*, payment: Payment, user: User) -> Payment:
    """Gives the order to pay, and writes to the group. Ordered twice: once.

    Raises DomainError before its day, when it was cancelled, and for who drafted the decision on the application or the
    later one that it follows from.
    """
    application = locked(payment.application, staff=user)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.ordered_at is not None:
        return payment
    refuse(why_not_order(payment, user, clock.today()), application)
    payment.ordered_by, payment.ordered_at = user, clock.now()
    payment.save(update_fields=["ordered_by", "ordered_at"])
    record(
        actor=user,
        action="subsidies.order_payment",
        target=application,
        after={"kind": payment.kind, "amount": payment.amount, "pay_by": payment.pay_by},
    )
    send_letter(application, PaymentLetter.of(payment), occasion=f"payment-{payment.pk}")
    return payment


@transaction.atomic
def propose_paid(*, payment: Payment, paid_on: dt.date, user: User) -> Proposal:
    """Proposes to note that a payment was made, or came back, outside a file for the bank.

    Raises DomainError before it was ordered, for a day to come, when a day was kept before, and for who has an
    interest.
    """
    payment = Payment.objects.select_related("application").get(pk=payment.pk)
    refuse(why_not_with_interest(payment.application, user))
    refuse(why_not_mark_paid(payment), payment.application)
    _require_past(paid_on)
    return propose(kind=MARK_PAID, subject=payment, values={"paid_on": paid_on.isoformat()}, user=user)


@transaction.atomic
def mark_paid(*, payment: Payment, paid_on: dt.date, user: User, proposal: Proposal | None = None) -> Payment:
    """Keeps on which day money was on the account (Awb 4:89 lid 3).

    By the file for the bank in which it stands, or by a `proposal`. The same day twice changes nothing.

    Raises DomainError before it was ordered, for a day to come, and when another day was kept before.
    """
    application = locked(payment.application, staff=user)
    payment = Payment.objects.select_for_update().get(pk=payment.pk)
    if payment.paid_on == paid_on:
        return payment
    refuse(why_not_mark_paid(payment), application)
    _require_past(paid_on)
    payment.paid_on, payment.proposal = paid_on, proposal
    payment.save(update_fields=["paid_on", "proposal"])
    record(
        actor=user,
        action="subsidies.mark_paid",
        target=application,
        after={"kind": payment.kind, "amount": payment.amount, "paid_on": paid_on},
    )
    return payment


def _require_past(day_of_payment: dt.date) -> None:
    if day_of_payment > clock.today():
        raise DomainError(_("This day has not come yet."), field="paid_on")
