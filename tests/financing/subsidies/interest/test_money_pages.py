"""No page that moves money, or decides who gets it, works for who has an interest: every address with a POST or a file,
for an owner, a member, an ex-member, somebody who was invited and a coach, each with every role at the ministry.

That it works for somebody with the same roles and no interest shows that the request itself is right.
"""

import datetime as dt
import uuid
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import transaction
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.reports.models import ReportJob
from coophub.web import clock
from financing.subsidies.models import AllocationRun, Application
from financing.subsidies.procedure.signing import account_to_sign, batch_to_sign, loan_to_sign
from financing.subsidies.selectors.payments import items_of
from financing.subsidies.services import allocation, ledger, payments
from financing.subsidies.services.batches import approve_batch, check_account, enter_account, make_batch
from financing.subsidies.services.loans import draw_up_loan, propose_loan_repayment, sign_loan, take_up
from tests.factories.proposals import confirmed
from tests.factories.subsidies import assessed
from tests.financing.subsidies.interest.tied import UNTIED, WAYS, worker
from tests.financing.subsidies.life import award, fresh
from tests.financing.subsidies.money.test_loans import lending_application

pytestmark = pytest.mark.django_db

Request = tuple[str, dict]
IBAN = "NL91ABNA0417164300"
DAY = dt.timedelta(days=1)


def awarded(application, people):
    award(application, people)
    return application.payments.first()


def ordered(application, people):
    return payments.order_payment(payment=awarded(application, people), user=people["manager"])


def payable(application, people):
    payment = ordered(application, people)
    account = enter_account(application=application, iban=IBAN, name="De Hof", user=people["manager"])
    check_account(account=account, proof="Bankafschrift", user=people["decider"])
    return payment


def batch(application, people):
    payment = payable(application, people)
    return make_batch(payments=[payment.pk], execution_date=clock.today(), user=people["manager"])


def approved(application, people):
    return approve_batch(batch=batch(application, people), user=people["decider"])


def order_payment(application, people) -> Request:
    return reverse("subsidies:order_payment", args=[application.pk, awarded(application, people).pk]), {}


def mark_paid(application, people) -> Request:
    address = reverse("subsidies:mark_paid", args=[application.pk, ordered(application, people).pk])
    return address, {"paid_on": clock.today()}


def confirm_paid(application, people) -> Request:
    proposal = payments.propose_paid(
        payment=ordered(application, people), paid_on=clock.today(), user=people["manager"]
    )
    return reverse("proposals:confirm", args=[proposal.pk]), {}


def enter_an_account(application, people) -> Request:
    return reverse("subsidies:account", args=[application.pk]), {"iban": IBAN, "name": "De Hof"}


def check_an_account(application, people) -> Request:
    account = enter_account(application=application, iban=IBAN, name="De Hof", user=people["manager"])
    data = {"proof": "Bankafschrift", "seal": account_to_sign(account).seal}
    return reverse("subsidies:check_account", args=[application.pk]), data


def make_a_file(application, people) -> Request:
    payment = payable(application, people)
    return reverse("subsidies:payments"), {"payments": [payment.pk], "execution_date": clock.today()}


def approve_a_file(application, people) -> Request:
    found = batch(application, people)
    return reverse("subsidies:approve_batch", args=[found.pk]), {"seal": batch_to_sign(found, items_of(found)).seal}


def drop_a_file(application, people) -> Request:
    return reverse("subsidies:drop_batch", args=[batch(application, people).pk]), {}


def confirm_a_file(application, people) -> Request:
    return reverse("subsidies:confirm_batch", args=[approved(application, people).pk]), {"paid_on": clock.today()}


def download_a_file(application, people) -> Request:
    return reverse("subsidies:batch_file", args=[approved(application, people).pk]), None


def reservation(application):
    return ledger.reserve(application=application, amount=Decimal(1_000), user=None)


def reverse_an_entry(application, people) -> Request:
    return reverse("subsidies:reverse_entry", args=[reservation(application).pk]), {"reason": "Dubbel"}


def confirm_a_reversal(application, people) -> Request:
    proposal = ledger.propose_reversal(entry=reservation(application), reason="Dubbel", user=people["manager"])
    return reverse("proposals:confirm", args=[proposal.pk]), {}


def turn_a_reversal_down(application, people) -> Request:
    proposal = ledger.propose_reversal(entry=reservation(application), reason="Dubbel", user=people["manager"])
    return reverse("proposals:turn_down", args=[proposal.pk]), {"because": "Nee"}


def announcement(application, people):
    return allocation.propose_announcement(
        version=application.scheme_version, witness="Notaris", draws_on=clock.today() + DAY, user=people["manager"]
    )


def announce_lots(application, people) -> Request:
    address = reverse("subsidies:announce_lots", args=[application.scheme_version.pk])
    return address, {"witness": "Notaris", "draws_on": clock.today() + DAY}


def confirm_an_announcement(application, people) -> Request:
    return reverse("proposals:confirm", args=[announcement(application, people).pk]), {}


def turn_an_announcement_down(application, people) -> Request:
    return reverse("proposals:turn_down", args=[announcement(application, people).pk]), {"because": "Nee"}


