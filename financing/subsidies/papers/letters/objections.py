"""That an objection came in, what it lacks, and the decision on it."""

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

from financing.subsidies.models import LaterDecision, Objection, RemedyRequest
from financing.subsidies.papers.letters.letter import LetterFacts, MadeUp, SignedFacts
from financing.subsidies.papers.letters.paying import MorePaid, PaidThen, paid_then


class ObjectionReceiptLetter(LetterFacts):
    """That it was received, in time or not (Awb 6:11, 6:14), and when there will be a decision on it (7:10)."""

    kind = "objection_receipt"
    name = _("Receipt of your objection")
    title = _("We received your objection")

    received_on: dt.date
    decision_sent_on: dt.date
    object_by: dt.date
    decide_by: dt.date
    is_late: bool
    wants_hearing: bool

    @classmethod
    def of(cls, objection: Objection) -> Self:
        return cls(
            received_on=objection.received_on,
            decision_sent_on=objection.decision_sent_on,
            object_by=objection.object_by,
            decide_by=objection.decide_by,
            is_late=objection.is_late,
            wants_hearing=objection.wants_hearing,
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            received_on=made_up.today,
            decision_sent_on=made_up.today,
            object_by=made_up.in_six_weeks,
            decide_by=made_up.in_six_weeks,
            is_late=False,
            wants_hearing=True,
        )


class ObjectionRemedyLetter(LetterFacts):
    """What is missing in an objection, and by when it can be completed (Awb 6:6)."""

    kind = "objection_remedy"
    name = _("Request to complete your objection")
    title = _("Your objection is not complete yet")

    received_on: dt.date
    decision_sent_on: dt.date
    defects: str
    last_day: dt.date

    @classmethod
    def of(cls, objection: Objection, request: RemedyRequest) -> Self:
        return cls(
            received_on=objection.received_on,
            decision_sent_on=objection.decision_sent_on,
            defects="\n".join(request.points),
            last_day=request.last_day,
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            received_on=made_up.today,
            decision_sent_on=made_up.today,
            defects=made_up.words,
            last_day=made_up.in_two_weeks,
        )


class ObjectionDecisionLetter(SignedFacts):
    """Whether the decision stands, when what it gives on top is paid, why, what a committee advised, and how to appeal
    (Awb 7:11 to 7:13).
    """

    kind = "objection_decision"
    name = _("Decision on your objection")
    title = _("Decision on your objection")

    decision: Literal["upheld", "revised", "inadmissible"]
    amount_before: Decimal
    is_about_advance: bool = False
    payments: tuple[PaidThen, ...] = ()
    paid_at_settlement: Decimal = Decimal(0)
    received_on: dt.date
    decision_sent_on: dt.date
    hearing_left_out_because: str = ""
    committee_advice: str = ""
    deviates_because: str = ""

    @classmethod
    def of(
        cls,
        decision: LaterDecision,
        objection: Objection,
        *,
        amount_before: Decimal,
        is_about_advance: bool,
        more: MorePaid,
    ) -> Self:
        return cls(
            decision=decision.outcome,
            amount_before=amount_before,
            is_about_advance=is_about_advance,
            payments=paid_then(more.payments),
            paid_at_settlement=more.at_settlement,
            received_on=objection.received_on,
            decision_sent_on=objection.decision_sent_on,
            hearing_left_out_because=decision.hearing_left_out_because,
            committee_advice=objection.committee_advice,
            deviates_because=decision.deviates_because,
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        return cls(
            decision="upheld",
            amount_before=made_up.amount,
            received_on=made_up.today,
            decision_sent_on=made_up.today,
            **made_up.signed,
        )
