"""That money is on its way, and what it costs to be late."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import LaterDecision, Payment
from financing.subsidies.papers.letters.letter import Frozen, LetterFacts, MadeUp, SignedFacts


class PaidThen(Frozen):
    """How much is on the group's account by which day (Awb 4:87)."""

    amount: Decimal
    pay_by: dt.date


def paid_then(payments: Iterable[Payment]) -> tuple[PaidThen, ...]:
    """What a decision says of the payments that it plans."""
    return tuple(PaidThen(amount=payment.amount, pay_by=payment.pay_by) for payment in payments)


@dataclass(frozen=True)
class MorePaid:
    """When what a decision gives on top is paid: what it plans, and what comes when the subsidy is settled."""

    payments: Sequence[Payment] = ()
    at_settlement: Decimal = Decimal(0)


class PaymentLetter(LetterFacts):
    """How much is paid, as what, and by when (Awb 4:87)."""

    kind = "payment"
    name = _("Payment")
    title = _("We pay you")

    payment: Literal["advance", "rest", "loan", "penalty"]
    amount: Decimal
    pay_by: dt.date

    @classmethod
    def of(cls, payment: Payment) -> Self:
        return cls(
            payment=payment.kind, amount=payment.amount, pay_by=payment.pay_by, signed_by=str(payment.ordered_by or "")
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(payment="advance", amount=made_up.amount, pay_by=made_up.in_six_weeks)


class PenaltyLetter(SignedFacts):
    """What the ministry owes for deciding too late (Awb 4:17, 4:18)."""

    kind = "penalty"
    name = _("Penalty for a late decision")
    title = _("Penalty for our late decision")

    @classmethod
    def of(cls, decision: LaterDecision) -> Self:
        return cls(**cls.signed(decision))

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(**made_up.signed)
