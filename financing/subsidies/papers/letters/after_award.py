"""What is decided after an award: it changes, it is settled, money is reclaimed, an advance is given."""

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import model_validator

from coophub.web import clock
from financing.subsidies.models import AdvanceRequest, LaterDecision, Payment
from financing.subsidies.papers.letters.letter import MadeUp, PerhapsDay, SignedFacts, in_dutch
from financing.subsidies.papers.letters.paying import MorePaid, PaidThen, paid_then


class AmendmentLetter(SignedFacts):
    """What the award was and becomes, when more is paid, and when the activities are done (Awb 4:48, 4:50)."""

    kind = "amendment"
    name = _("Change of the award")
    title = _("Your award changes")

    amount_before: Decimal
    activities_end_on: PerhapsDay = None
    payments: tuple[PaidThen, ...] = ()
    paid_at_settlement: Decimal = Decimal(0)

    @classmethod
    def of(cls, decision: LaterDecision, *, amount_before: Decimal, more: MorePaid) -> Self:
        return cls(
            amount_before=amount_before,
            activities_end_on=decision.activities_end_on,
            payments=paid_then(more.payments),
            paid_at_settlement=more.at_settlement,
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            amount_before=made_up.amount,
            activities_end_on=made_up.in_a_year,
            **made_up.signed,
        )


class SettlementLetter(SignedFacts):
    """What the subsidy comes to, what is still paid, and what was paid too much (Awb 4:42, 4:46)."""

    kind = "settlement"
    name = _("Settlement")
    title = _("Settlement of your subsidy")

    outcome: Literal["settle", "settle_lower", "settle_nil"]
    awarded: Decimal
    ground: str = ""
    rest: Decimal
    overpaid: Decimal

    @classmethod
    def of(cls, decision: LaterDecision, *, outcome: str, awarded: Decimal, rest: Decimal, overpaid: Decimal) -> Self:
        return cls(
            outcome=outcome,
            awarded=awarded,
            rest=rest,
            overpaid=overpaid,
            ground=in_dutch(decision.get_ground_display),
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            outcome="settle",
            awarded=made_up.amount,
            rest=Decimal(0),
            overpaid=Decimal(0),
            **made_up.signed,
        )


class RecoveryLetter(SignedFacts):
    """What is paid back, and by when (Awb 4:57)."""

    kind = "recovery"
    name = _("Recovery")
    title = _("You have to pay money back")

    pay_by: dt.date

    @classmethod
    def of(cls, decision: LaterDecision, repayment: Payment) -> Self:
        return cls(
            pay_by=repayment.pay_by,
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            pay_by=made_up.in_six_weeks,
            **made_up.signed,
        )


class AdvanceLetter(SignedFacts):
    """What was asked, what is given of it, and when that is paid (Awb 4:95). Nothing given: no days of payment."""

    kind = "advance"
    name = _("Decision on your request for an advance")
    title = _("Decision on your request for an advance")

    asked: Decimal
    asked_on: dt.date
    awarded: Decimal
    pay_from: PerhapsDay = None
    pay_by: PerhapsDay = None

    @model_validator(mode="after")
    def names_its_days(self) -> Self:
        if self.amount and not (self.pay_from and self.pay_by):
            raise ValueError("The letter says when an advance that is given is paid.")
        return self

    @classmethod
    def of(cls, decision: LaterDecision, *, request: AdvanceRequest, awarded: Decimal, payment: Payment | None) -> Self:
        return cls(
            asked=request.amount,
            asked_on=clock.day_of(request.asked_at),
            awarded=awarded,
            pay_from=payment.pay_from if payment else None,
            pay_by=payment.pay_by if payment else None,
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            asked=made_up.amount,
            asked_on=made_up.today,
            awarded=made_up.amount,
            pay_from=made_up.today,
            pay_by=made_up.in_six_weeks,
            **made_up.signed,
        )
