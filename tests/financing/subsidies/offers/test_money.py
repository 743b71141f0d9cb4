"""What the pages of money offer somebody works when they take it, and what they do not offer is refused: payments,
accounts, files for the bank, corrections of the ledger.
"""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.web import clock
from financing.subsidies.models import Application, BatchItem, LedgerEntry, Payment
from financing.subsidies.selectors.payments import account_of
from financing.subsidies.services import batches, ledger, payments
from tests.financing.subsidies.papers.test_bank_statements import entry, one, statement
from tests.financing.subsidies.procedure.may import scenes
from tests.offers import Offer, faults
from tests.thorough import some

pytestmark = pytest.mark.django_db

PEOPLE = ["conflicted", "drafter who pays", "decider", "other decider", "manager"]
"""The decider signed the award, the drafter wrote it, the manager orders, enters and makes files."""
PAGES = (
    "subsidies:order_payment",
    "subsidies:mark_paid",
    "subsidies:account",
    "subsidies:check_account",
    "subsidies:payments",
    "subsidies:batch",
    "subsidies:approve_batch",
    "subsidies:drop_batch",
    "subsidies:confirm_batch",
    "subsidies:entries",
    "subsidies:reverse_entry",
    "proposals:",
)
IBAN = "NL91ABNA0417164300"


def ordered(application, people):
    scenes.awarded(application, people)
    payment = Payment.objects.filter(application=application).earliest("pay_from")
    payments.order_payment(payment=payment, user=people["manager"])


def paid_proposed(application, people):
    ordered(application, people)
    payment = Payment.objects.get(ordered_at__isnull=False)
    payments.propose_paid(payment=payment, paid_on=clock.today(), user=people["manager"])


def account_entered(application, people):
    ordered(application, people)
    batches.enter_account(application=application, iban=IBAN, name="De Hof", user=people["manager"])


def account_entered_again(application, people):
    """Who entered the first account does not check the second either."""
    account_entered(application, people)
    batches.enter_account(
        application=application, iban="NL02ABNA0123456789", name="De Hof", user=people["other decider"]
    )


def account_checked(application, people):
    account_entered(application, people)
    batches.check_account(account=account_of(application), proof="Afschrift", user=people["other decider"])


def file_made(application, people):
    account_checked(application, people)
    payment = Payment.objects.get(ordered_at__isnull=False)
    return batches.make_batch(payments=[payment.pk], execution_date=clock.today(), user=people["manager"])


def file_made_again(application, people):
    """Who made the file that was thrown away does not approve the next one with the same payment."""
    batches.drop_batch(batch=file_made(application, people), user=people["other decider"])
    payment = Payment.objects.get(ordered_at__isnull=False)
    batches.make_batch(payments=[payment.pk], execution_date=clock.today(), user=people["other decider"])


def file_approved(application, people):
    batch = file_made(application, people)
    return batches.approve_batch(batch=batch, user=people["decider"])


def correction_proposed(application, people):
    """A reservation that stands beside the award may go; the award may not."""
    ledger.reserve(application=application, amount=Decimal(1_000), user=people["leader"])
    entry = LedgerEntry.objects.get(kind="reservation")
    ledger.propose_reversal(entry=entry, reason="Dubbel", user=people["manager"])


def correction_that_came_too_late(application, people):
    """The award lifted the reservation in the meantime."""
    ledger.reserve(application=application, amount=Decimal(90_000), user=people["leader"])
    ledger.propose_reversal(entry=LedgerEntry.objects.get(), reason="Dubbel", user=people["manager"])
    scenes.awarded(application, people)


def paid_meanwhile(application, people):
    """What somebody proposed to note by hand was paid by a file in the meantime."""
    batch = file_approved(application, people)
    payment = Payment.objects.get(ordered_at__isnull=False)
    payments.propose_paid(payment=payment, paid_on=clock.today(), user=people["manager"])
    batches.confirm_batch(batch=batch, paid_on=clock.today(), user=people["decider"])


def to_recover(application, people):
    """The settlement reclaims money: a payment that comes back."""
    scenes.settled(application, people)


SCENES = [
    ordered,
    paid_proposed,
    account_entered_again,
    file_made,
    file_made_again,
    file_approved,
    paid_meanwhile,
    correction_proposed,
    correction_that_came_too_late,
    to_recover,
]


def statement_of_the_bank() -> SimpleUploadedFile:
    """Everything that a file asked for is paid."""
    asked = BatchItem.objects.filter(batch__approved_at__isnull=False)
    booked = [entry(item.amount, one(item.reference), day=clock.today()) for item in asked]
    return SimpleUploadedFile("afschrift.xml", statement(*booked))


def filled_in(offer: Offer) -> dict[str, object]:
    today = clock.today().isoformat()
    return {
        "paid_on": today,
        "execution_date": today,
        "payments": [payment.pk for payment in Payment.objects.filter(ordered_at__isnull=False, paid_on=None)],
        "statement": statement_of_the_bank(),
        "proof": "Afschrift van 3 maart",
        "iban": "NL02ABNA0123456789",
        "name": "Een andere naam",
        "reason": "Dubbel geboekt.",
        "because": "Klopt niet.",
    }


@pytest.mark.parametrize("scene", some(SCENES, plain=[file_made]), ids=lambda scene: scene.__name__)
def test_what_is_offered_works_and_what_is_not_is_refused(scene):
    people = scenes.everybody()
    application = scenes.application_of(people)
    scene(application, people)
    application = Application.objects.get(pk=application.pk)
    start = [
        f"{reverse('subsidies:dossier', args=[application.pk])}?tab=money",
        reverse("subsidies:account", args=[application.pk]),
        reverse("subsidies:payments"),
        reverse("subsidies:entries", args=[application.scheme_version_id]),
        reverse("proposals:list"),
        *(reverse("subsidies:batch", args=[batch.pk]) for batch in batches.PaymentBatch.objects.all()),
    ]

    wrong = faults({name: people[name] for name in PEOPLE}, lambda _name: start, pages=PAGES, fill_in=filled_in)

    assert wrong == []