def enter_a_seed(application, people) -> Request:
    with clock.at(clock.now() - 2 * DAY):
        confirmed(announcement(application, people))
    return reverse("subsidies:enter_seed", args=[application.scheme_version.pk]), {"seed": "4711"}


def record_a_round(application, people) -> Request:
    assessed(application, people["reviewer"])
    return reverse("subsidies:record_round", args=[application.scheme_version.pk]), {}


def adopt_a_round(application, people) -> Request:
    assessed(application, people["reviewer"])
    run = allocation.record_allocation(version=application.scheme_version, user=people["manager"])
    address = reverse("subsidies:adopt_round", args=[run.version.pk, run.pk])
    return address, {"seal": allocation.allocation_to_sign(AllocationRun.objects.get(pk=run.pk)).seal}


def give_to_a_colleague(application, people) -> Request:
    return reverse("subsidies:assign"), {"chosen": [application.pk], "assignee": people["other_reviewer"].pk}


def take_the_dossier_along(application, people) -> Request:
    return reverse("subsidies:export_dossier", args=[application.pk]), {"kind": "pdf"}


def take_the_summary_along(application, people) -> Request:
    return reverse("subsidies:summary_pdf", args=[application.pk]), {}


def loan_of(application, people):
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    return draw_up_loan(application=application, starts_on=clock.today(), user=people["manager"])


def signed_loan(application, people):
    return sign_loan(loan=loan_of(application, people), user=people["decider"])


def draw_a_loan_up(application, people) -> Request:
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    return reverse("subsidies:loan", args=[application.pk]), {"starts_on": clock.today()}


def sign_a_loan(application, people) -> Request:
    seal = loan_to_sign(loan_of(application, people)).seal
    return reverse("subsidies:sign_loan", args=[application.pk]), {"seal": seal}


def take_a_loan_up(application, people) -> Request:
    signed_loan(application, people)
    address = reverse("subsidies:enter_loan", args=[application.pk, "take-up"])
    return address, {"key": uuid.uuid4(), "amount": "1.000", "drawn_on": clock.today()}


def taken_up(application, people):
    loan = signed_loan(application, people)
    take_up(loan=loan, amount=Decimal(9_000), drawn_on=clock.today(), key=uuid.uuid4(), user=people["manager"])
    return loan


def enter_a_repayment(application, people) -> Request:
    taken_up(application, people)
    address = reverse("subsidies:enter_loan", args=[application.pk, "repayment"])
    return address, {"key": uuid.uuid4(), "amount": "1.000", "received_on": clock.today()}


def confirm_a_repayment(application, people) -> Request:
    proposal = propose_loan_repayment(
        loan=taken_up(application, people),
        amount=Decimal(1_000),
        received_on=clock.today(),
        key=uuid.uuid4(),
        user=people["manager"],
    )
    return reverse("proposals:confirm", args=[proposal.pk]), {}


OF_A_GRANT: list[Callable[..., Request]] = [
    order_payment,
    mark_paid,
    confirm_paid,
    enter_an_account,
    check_an_account,
    make_a_file,
    approve_a_file,
    drop_a_file,
    confirm_a_file,
    download_a_file,
    reverse_an_entry,
    confirm_a_reversal,
    turn_a_reversal_down,
    announce_lots,
    confirm_an_announcement,
    turn_an_announcement_down,
    enter_a_seed,
    record_a_round,
    adopt_a_round,
    give_to_a_colleague,
    take_the_dossier_along,
    take_the_summary_along,
]
OF_A_LOAN: list[Callable[..., Request]] = [
    draw_a_loan_up,
    sign_a_loan,
    take_a_loan_up,
    enter_a_repayment,
    confirm_a_repayment,
]


@pytest.fixture
def lending(initiative):
    application = lending_application()
    Application.objects.filter(pk=application.pk).update(state="awarded", initiative=initiative)
    return fresh(application)


def leaves_its_mark(client, person, request: Request) -> bool:
    """Whether a request did something: all that is done is in the trail, or a document that is asked. Leaves nothing
    behind.
    """
    address, data = request
    client.force_login(person)
    before = marks()
    with transaction.atomic():
        answer = client.get(address) if data is None else client.post(address, data)
        after = marks()
        transaction.set_rollback(True)
    assert answer.status_code < 500
    return after > before


def marks() -> int:
    return AuditEntry.objects.count() + ReportJob.objects.count()


def who_does_it(client, application, request: Request) -> dict[str, bool]:
    everybody = {name: worker(way, application.initiative) for name, way in {**WAYS, **UNTIED}.items()}
    return {name: leaves_its_mark(client, person, request) for name, person in everybody.items()}


EXPECTED = {**dict.fromkeys(WAYS, False), **dict.fromkeys(UNTIED, True)}


@pytest.mark.parametrize("deed", OF_A_GRANT, ids=lambda deed: deed.__name__)
def test_no_money_moves_by_who_has_an_interest(client, submitted, people, deed):
    assert who_does_it(client, submitted, deed(submitted, people)) == EXPECTED


@pytest.mark.parametrize("deed", OF_A_LOAN, ids=lambda deed: deed.__name__)
def test_no_loan_moves_by_who_has_an_interest(client, lending, people, deed):
    assert who_does_it(client, lending, deed(lending, people)) == EXPECTED
