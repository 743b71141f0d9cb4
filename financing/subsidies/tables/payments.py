"""What is paid to whom and when."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from coophub.web.formats import day, iban
from coophub.web.tables import Cell, Column, Table
from financing.subsidies.models import Application, BatchItem, Payment
from financing.subsidies.procedure.awards import CurrentAward


def payment_table(payments: Sequence[Payment]) -> Table:
    """What a group got and still gets."""
    columns = [Column(_("Payment")), Column(_("Amount"), "cents"), Column(_("When"))]
    rows = [[payment.get_kind_display(), payment.amount, _when(payment)] for payment in payments]
    return Table(_("What is paid when"), columns, rows)


def _when(payment: Payment) -> str:
    if payment.paid_on:
        return _("paid on %(day)s") % {"day": day(payment.paid_on)}
    days = {"start": day(payment.pay_from), "by": day(payment.pay_by)}
    return _("from %(start)s, by %(by)s at the latest") % days


def batch_table(items: Sequence[BatchItem], *, hidden: Collection[int]) -> Table:
    """The payments in a file for the bank. `hidden` are applications in which the reader has an interest."""
    columns = [Column(_("Application")), Column(_("To")), Column(_("Reference")), Column(_("Amount"), "cents")]
    rows = [
        [
            Cell(item.payment.application.number, notes=[item.payment.get_kind_display()]),
            _("you have an interest")
            if item.payment.application_id in hidden
            else f"{item.account.name}\n{iban(item.account.iban)}",
            Cell(item.reference, notes=[_("sent back by the bank")] if item.rejected_at else []),
            item.amount,
        ]
        for item in items
    ]
    return Table(_("Payments"), columns, rows)


def money_table(application: Application, award: CurrentAward, free: Decimal) -> Table:
    """What was asked, awarded and paid, and what is free under the ceiling."""
    rows = [
        [_("Asked"), application.amount_requested],
        [_("Awarded"), award.awarded],
        *([[_("Settled"), award.settled]] if award.settled is not None else []),
        [_("Paid"), award.paid],
        *([[_("Reclaimed"), award.reclaimed]] if award.reclaimed else []),
        *([[_("Paid too much"), award.overpaid]] if award.overpaid else []),
        [_("Free under the ceiling"), free],
    ]
    return Table(_("Money"), [Column(_("What")), Column(_("Amount"), "cents")], rows, on_phone="scroll")
