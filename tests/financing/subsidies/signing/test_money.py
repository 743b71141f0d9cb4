"""Loans, accounts and files for the bank: nobody signs what they made a version of, or did not read."""

import datetime as dt
from decimal import Decimal

import pgtrigger
import pytest
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import PaymentBatch, Signature
from financing.subsidies.procedure.signing import account_to_sign, batch_to_sign, loan_to_sign
from financing.subsidies.selectors.payments import account_of, items_of
from financing.subsidies.services import ledger
from financing.subsidies.services.batches import approve_batch, check_account, drop_batch, enter_account, make_batch
from financing.subsidies.services.loans import draw_up_loan, sign_loan
from tests.factories.accounts import UserFactory
from tests.financing.subsidies.money.test_loans import lending_application
from tests.financing.subsidies.papers.test_payment_files import IBAN, OTHER_IBAN, ordered

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def first():
    return UserFactory(roles=[Role.SCHEME_MANAGER, Role.DECIDER])


@pytest.fixture
def colleague():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


@pytest.fixture
def signer():
    return UserFactory(roles=[Role.DECIDER])


@pytest.fixture
def lending():
    application = lending_application()
    type(application).objects.filter(pk=application.pk).update(state="awarded")
    application.refresh_from_db()
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    return application


def test_who_drew_any_version_of_a_loan_up_does_not_sign_it(lending, first, colleague, signer):
    for user in (first, colleague):
        loan = draw_up_loan(application=lending, starts_on=clock.today(), user=user)

    with pytest.raises(DomainError, match="an earlier version"):
        sign_loan(loan=loan, user=first)

    read = loan_to_sign(loan).seal
    signed = sign_loan(loan=loan, user=signer, read=read)
    assert Signature.objects.get(draft="loan").sha256 == loan_to_sign(signed).seal == read


def test_a_loan_that_was_drawn_up_again_is_read_again(client, lending, first, colleague, signer):
    loan = draw_up_loan(application=lending, starts_on=clock.today(), user=first)
    read = loan_to_sign(loan).seal
    draw_up_loan(application=lending, starts_on=clock.today() + DAY, user=colleague)

    client.force_login(signer)
    sign = reverse("subsidies:sign_loan", args=[lending.pk])
    assert client.post(sign, {"seal": read}).status_code == 409
    assert client.post(sign).status_code == 409
    page = client.get(reverse("subsidies:loan", args=[lending.pk]), headers={"accept-language": "en"}).content.decode()
    loan.refresh_from_db()
    assert f'value="{loan_to_sign(loan).seal}"' in page
    assert client.post(sign, {"seal": loan_to_sign(loan).seal}).status_code == 302


def test_who_entered_an_account_before_does_not_check_it(first, colleague, signer):
    """The first enters a number, a colleague another and then that one again: the first still does not check it."""
    application = ordered("WC-1").application
    for iban, user in ((IBAN, first), (OTHER_IBAN, colleague), (IBAN, colleague)):
        account = enter_account(application=application, iban=iban, name="De Hof", user=user)

    with pytest.raises(DomainError, match="one before it"):
        check_account(account=account, proof="Gezien", user=first)
    check_account(account=account, proof="Gezien", user=signer, read=account_to_sign(account).seal)

    # Another one later is another thing to check.
    account = enter_account(application=application, iban=OTHER_IBAN, name="De Hof", user=colleague)
    check_account(account=account, proof="Gezien", user=first)


def test_an_account_that_was_replaced_is_not_checked_unread(client, first, colleague, signer):
    application = ordered("WC-1").application
    read = account_to_sign(enter_account(application=application, iban=IBAN, name="De Hof", user=first)).seal
    enter_account(application=application, iban=OTHER_IBAN, name="De Hof", user=colleague)

    client.force_login(signer)
    check = reverse("subsidies:check_account", args=[application.pk])
    assert client.post(check, {"proof": "Bankafschrift", "seal": read}).status_code == 409
    assert client.post(check, {"proof": "Bankafschrift"}).status_code == 409
    assert account_of(application).checked_at is None
    page = client.get(reverse("subsidies:account", args=[application.pk])).content.decode()
    now = account_to_sign(account_of(application)).seal
    assert f'value="{now}"' in page
    assert client.post(check, {"proof": "Bankafschrift", "seal": now}).status_code == 302


@pytest.fixture
def payable(first, signer):
    def make(number):
        payment = ordered(number)
        account = enter_account(application=payment.application, iban=IBAN, name="De Hof", user=first)
        check_account(account=account, proof="Gezien", user=signer)
        return payment

    return make


def test_who_made_a_file_that_was_thrown_away_does_not_approve_the_next(payable, first, colleague, signer):
    one, two, three = payable("WC-1"), payable("WC-2"), payable("WC-3")
    drop_batch(batch=make_batch(payments=[one.pk, two.pk], execution_date=clock.today(), user=first), user=colleague)
    batch = make_batch(payments=[two.pk, three.pk], execution_date=clock.today(), user=colleague)

    with pytest.raises(DomainError, match="one of these payments before"):
        approve_batch(batch=batch, user=first)

    approved = approve_batch(batch=batch, user=signer, read=batch_to_sign(batch, items_of(batch)).seal)
    signature = Signature.objects.get(draft=f"batch-{batch.pk}")
    assert signature.sha256 == batch_to_sign(approved, items_of(batch)).seal
    assert set(signature.writers) == {first.pk, colleague.pk}


def put_on(day):
    """The database lets nobody change a file that was made; its guard looks away here."""
    with pgtrigger.ignore("subsidies.PaymentBatch:made_is_frozen"):
        PaymentBatch.objects.update(execution_date=day)


def test_a_file_is_approved_as_it_was_read(client, payable, first, signer):
    batch = make_batch(payments=[payable("WC-1").pk], execution_date=clock.today(), user=first)
    client.force_login(signer)
    approve = reverse("subsidies:approve_batch", args=[batch.pk])

    page = client.get(reverse("subsidies:batch", args=[batch.pk])).content.decode()
    read = batch_to_sign(batch, items_of(batch)).seal
    assert f'value="{read}"' in page
    put_on(clock.today() + DAY)
    assert client.post(approve, {"seal": read}).status_code == 409
    assert client.post(approve).status_code == 409
    put_on(clock.today())
    assert client.post(approve, {"seal": read}).status_code == 302
