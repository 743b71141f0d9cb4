"""What is to be paid through the bank, to which account, and the files that were made."""

from dataclasses import dataclass

from django.db.models import Count, Exists, Func, OuterRef, Prefetch, QuerySet, Sum, TextField
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.formats import day, euro_cents
from coophub.web.refusals import Because, Refusal
from coophub.web.texts import has_letters
from financing.subsidies.models import Application, BatchItem, PayeeAccount, Payment, PaymentBatch
from financing.subsidies.procedure.may.money import why_not_mark_paid, why_not_order
from financing.subsidies.selectors.applicants import with_applicants


@dataclass(frozen=True)
class PaymentRow:
    """A payment that can go in a file, with its account; `is_checked` says whether money may go there.

    No bank writes a name without letters, so the account is asked again.
    """

    payment: Payment
    account: PayeeAccount | None

    @property
    def is_checked(self) -> bool:
        return self.account is not None and self.account.checked_at is not None and self.has_name

    @property
    def has_name(self) -> bool:
        return self.account is None or has_letters(self.account.name)


@dataclass(frozen=True)
class PaymentToHandle:
    """A payment in a dossier, with why somebody cannot order it, or keep the day on which it was paid."""

    payment: Payment
    not_ordered: Refusal | None
    not_marked_paid: Refusal | None

    @property
    def obstacle(self) -> str:
        """What forbids ordering it, unless that is only its day: the page names that already."""
        refusal = self.not_ordered
        return str(refusal.sentence) if refusal is not None and refusal.because is not Because.TIME else ""


def payments_to_handle(application: Application, user: User) -> list[PaymentToHandle]:
    """The payments of a dossier, for who handles them. Reads only what was prefetched."""
    return [
        PaymentToHandle(payment, why_not_order(payment, user, clock.today()), why_not_mark_paid(payment))
        for payment in application.payments.all()
    ]


def account_of(application: Application) -> PayeeAccount | None:
    return PayeeAccount.objects.filter(application=application, replaced_at=None).first()


def account_as_submitted(application: Application) -> tuple[str, str]:
    """The number and the name that the applicant gave, as they were frozen."""
    content = application.submission.content
    given, initiative = content["answers"].get("applicant", {}), content["initiative"]
    name = given.get("account_name") or initiative.get("legal_name") or initiative["name"]
    return (given.get("iban") or "").replace(" ", ""), name


def payments_to_batch(*, is_checked: bool | None = None) -> QuerySet[Payment]:
    """What was ordered and is in no file, the first due first; with `is_checked`, those whose account is, or is not."""
    in_a_file = BatchItem.objects.filter(payment=OuterRef("pk"), rejected_at=None)
    found = (
        Payment.objects.filter(~Exists(in_a_file), ordered_at__isnull=False, paid_on=None, cancelled_at=None)
        .exclude(kind=Payment.Kind.REPAYMENT)
        .order_by("pay_by", "pk")
    )
    accounts = PayeeAccount.objects.filter(application=OuterRef("application"), replaced_at=None)
    checked = Exists(
        accounts.filter(checked_at__isnull=False)
        .annotate(written=Func("name", template="normalize(%(expressions)s, NFKD)", output_field=TextField()))
        .filter(written__regex="[A-Za-z0-9]")
    )
    return found if is_checked is None else found.filter(checked if is_checked else ~checked)


def payment_rows(payments: QuerySet[Payment]) -> list[PaymentRow]:
    """A page of payments with their accounts. Two queries."""
    accounts = PayeeAccount.objects.filter(replaced_at=None)
    # Which ones they are is found out first, so that no application is read whole for a payment of another page.
    of_the_page = Payment.objects.filter(pk__in=payments.values("pk")).order_by("pay_by", "pk")
    found = with_applicants(of_the_page, "application__").prefetch_related(
        Prefetch("application__payee_accounts", accounts)
    )
    return [PaymentRow(payment, next(iter(payment.application.payee_accounts.all()), None)) for payment in found]


def batches() -> QuerySet[PaymentBatch]:
    """The files for the bank, the newest first, each with its `count` of payments and their `total`."""
    return (
        PaymentBatch.objects.select_related("made_by", "approved_by")
        .defer("file")
        .annotate(count=Count("items"), total=Sum("items__amount"))
        .order_by("-made_at", "-pk")
    )


def items_of(batch: PaymentBatch) -> list[BatchItem]:
    """The payments in a file. One query."""
    return list(batch.items.select_related("payment__application", "account"))


def payment_in_words(payment: Payment) -> str:
    """A payment as one line: which application, for whom, how much, and by when."""
    return _("%(number)s, %(name)s: %(amount)s, by %(day)s at the latest") % {
        "number": payment.application.number,
        "name": payment.application.applicant.name,
        "amount": euro_cents(payment.amount),
        "day": day(payment.pay_by),
    }


def payments_for_group(application: Application) -> list[Payment]:
    """What a group got and still gets, in the order of the days; a loan has an account of its own.

    Reads only what was prefetched.
    """
    shown = (Payment.Kind.ADVANCE, Payment.Kind.REST, Payment.Kind.PENALTY)
    found = [item for item in application.payments.all() if item.kind in shown and item.cancelled_at is None]
    return sorted(found, key=lambda payment: (payment.paid_on or payment.pay_from, payment.pk))
