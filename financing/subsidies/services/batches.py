"""Paying through the bank: check the account, put payments in a file, have it approved by somebody else, note what the
bank did.
"""

import datetime as dt
import hashlib
from collections.abc import Collection, Mapping

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.proposals.models import Proposal
from coophub.proposals.services import propose
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import Application, BatchItem, PayeeAccount, Payment, PaymentBatch
from financing.subsidies.papers.bank_statement import StatementError, bookings, file_reference
from financing.subsidies.papers.payment_file import Payer, Transfer, payment_file
from financing.subsidies.procedure.bank import BankOutcome, outcomes
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.interest import why_not_with_any, why_not_with_interest
from financing.subsidies.procedure.may.money import why_not_approve, why_not_check, why_not_confirm, why_not_drop
from financing.subsidies.procedure.signing import account_to_sign, batch_to_sign
from financing.subsidies.selectors.payments import account_of, items_of, payment_rows, payments_to_batch
from financing.subsidies.services.payments import mark_paid
from financing.subsidies.services.signing import keep_version, sign
from financing.subsidies.services.steps import locked, refuse

CONFIRM_BATCH = "subsidies.confirm_batch"


@transaction.atomic
@clock.at_one_moment
def enter_account(*, application: Application, iban: str, name: str, user: User | None) -> PayeeAccount:
    """The account to pay to.

    Another number replaces the one before, and has to be checked again; the same one changes nothing.
    """
    locked(application, staff=user)
    current = account_of(application)
    if current is not None and (current.iban, current.name) == (iban, name):
        return current
    if current is not None:
        current.replaced_at = clock.now()
        current.save(update_fields=["replaced_at"])
    account = PayeeAccount.objects.create(
        application=application, iban=iban, name=name, entered_by=user, entered_at=clock.now()
    )
    if user is not None:
        keep_version(account_to_sign(account), user=user)
    record(
        actor=user,
        action="subsidies.enter_account",
        target=application,
        before={"iban": current.iban, "name": current.name} if current else None,
        after={"iban": iban, "name": name},
    )
    return account


@transaction.atomic
def check_account(*, account: PayeeAccount, proof: str, user: User, read: str | None = None) -> PayeeAccount:
    """Says that number and name belong together, and how that was shown. Checked twice is checked once.

    `read` is the seal of what was read. Raises DomainError for who entered it, now or before, without proof, and when
    it was replaced.
    """
    account = PayeeAccount.objects.select_for_update(of=("self",)).select_related("application").get(pk=account.pk)
    if account.checked_at is not None:
        return account
    refuse(why_not_with_interest(account.application, user) or why_not_check(account, user), account.application)
    if not proof.strip():
        raise DomainError(_("Write how it was shown whose account this is."), field="proof")
    sign(account_to_sign(account), user=user, read=read)
    account.checked_by, account.checked_at, account.proof = user, clock.now(), proof.strip()
    account.save(update_fields=["checked_by", "checked_at", "proof"])
    record(actor=user, action="subsidies.check_account", target=account.application, after={"iban": account.iban})
    return account


@transaction.atomic
@clock.at_one_moment
def make_batch(*, payments: Collection[int], execution_date: dt.date, user: User) -> PaymentBatch:
    """Puts ordered payments in a file, each with the account as it is now.

    Raises DomainError for a day that has passed, for nothing, and when one of them is paid, cancelled, in a file
    already or without a checked account.
    """
    if execution_date < clock.today():
        raise DomainError(_("This day has passed. Choose today or later."), field="execution_date")
    list(Payment.objects.select_for_update().filter(pk__in=payments).order_by("pk"))
    ready = {row.payment.pk: row for row in payment_rows(payments_to_batch().filter(pk__in=payments))}
    refuse(why_not_with_any([row.payment.application_id for row in ready.values()], numbers_with_interest(user)))
    if not ready:
        raise DomainError(_("Choose at least one payment."), field="payments")
    accounts = {pk: row.account for pk, row in ready.items() if row.account is not None and row.is_checked}
    if len(accounts) != len(set(payments)):
        raise DomainError(
            _("Not all of these can be paid now: one is in a file already, or its account is not checked."),
            field="payments",
        )
    batch = PaymentBatch.objects.create(execution_date=execution_date, made_by=user, made_at=clock.now())
    for row in ready.values():
        earlier = row.payment.batch_items.count()
        BatchItem.objects.create(
            batch=batch,
            payment=row.payment,
            account=accounts[row.payment.pk],
            amount=row.payment.amount,
            reference=f"{row.payment.application.number}-{row.payment.pk}-{earlier + 1}",
        )
    keep_version(batch_to_sign(batch, items_of(batch)), user=user)
    record(
        actor=user,
        action="subsidies.make_batch",
        target=batch,
        after={"payments": sorted(ready), "total": sum(row.payment.amount for row in ready.values())},
    )
    return batch


@transaction.atomic
def drop_batch(*, batch: PaymentBatch, user: User) -> None:
    """Throws away a file that nobody approved; its payments are free again. Raises DomainError for an approved one."""
    batch = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    refuse(why_not_drop(batch, items_of(batch), numbers_with_interest(user)))
    record(actor=user, action="subsidies.drop_batch", target=batch)
    batch.delete()


