"""The decision on an application."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal, Self

from django.utils.translation import gettext_lazy as _

from financing.subsidies.law.statutory import statutory_deadline
from financing.subsidies.models import Decision, Payment
from financing.subsidies.papers.letters.letter import MadeUp, PerhapsDay, SignedFacts, in_dutch
from financing.subsidies.papers.letters.loan import loan_terms_in_words
from financing.subsidies.papers.letters.paying import PaidThen, paid_then
from financing.subsidies.schemes.terms import scheme_deadline


class DecisionLetter(SignedFacts):
    """The decision, its amount, reasons and obligations (KB 16 to 18), and how and by when to object (Awb 3:45)."""

    kind = "decision"
    name = _("Decision")
    title = _("Decision on your application")
    notice = "subsidies_decided"

    decision: Literal["award", "award_partly", "refuse", "leave_out"]
    ground: str = ""
    conditions: str = ""
    arrangement: Literal["", "small_direct", "small", "middle", "large"] = ""
    activities_end_on: PerhapsDay = None
    advance_share: Decimal = Decimal(0)
    loan_terms: tuple[str, ...] = ()
    report_by: PerhapsDay = None
    settle_by: PerhapsDay = None
    payments: tuple[PaidThen, ...] = ()

    @classmethod
    def of(cls, decision: Decision, payments: Sequence[Payment] = ()) -> Self:
        """What was signed, and what was planned to be paid.

        The group asks for settlement by a day, or the ministry settles by itself (KB 16 lid 2, 22 lid 3 and 4).
        """
        version, ends_on = decision.application.scheme_version, decision.activities_end_on
        is_own_motion = decision.arrangement == Decision.Arrangement.SMALL
        return cls(
            decision=decision.kind,
            ground=in_dutch(decision.get_ground_display),
            conditions=decision.conditions,
            arrangement=decision.arrangement,
            activities_end_on=ends_on,
            advance_share=decision.advance_share,
            loan_terms=loan_terms_in_words(version),
            report_by=scheme_deadline(version, "settlement_application", ends_on).date
            if ends_on and not is_own_motion
            else None,
            settle_by=statutory_deadline("own_motion_settlement", ends_on).date if ends_on and is_own_motion else None,
            payments=paid_then(payments),
            **cls.signed(decision),
        )

    @classmethod
    def example(cls, made_up: MadeUp) -> Self:
        share = made_up.version.advance_share or Decimal(1)
        return cls(
            payments=()
            if made_up.version.is_loan
            else (PaidThen(amount=made_up.amount * share, pay_by=made_up.in_six_weeks),),
            decision="award",
            arrangement="middle",
            activities_end_on=made_up.in_a_year,
            advance_share=share,
            loan_terms=loan_terms_in_words(made_up.version),
            **made_up.signed,
        )
