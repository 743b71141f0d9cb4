"""After the award: reports, changes, settlement and recovery (Awb 4:44 to 4:57, KB 16 to 24)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.documents.services import add_document
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.formats import euro_cents
from financing.subsidies.applications.content import frozen_document
from financing.subsidies.law.freezing import seal
from financing.subsidies.models import (
    AdvanceRequest,
    Application,
    ChangeRequest,
    Decision,
    HearingChoice,
    LaterDecision,
    Payment,
    Report,
)
from financing.subsidies.papers.letters.after_award import AmendmentLetter, RecoveryLetter, SettlementLetter
from financing.subsidies.procedure.awards import (
    advance_share_of,
    advances_underway,
    awarded_before,
    current_award,
    share_of,
)
from financing.subsidies.procedure.may.awards import (
    why_not_ask_settlement,
    why_not_draft_amendment,
    why_not_draft_recovery,
    why_not_draft_settlement,
    why_not_report_change,
    why_not_report_progress,
)
from financing.subsidies.services.deciding import check_hearing
from financing.subsidies.services.later_drafts import keep_later_draft
from financing.subsidies.services.ledger import (
    enter_increase,
    enter_lower_settlement,
    enter_recovery,
    enter_withdrawal,
)
from financing.subsidies.services.letters import send_letter
from financing.subsidies.services.notices import handlers_of, tell_staff
from financing.subsidies.services.payments import cancel_planned, lower_planned, more_paid, plan_from
from financing.subsidies.services.steps import locked, refuse, take_step

ARRANGEMENT = Decision.Arrangement
KIND = LaterDecision.Kind
REPORT, AUDIT = "eindverslag", "controleverklaring"
"""Categories of the documents of a final report (KB 24)."""


@dataclass(frozen=True)
class CostInput:
    """A cost that was made."""

    description: str
    amount: Decimal


@transaction.atomic
@clock.at_one_moment
def submit_report(
    *,
    application: Application,
    kind: str,
    results: str,
    user: User,
    done_on: dt.date | None = None,
    costs: Sequence[CostInput] = (),
    report: UploadedFile[Any] | None = None,
    audit: UploadedFile[Any] | None = None,
) -> Report:
    """A progress report, or the report with which the group asks to settle.

    Frozen by value. The final report sent twice: once.

    From 25,000 euros a final report has its own document, from 125,000 also the costs and an auditor's statement (KB
    17, 18, 24). Raises DomainError out of order, and for what is missing.
    """
    application = locked(application)
    is_final = kind == Report.Kind.FINAL
    if is_final and (found := application.reports.filter(kind=kind).first()):
        return found
    refuse(why_not_ask_settlement(application) if is_final else why_not_report_progress(application), application)
    if is_final:
        _require_complete(application, costs, report, audit)
    documents = [
        add_document(subject=application, title=upload.name or category, category=category, upload=upload, user=user)
        for category, upload in ((REPORT, report), (AUDIT, audit))
        if upload is not None
    ]
    content = {
        "results": results,
        "done_on": done_on.isoformat() if done_on else None,
        "costs": [{"description": cost.description, "amount": str(cost.amount)} for cost in costs],
        "documents": [frozen_document(document) for document in documents],
    }
    made = Report.objects.create(
        application=application,
        kind=kind,
        content=content,
        sha256=seal(content),
        submitted_by=user,
        submitted_at=clock.now(),
    )
    if is_final:
        take_step(application, "submit_report", user=user, after={"sha256": made.sha256})
    else:
        record(actor=user, action="subsidies.report_progress", target=application, after={"sha256": made.sha256})
    tell_staff(handlers_of(application), application, "subsidies_report")
    return made


@transaction.atomic
def ask_change(
    *,
    application: Application,
    text: str,
    user: User,
    activities_end_on: dt.date | None = None,
) -> ChangeRequest:
    """The group says that something will go otherwise, or asks to change the award (KB 16 to 18).

    Raises DomainError when there is no running award.
    """
    application = locked(application)
    refuse(why_not_report_change(application), application)
    request = ChangeRequest.objects.create(
        application=application,
        text=text,
        activities_end_on=activities_end_on,
        asked_by=user,
        asked_at=clock.now(),
    )
    record(
        actor=user,
        action="subsidies.ask_change",
        target=application,
        after={"text": text, "activities_end_on": activities_end_on},
    )
    tell_staff(handlers_of(application), application, "subsidies_change_asked")
    return request


@transaction.atomic
def draft_amendment(
    *,
    application: Application,
    amount: Decimal,
    reasons: str,
    user: User,
    activities_end_on: dt.date | None = None,
    hearing: str = "",
) -> LaterDecision:
    """Drafts a change of the award: its amount, or when the activities are done (Awb 4:48, 4:50).

    Raises DomainError when there is no running award, for an amount above what was asked, and when less is awarded
    without a hearing.
    """
    application = locked(application, staff=user)
    refuse(why_not_draft_amendment(application), application)
    award = current_award(application)
    if not 0 < amount <= application.amount_requested:
        raise DomainError(
            _("Award more than nothing and at most what was asked: %(amount)s.")
            % {"amount": euro_cents(application.amount_requested)},
            field="amount",
        )
    if amount < award.awarded:
        _require_heard(application, hearing)
    return keep_later_draft(
        application=application,
        kind=KIND.AMENDMENT,
        amount=amount,
        reasons=reasons,
        user=user,
        activities_end_on=activities_end_on or award.activities_end_on,
        hearing=hearing,
    )


@transaction.atomic
def draft_settlement(
    *,
    application: Application,
    amount: Decimal,
    reasons: str,
    user: User,
    ground: str = "",
    hearing: str = "",
) -> LaterDecision:
    """Drafts the settlement: as awarded, lower or nil (Awb 4:46).

    Raises DomainError before a report where the arrangement asks for one, above the award, and for less than the award
    without a ground of Awb 4:46 and a hearing (4:12 lid 2).
    """
    application = locked(application, staff=user)
    refuse(why_not_draft_settlement(application), application)
    award = current_award(application)
    if amount > award.awarded:
        raise DomainError(
            _("A settlement is at most the award: %(amount)s.") % {"amount": euro_cents(award.awarded)}, field="amount"
        )
    if amount < award.awarded:
        if not ground:
            raise DomainError(_("Say on which ground of Awb 4:46 it is lower."), field="ground")
        _require_heard(application, hearing)
    return keep_later_draft(
        application=application,
        kind=KIND.SETTLEMENT,
        amount=amount,
        reasons=reasons,
        user=user,
        ground=ground if amount < award.awarded else "",
        hearing=hearing if amount < award.awarded else "",
    )


@transaction.atomic
def draft_recovery(
    *,
    application: Application,
    amount: Decimal,
    reasons: str,
    user: User,
    hearing: str = "",
) -> LaterDecision:
    """Drafts that money is paid back: what was paid above the settlement, or after a settlement that is changed (Awb
    4:49, 4:57).

    Raises DomainError before the settlement, for more than was paid, after five years, and when a settlement is changed
    without a hearing.
    """
    application = locked(application, staff=user)
    refuse(why_not_draft_recovery(application, clock.today()), application)
    award = current_award(application)
    if not 0 < amount <= award.paid - award.reclaimed:
        raise DomainError(
            _("At most what was paid can be reclaimed: %(amount)s.")
            % {"amount": euro_cents(award.paid - award.reclaimed)},
            field="amount",
        )
    if amount > award.overpaid:
        _require_heard(application, hearing)
    return keep_later_draft(
        application=application, kind=KIND.RECOVERY, amount=amount, reasons=reasons, user=user, hearing=hearing
    )


def amend(application: Application, decision: LaterDecision, user: User) -> None:
    """Enters the difference, plans what is paid more, and writes to the group."""
    before = awarded_before(application, decision)
    enter_difference(application, decision.amount - before, decision, user)
    ChangeRequest.objects.filter(application=application, decision=None).update(decision=decision)
    record(
        actor=user,
        action="subsidies.amend",
        target=application,
        before={"amount": before},
        after={"amount": decision.amount, "activities_end_on": decision.activities_end_on},
    )
    send_letter(
        application,
        AmendmentLetter.of(decision, amount_before=before, more=more_paid(decision, raised=decision.amount - before)),
        occasion=f"later-{decision.pk}",
    )


def settle(application: Application, decision: LaterDecision, user: User) -> None:
    """Settles: the ledger gives back what is less, advances that were not ordered or decided on lapse, the rest is
    planned.
    """
    award = current_award(application)
    name = "settle" if decision.amount == award.awarded else "settle_lower" if decision.amount else "settle_nil"
    take_step(application, name, user=user, after={"amount": decision.amount})
    enter_lower_settlement(
        application=application,
        amount=award.awarded - decision.amount,
        user=user,
        key=decision.key,
    )
    cancel_planned(application=application)
    # A request for an advance that was not decided on has nothing left to ask for.
    AdvanceRequest.objects.filter(application=application, decision=None).update(decision=decision)
    underway = advances_underway(application)
    # A loan is paid as it is taken up, and no rest of it by itself.
    rest = Decimal(0) if application.scheme_version.is_loan else max(decision.amount - underway, Decimal(0))
    if rest:
        plan_from(decision, kind=Payment.Kind.REST, amount=rest, pay_from=clock.today())
    send_letter(
        application,
        SettlementLetter.of(
            decision,
            outcome=name,
            awarded=award.awarded,
            rest=rest,
            overpaid=max(underway - decision.amount, Decimal(0)),
        ),
        occasion=f"later-{decision.pk}",
    )


def recover(application: Application, decision: LaterDecision, user: User) -> None:
    """Reclaims. What the settlement gave back to the ceiling already is not entered again."""
    settled, paid = current_award(application).settled or Decimal(0), current_award(application).paid
    take_step(application, "recover", user=user, after={"amount": decision.amount})
    changed = decision.amount - max(paid - settled, Decimal(0))
    if changed > 0:
        enter_recovery(application=application, amount=changed, user=user, key=decision.key)
    payment = plan_from(decision, kind=Payment.Kind.REPAYMENT, amount=decision.amount, pay_from=clock.today())
    payment.ordered_by, payment.ordered_at = user, clock.now()
    payment.save(update_fields=["ordered_by", "ordered_at"])
    send_letter(
        application,
        RecoveryLetter.of(decision, payment),
        occasion=f"later-{decision.pk}",
    )


def enter_difference(application: Application, difference: Decimal, decision: LaterDecision, user: User) -> None:
    """Takes more from the ceilings and plans the payment of that, or gives back and plans less: never more than the
    award.
    """
    award = current_award(application)
    advance = share_of(abs(difference), advance_share_of(application, award.arrangement))
    if difference > 0:
        enter_increase(application=application, amount=difference, user=user, key=decision.key)
        advance = min(advance, max(award.awarded - advances_underway(application), Decimal(0)))
        if advance and not application.scheme_version.is_loan:
            plan_from(decision, kind=Payment.Kind.ADVANCE, amount=advance, pay_from=clock.today())
    elif difference < 0:
        enter_withdrawal(application=application, amount=-difference, user=user, key=decision.key)
        if not application.scheme_version.is_loan:
            too_much = max(advance, advances_underway(application) - award.awarded)
            lower_planned(decision, by=too_much)


def _require_complete(
    application: Application,
    costs: Sequence[CostInput],
    report: UploadedFile[Any] | None,
    audit: UploadedFile[Any] | None,
) -> None:
    award = current_award(application)
    is_large = award.arrangement == ARRANGEMENT.LARGE
    if award.is_settled_on_report and report is None:
        raise DomainError(_("Add the final report (KB 24)."), field="report")
    if is_large and not costs:
        raise DomainError(_("Fill in the costs that you made (KB 24 lid 4)."), field="costs")
    if is_large and audit is None:
        raise DomainError(_("Add the auditor's statement (KB 24)."), field="audit")


def _require_heard(application: Application, hearing: str) -> None:
    """Less than awarded: the group has to be heard; that it is about money is no reason not to (Awb 4:12 lid 2)."""
    if hearing not in (HearingChoice.HEARD, HearingChoice.HEARD_BEFORE, HearingChoice.NOT_NEEDED):
        raise DomainError(_("Say how the group was heard (Awb 4:7, 4:12 lid 2)."), field="hearing")
    check_hearing(application, hearing, since=application.decision.signed_at)
