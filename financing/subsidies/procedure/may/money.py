"""Who may order and pay, check accounts, approve files, sign loans and correct the ledger: money takes two people."""

import datetime as dt
from collections.abc import Collection, Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.formats import day
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from coophub.web.texts import has_letters
from financing.subsidies.models import (
    RUNNING_AWARDS,
    Application,
    BatchItem,
    Decision,
    LaterDecision,
    LedgerEntry,
    Loan,
    PayeeAccount,
    Payment,
    PaymentBatch,
)
from financing.subsidies.procedure.may.interest import why_not_with_any
from financing.subsidies.procedure.signing import (
    DECISION,
    LOAN,
    account_to_sign,
    batch_to_sign,
    has_written,
    later_draft,
    writers_of,
)


def why_not_order(payment: Payment, user: User, today: dt.date) -> Refusal | None:
    """Order a payment, from its day on: not whoever wrote any version of the decision that it follows from."""
    if payment.ordered_at is not None:
        return OUT_OF_ORDER
    if payment.cancelled_at is not None:
        return by_state(_("This payment was cancelled: the award changed or was settled."))
    first, later = getattr(payment.application, "decision", None), payment.later_decision
    is_drafter = any(draft is not None and draft.drafted_by_id == user.pk for draft in (first, later))
    drafts = [DECISION, later_draft(later)] if later is not None else [DECISION]
    if is_drafter or any(has_written(user, payment.application, draft) for draft in drafts):
        return by_person(_("You drafted the decision. Somebody else orders the payment."))
    if payment.kind != Payment.Kind.REPAYMENT and today < payment.pay_from:
        return by_time(_("This payment is planned from %(day)s.") % {"day": day(payment.pay_from)})
    return None


def why_not_mark_paid(payment: Payment) -> Refusal | None:
    if payment.paid_on is not None:
        return by_state(_("This was paid on %(day)s already.") % {"day": day(payment.paid_on)})
    return by_state(_("Nobody ordered this payment yet.")) if payment.ordered_at is None else None


def why_not_check(account: PayeeAccount, user: User) -> Refusal | None:
    """Say whose account it is: not whoever entered it, or another that was never checked."""
    if account.replaced_at is not None:
        return by_state(_("This account was replaced by another."))
    if account.checked_at is not None:
        return OUT_OF_ORDER
    if account.entered_by_id == user.pk or user.pk in writers_of(account_to_sign(account)):
        return by_person(_("You entered this account yourself, or one before it. Somebody else checks it."))
    return None


def why_not_see_file(items: Iterable[BatchItem], hidden: Collection[int]) -> Refusal | None:
    """Take along, throw away, confirm: not whoever has an interest in one of the applications (`hidden`)."""
    return why_not_with_any([item.payment.application_id for item in items], hidden)


def why_not_drop(batch: PaymentBatch, items: Iterable[BatchItem], hidden: Collection[int]) -> Refusal | None:
    if batch.approved_at is not None:
        return by_state(_("This file is approved and may be with the bank."))
    return why_not_see_file(items, hidden)


def why_not_approve(
    batch: PaymentBatch, items: Iterable[BatchItem], hidden: Collection[int], user: User, today: dt.date
) -> Refusal | None:
    """Approve a file for the bank: not whoever made it, or one that was thrown away with the same payment, nor has an
    interest in one of the applications (`hidden`).
    """
    if batch.approved_at is not None:
        return OUT_OF_ORDER
    items = list(items)
    if batch.made_by_id == user.pk:
        return by_person(_("You made this file yourself. Somebody else approves it."))
    if user.pk in writers_of(batch_to_sign(batch, items)):
        return by_person(_("You made a file with one of these payments before. Somebody else approves this one."))
    if refused := why_not_see_file(items, hidden):
        return refused
    if batch.execution_date < today:
        return by_time(_("The day of this file has passed. Throw it away and make another."))
    for item in items:
        if item.payment.cancelled_at or item.payment.paid_on or item.account.replaced_at:
            return by_state(
                _("%(reference)s has changed since this file was made. Throw the file away and make another.")
                % {"reference": item.reference}
            )
        if not has_letters(item.account.name):
            return by_state(
                _(
                    "%(reference)s goes to an account whose name has no letters. Throw the file away and enter the "
                    "account anew."
                )
                % {"reference": item.reference}
            )
    return None


def why_not_confirm(batch: PaymentBatch, items: Iterable[BatchItem], hidden: Collection[int]) -> Refusal | None:
    if batch.confirmed_at is not None:
        return OUT_OF_ORDER
    if batch.approved_at is None:
        return by_state(_("This file is not approved yet."))
    return why_not_see_file(items, hidden)


def why_not_draw_up(application: Application, loan: Loan | None) -> Refusal | None:
    """Draw a loan up on the terms of its scheme, until it is signed."""
    if not application.scheme_version.is_loan:
        return by_state(_("This scheme does not lend money."))
    if application.state not in RUNNING_AWARDS:
        return by_state(_("There is no award yet, so there is nothing to lend."))
    if loan is not None and loan.signed_at is not None:
        return by_state(_("This loan is signed and no longer changes."))
    return None


def why_not_sign_loan(loan: Loan, user: User) -> Refusal | None:
    if loan.signed_at is not None:
        return OUT_OF_ORDER
    if loan.drawn_up_by_id == user.pk or has_written(user, loan.application, LOAN):
        return by_person(_("You drew this loan up yourself, or an earlier version. Somebody else signs it."))
    return None


def why_not_take_up(loan: Loan) -> Refusal | None:
    """Take up a part of a loan."""
    return by_state(_("This loan is not signed yet.")) if loan.signed_at is None else None


def why_not_reverse(entry: LedgerEntry, hidden: Collection[int]) -> Refusal | None:
    """Undo a wrong entry by its opposite: not while its decision stands, and not whoever has an interest in the
    application (`hidden`).
    """
    if entry.application_id in hidden:
        return by_person(_("You have an interest in this application. Somebody else corrects the ledger."))
    if entry.kind == LedgerEntry.Kind.REVERSAL:
        return by_state(_("This is a reversal. Make the right entry instead."))
    if (decision := decision_behind(entry)) is not None:
        return by_state(
            _(
                "This entry follows from a decision that stands, of %(day)s. Only a decision undoes it: change the "
                "award, settle it lower or reclaim money."
            )
            % {"day": day(decision.signed_at)}
        )
    return OUT_OF_ORDER if hasattr(entry, "reversed_by") else None


def why_not_lift(entry: LedgerEntry, reserved: Decimal) -> Refusal | None:
    """Undo a reservation, as long as so much is `reserved`: an award lifts it too."""
    if entry.kind == LedgerEntry.Kind.RESERVATION and entry.amount > reserved:
        return by_state(_("This reservation was lifted already."))
    return None


def decision_behind(entry: LedgerEntry) -> Decision | LaterDecision | None:
    """The signed decision that an entry follows from. Reads only what was prefetched."""
    key = entry.key.split("#")[0]
    for later in entry.application.later_decisions.all():
        if later.signed_at is not None and later.key == key:
            return later
    first: Decision | None = getattr(entry.application, "decision", None)
    is_of_first = entry.kind == LedgerEntry.Kind.AWARD and not key
    return first if is_of_first and first is not None and first.signed_at is not None else None