@transaction.atomic
@clock.at_one_moment
def approve_batch(*, batch: PaymentBatch, user: User, read: str | None = None) -> PaymentBatch:
    """Approves a batch and makes its file, once. Approved twice is approved once. `read` is the seal of what was read.

    Raises DomainError for who made it, or a file with one of its payments that was thrown away, when something else was
    read, when a payment was cancelled or its account replaced since, and without an account of the ministry.
    """
    batch = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.approved_at is not None:
        return batch
    items = items_of(batch)
    refuse(why_not_approve(batch, items, numbers_with_interest(user), user, clock.today()))
    if not settings.PAYER_IBAN:
        raise DomainError(_("The bank account of the ministry is not set (PAYER_IBAN)."))
    sign(batch_to_sign(batch, items), user=user, read=read)
    transfers = [
        Transfer(
            item.account.name,
            item.account.iban,
            item.amount,
            item.reference,
            f"{item.payment.application.number} {item.payment.get_kind_display()}",
        )
        for item in items
    ]
    try:
        batch.file = payment_file(Payer(settings.PAYER_NAME, settings.PAYER_IBAN), transfers, batch.execution_date)
    except ValueError as error:
        raise DomainError(_("The bank's schema refuses this file. Look at the names and numbers in it.")) from error
    batch.sha256 = hashlib.sha256(batch.file.encode()).hexdigest()
    batch.approved_by, batch.approved_at = user, clock.now()
    batch.save(update_fields=["file", "sha256", "approved_by", "approved_at"])
    record(actor=user, action="subsidies.approve_batch", target=batch, after={"sha256": batch.sha256})
    return batch


def note_download(*, batch: PaymentBatch, user: User) -> None:
    """Writes down who took the file for the bank along."""
    record(actor=user, action="subsidies.download_batch", target=batch, after={"sha256": batch.sha256})


@transaction.atomic
@clock.at_one_moment
def confirm_batch(*, batch: PaymentBatch, paid_on: dt.date, rejected: Collection[int] = (), user: User) -> PaymentBatch:
    """Notes what the bank did: every payment that it did not send back is paid. Confirmed twice is confirmed once.

    Raises DomainError before approval, and for a day to come.
    """
    paid, returned = BankOutcome(paid_on), BankOutcome(paid_on, _("Sent back by the bank"))
    said = {item.reference: returned if item.pk in rejected else paid for item in items_of(batch)}
    return _note(batch, said, user)


@transaction.atomic
def propose_statement(*, batch: PaymentBatch, content: bytes, user: User) -> Proposal:
    """Proposes to note what a statement of the bank (camt.053) says about the payments of a file.

    Raises DomainError beside the field `statement` for what cannot be read or does not tell about each of them, and as
    `confirm_batch` does.
    """
    items = items_of(batch)
    refuse(why_not_confirm(batch, items, numbers_with_interest(user)))
    try:
        said = outcomes(items, file_reference(batch.file), bookings(content))
    except StatementError as error:
        raise DomainError(_why_unreadable(error), field="statement") from error
    if max(outcome.day for outcome in said.values()) > clock.today():
        raise DomainError(_("This statement is of a day that has not come yet."), field="statement")
    values = {reference: str(outcome) for reference, outcome in said.items()}
    return propose(kind=CONFIRM_BATCH, subject=batch, values=values, user=user)


def _why_unreadable(error: StatementError) -> str:
    if error.what:
        return _("This cannot be read in the statement: %(path)s.") % {"path": error.what}
    return _("This is no statement of a bank in the form camt.053 (XML, at most 2 MB). Ask the bank for that.")


@transaction.atomic
@clock.at_one_moment
def note_statement(*, batch: PaymentBatch, said: Mapping[str, BankOutcome], user: User) -> PaymentBatch:
    """Notes what a statement says, by the reference of each payment: `user` confirms what somebody else proposed.

    Raises DomainError as `confirm_batch` does.
    """
    return _note(batch, said, user)


def _note(batch: PaymentBatch, said: Mapping[str, BankOutcome], user: User) -> PaymentBatch:
    batch = PaymentBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.confirmed_at is not None:
        return batch
    items = items_of(batch)
    refuse(why_not_confirm(batch, items, numbers_with_interest(user)))
    for item in items:
        outcome = said[item.reference]
        if outcome.returned_because:
            item.rejected_at, item.rejection = clock.now(), outcome.reason
            item.save(update_fields=["rejected_at", "rejection"])
        else:
            mark_paid(payment=item.payment, paid_on=outcome.day, user=user)
    batch.confirmed_at = clock.now()
    batch.save(update_fields=["confirmed_at"])
    after = {
        "paid": sorted({outcome.day for outcome in said.values() if not outcome.returned_because}),
        "sent_back": {reference: outcome.reason for reference, outcome in said.items() if outcome.returned_because},
    }
    record(actor=user, action="subsidies.confirm_batch", target=batch, after=after)
    return batch
