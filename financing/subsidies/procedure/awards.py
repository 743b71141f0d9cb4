"""What an award comes to after everything that changed it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from coophub.web import clock
from financing.subsidies.law.deadlines import Deadline
from financing.subsidies.law.figures import arrangement_for
from financing.subsidies.law.statutory import statutory_deadline
from financing.subsidies.models import Application, Decision, LaterDecision, Objection, Payment, SchemeVersion

KIND = LaterDecision.Kind
SETTLED_WITHOUT_REPORT = (Decision.Arrangement.SMALL, Decision.Arrangement.SMALL_DIRECT)
TO_THE_GROUP = (Payment.Kind.ADVANCE, Payment.Kind.REST, Payment.Kind.LOAN)
CENT = Decimal("0.01")
NOTHING = Decimal(0)


@dataclass(frozen=True)
class CurrentAward:
    """How an award stands: its amount, what was settled, paid, and is still to be paid or paid back."""

    awarded: Decimal
    settled: Decimal | None
    paid: Decimal
    paid_back: Decimal
    reclaimed: Decimal
    activities_end_on: dt.date | None
    arrangement: str

    @property
    def overpaid(self) -> Decimal:
        """What was paid above what was settled, and is not reclaimed yet."""
        return NOTHING if self.settled is None else max(NOTHING, self.paid - self.settled - self.reclaimed)

    @property
    def is_settled_on_report(self) -> bool:
        """Whether the group asks for settlement, with a report (KB 17, 18)."""
        return self.arrangement in (Decision.Arrangement.MIDDLE, Decision.Arrangement.LARGE)

    def report_is_due(self, on: dt.date) -> bool:
        """Whether the activities are done on a day, so that the group has to ask for settlement."""
        return self.is_settled_on_report and self.activities_end_on is not None and self.activities_end_on <= on


def current_award(application: Application) -> CurrentAward:
    """The award of an application after amendments, objections and settlement.

    Three queries, or none when prefetched.
    """
    decision = getattr(application, "decision", None)
    signed_first = decision if decision is not None and decision.signed_at else None
    later = signed_in_order(application)
    changes = [found for found in later if _changes_award(application, found)]
    settlements = [found for found in later if found.kind == KIND.SETTLEMENT]
    payments = [payment for payment in application.payments.all() if payment.paid_on]
    back = [payment for payment in payments if payment.kind == Payment.Kind.REPAYMENT]
    awarded = changes[-1].amount if changes else signed_first.amount if signed_first else NOTHING
    arrangements = [found.arrangement for found in changes if found.arrangement]
    ends = [found.activities_end_on for found in changes if found.activities_end_on]
    arrangement = arrangements[-1] if arrangements else signed_first.arrangement if signed_first else ""
    is_direct = arrangement == Decision.Arrangement.SMALL_DIRECT
    return CurrentAward(
        awarded=awarded,
        settled=settlements[-1].amount if settlements else awarded if is_direct else None,
        paid=sum((payment.amount for payment in payments if payment.kind in TO_THE_GROUP), start=NOTHING),
        paid_back=sum((payment.amount for payment in back), start=NOTHING),
        reclaimed=sum((found.amount for found in later if found.kind == KIND.RECOVERY), start=NOTHING),
        activities_end_on=ends[-1] if ends else signed_first.activities_end_on if signed_first else None,
        arrangement=arrangement,
    )


def signed_in_order(application: Application) -> list[LaterDecision]:
    """The later decisions that were signed, the first one first."""
    signed = [(found.signed_at, found.pk, found) for found in application.later_decisions.all() if found.signed_at]
    return [found for _moment, _pk, found in sorted(signed, key=lambda item: item[:2])]


def awarded_before(application: Application, decision: LaterDecision) -> Decimal:
    """What was awarded before a decision that is signed already."""
    changes = [
        found
        for found in signed_in_order(application)
        if _changes_award(application, found) and found.pk != decision.pk
    ]
    return changes[-1].amount if changes else application.decision.amount


def award_changed_since(application: Application, draft: LaterDecision) -> dt.datetime | None:
    """When the award changed after a decision was drafted that rests on it; None when it did not.

    A change, a settlement and a revised decision that were drafted on another award would undo what was decided in
    between.
    """
    if draft.kind != KIND.SETTLEMENT and not _changes_award(application, draft):
        return None
    moments = [found.signed_at for found in signed_in_order(application) if _changes_award(application, found)]
    return max((moment for moment in moments if moment and moment > draft.drafted_at), default=None)


def _changes_award(application: Application, decision: LaterDecision) -> bool:
    if decision.kind == KIND.AMENDMENT:
        return True
    # An objection against a decision on an advance changes that advance; the award stays as it was.
    return decision.outcome == LaterDecision.Outcome.REVISED and advance_behind(application, decision.objection) is None


def advance_left(application: Application, award: CurrentAward | None = None) -> Decimal:
    """How much of an award can still be given as an advance: what no advance was planned, ordered or paid of.

    Nothing of a loan, which is paid as it is taken up, of an award that is paid at once, and after the settlement.
    """
    award = award or current_award(application)
    is_paid_otherwise = application.scheme_version.is_loan or award.arrangement in SETTLED_WITHOUT_REPORT
    if is_paid_otherwise or award.settled is not None:
        return NOTHING
    return max(NOTHING, award.awarded - advances_underway(application))


def advances_underway(application: Application) -> Decimal:
    """The advances that are planned, ordered or paid."""
    advances = (payment for payment in application.payments.all() if payment.kind == Payment.Kind.ADVANCE)
    return sum((payment.amount for payment in advances if payment.cancelled_at is None), start=NOTHING)


def advance_behind(application: Application, objection: Objection | None) -> LaterDecision | None:
    """The decision on an advance that an objection is against; None when it is against another decision."""
    if objection is None:
        return None
    advances = (found for found in application.later_decisions.all() if found.kind == KIND.ADVANCE)
    return next((found for found in advances if str(found.pk) == objection.against), None)


def advance_given(application: Application, advance: LaterDecision, *, before: LaterDecision | None = None) -> Decimal:
    """What a decision on an advance comes to after the objections against it; `before` is one that does not count
    yet.
    """
    revised = [
        found.amount
        for found in signed_in_order(application)
        if found.outcome == LaterDecision.Outcome.REVISED
        and found != before
        and found.objection is not None
        and found.objection.against == str(advance.pk)
    ]
    return revised[-1] if revised else advance.amount


def recovery_deadline(application: Application) -> Deadline:
    """The last day on which money can be reclaimed: five years after the settlement (Awb 4:57 lid 4)."""
    settlements = [found for found in signed_in_order(application) if found.kind == KIND.SETTLEMENT]
    signed_at = settlements[-1].signed_at if settlements else application.decision.signed_at
    return statutory_deadline("recovery", clock.day_of(signed_at))


def default_arrangement(version: SchemeVersion, amount: Decimal, on: dt.date) -> str:
    """How an award of this size is accounted for, unless the decision says otherwise (KB 16 to 20)."""
    if version.arrangement == SchemeVersion.Arrangement.BY_AMOUNT:
        return arrangement_for(amount, on)
    return str(version.arrangement)


def default_advance_share(application: Application, arrangement: str) -> Decimal:
    """What is paid before the settlement: everything in the lightest arrangement (KB 23 lid 2), else what the scheme
    says.

    Where the scheme pays as the money is needed, a group that asked for no advance gets none (KB 11).
    """
    version = application.scheme_version
    if arrangement in SETTLED_WITHOUT_REPORT:
        return Decimal(1)
    asks_none = version.pays_by_need and _advance_asked(application).get("wanted") == "no"
    if asks_none or version.advances == SchemeVersion.Advances.NONE:
        return NOTHING
    return version.advance_share


def advance_share_of(application: Application, arrangement: str) -> Decimal:
    """What an award is advanced by: as the first decision said or, when that was for nothing, as its arrangement brings
    along.
    """
    first = application.decision
    return first.advance_share if first.amount else default_advance_share(application, arrangement)


def needs_by_quarter(application: Application) -> dict[dt.date, Decimal]:
    """How much the group needs in which quarter, as it was submitted; empty where that was not asked or no advance
    was.
    """
    return {
        dt.date.fromisoformat(row["starts_on"]): Decimal(row["amount"])
        for row in _advance_asked(application).get("quarters", [])
    }


def _advance_asked(application: Application) -> dict[str, Any]:
    asked: dict[str, Any] = application.submission.content.get("advance", {})
    return asked


def planned_end(application: Application) -> dt.date | None:
    """When the work is ready, as it was submitted."""
    planned = application.submission.content["answers"].get("project", {}).get("ends_on")
    return dt.date.fromisoformat(planned) if planned else None


def share_of(amount: Decimal, share: Decimal) -> Decimal:
    """A share in whole cents, halves up."""
    return (amount * share).quantize(CENT, ROUND_HALF_UP)


def in_parts(amount: Decimal, count: int) -> list[Decimal]:
    """An amount in equal parts of whole cents that add up to it; the first parts take the cents that are left."""
    cents = int(amount / CENT)
    low, left = divmod(cents, count)
    return [(low + (1 if number < left else 0)) * CENT for number in range(count)]


def by_weight(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """An amount divided by weights, in whole cents that add up to it: what is left goes to the largest remainders."""
    cents, whole = int(amount / CENT), sum(weights, start=NOTHING)
    exact = [cents * weight / whole for weight in weights]
    parts = [int(part) for part in exact]
    by_remainder = sorted(range(len(exact)), key=lambda number: parts[number] - exact[number])
    for number in by_remainder[: cents - sum(parts)]:
        parts[number] += 1
    return [part * CENT for part in parts]
