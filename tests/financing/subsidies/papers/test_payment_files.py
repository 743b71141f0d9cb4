"""Paying through the bank: checked accounts, two people, a valid file, and nothing paid twice."""

import datetime as dt
import xml.etree.ElementTree as ET
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest
from django.db import IntegrityError, connections, transaction
from django.db.utils import ProgrammingError
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from sepaxml.validation import try_valid_xml

from coophub.accounts.models import Role
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import BatchItem, PayeeAccount, Payment, PaymentBatch
from financing.subsidies.papers.payment_file import SCHEMA, Payer, Transfer, payment_file
from financing.subsidies.procedure.signing import account_to_sign, batch_to_sign
from financing.subsidies.selectors.payments import account_of, items_of, payments_to_batch
from financing.subsidies.services.batches import (
    approve_batch,
    check_account,
    confirm_batch,
    drop_batch,
    enter_account,
    make_batch,
)
from tests.factories.accounts import UserFactory
from tests.financing.subsidies.money.test_budget import application_of

IBAN = "NL91ABNA0417164300"
OTHER_IBAN = "NL02ABNA0123456789"
TODAY = clock.today()
NAMESPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}


@pytest.fixture
def people():
    return [UserFactory(roles=[Role.SCHEME_MANAGER]), UserFactory(roles=[Role.DECIDER])]


def ordered(number: str, amount: str = "1234.56") -> Payment:
    application = application_of(number, "middle_incomes", "awarded", {"applicant": {"iban": IBAN}})
    return Payment.objects.create(
        application=application,
        kind="advance",
        key="decision-1",
        amount=Decimal(amount),
        pay_from=TODAY,
        pay_by=TODAY + dt.timedelta(weeks=6),
        ordered_at=clock.now(),
    )


def with_account(payment: Payment, people) -> Payment:
    account = enter_account(application=payment.application, iban=IBAN, name="Coöperatie De Hof", user=people[0])
    check_account(account=account, proof="Bankafschrift", user=people[1])
    return payment


@pytest.mark.django_db
def test_from_order_to_paid(people):
    payments = [with_account(ordered(f"WC-{number}"), people) for number in range(3)]

    batch = make_batch(payments=[p.pk for p in payments], execution_date=TODAY, user=people[0])
    batch = approve_batch(batch=batch, user=people[1])
    confirm_batch(batch=batch, paid_on=TODAY, user=people[0])

    root = ET.fromstring(batch.file)  # noqa: S314 (made by ourselves)
    assert root.find(".//p:GrpHdr/p:CtrlSum", NAMESPACE).text == "3703.68"
    assert {e.text for e in root.findall(".//p:EndToEndId", NAMESPACE)} == {
        i.reference for i in BatchItem.objects.all()
    }
    assert {e.text for e in root.findall(".//p:CdtrAcct/p:Id/p:IBAN", NAMESPACE)} == {IBAN}
    assert list(Payment.objects.values_list("paid_on", flat=True)) == [TODAY] * 3
    assert not payments_to_batch()


@pytest.mark.django_db
def test_no_money_to_an_account_that_nobody_checked(people):
    payment = ordered("WC-1")
    enter_account(application=payment.application, iban=IBAN, name="De Hof", user=people[0])

    with pytest.raises(DomainError):
        make_batch(payments=[payment.pk], execution_date=TODAY, user=people[0])
    with pytest.raises(DomainError):
        check_account(account=account_of(payment.application), proof="Zelf gezien", user=people[0])
    with pytest.raises(DomainError) as caught:
        check_account(account=account_of(payment.application), proof=" ", user=people[1])
    assert caught.value.field == "proof"


@pytest.mark.django_db
def test_name_without_letters_from_before_does_not_hold_up_the_others(client, people):
    good = with_account(ordered("WC-1"), people)
    odd = ordered("WC-2")
    account = enter_account(application=odd.application, iban=IBAN, name="\U0001f3e0", user=people[0])
    check_account(account=account, proof="Bankafschrift", user=people[1])

    assert list(payments_to_batch(is_checked=True)) == [good]
    with pytest.raises(DomainError):
        make_batch(payments=[good.pk, odd.pk], execution_date=TODAY, user=people[0])
    client.force_login(people[0])
    assert "de naam heeft geen letters" in client.get(reverse("subsidies:payments")).content.decode()

    batch = make_batch(payments=[good.pk], execution_date=TODAY, user=people[0])
    assert approve_batch(batch=batch, user=people[1]).file


@pytest.mark.django_db
def test_another_number_has_to_be_checked_again_and_stops_a_file(people):
    payment = with_account(ordered("WC-1"), people)
    batch = make_batch(payments=[payment.pk], execution_date=TODAY, user=people[0])

    enter_account(application=payment.application, iban=OTHER_IBAN, name="De Hof", user=people[0])

    assert not payments_to_batch()
    with pytest.raises(DomainError):
        approve_batch(batch=batch, user=people[1])
    drop_batch(batch=batch, user=people[0])
    assert list(payments_to_batch(is_checked=False)) == [payment]
    assert not payments_to_batch(is_checked=True)


@pytest.mark.django_db
def test_nobody_approves_their_own_file_nor_one_with_an_interest(people):
    payment = with_account(ordered("WC-1"), people)
    batch = make_batch(payments=[payment.pk], execution_date=TODAY, user=people[0])
    interested = UserFactory(roles=[Role.DECIDER])
    payment.application.interest_declarations.create(person=interested, has_interest=True)

    for user in (people[0], interested):
        with pytest.raises(DomainError):
            approve_batch(batch=batch, user=user)
    with pytest.raises(IntegrityError), transaction.atomic():
        PaymentBatch.objects.update(approved_by=people[0])
    assert PaymentBatch.objects.get().file == ""


@pytest.mark.django_db
def test_what_stands_in_a_file_cannot_stand_in_another(people):
    payment = with_account(ordered("WC-1"), people)
    batch = make_batch(payments=[payment.pk], execution_date=TODAY, user=people[0])

    with pytest.raises(DomainError):
        make_batch(payments=[payment.pk], execution_date=TODAY, user=people[1])
    item = batch.items.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        BatchItem.objects.create(batch=batch, payment=payment, account=item.account, amount=1, reference="x")


@pytest.mark.django_db
def test_sent_back_by_the_bank_can_go_again(people):
    payments = [with_account(ordered(f"WC-{number}"), people) for number in range(2)]
    batch = make_batch(payments=[p.pk for p in payments], execution_date=TODAY, user=people[0])
    approve_batch(batch=batch, user=people[1])

    for _attempt in range(2):
        confirm_batch(batch=batch, paid_on=TODAY, rejected=[batch.items.first().pk], user=people[0])

    assert Payment.objects.filter(paid_on=TODAY).count() == 1
    again = make_batch(payments=[payments[0].pk], execution_date=TODAY, user=people[0])
    assert again.items.get().reference != batch.items.first().reference


@pytest.mark.django_db
def test_approved_file_is_frozen(people):
    payment = with_account(ordered("WC-1"), people)
    batch = approve_batch(batch=make_batch(payments=[payment.pk], execution_date=TODAY, user=people[0]), user=people[1])

    with pytest.raises(DomainError):
        drop_batch(batch=batch, user=people[0])
    with pytest.raises(ProgrammingError), transaction.atomic():
        PaymentBatch.objects.update(file="anders")
    assert approve_batch(batch=batch, user=people[1]).file == batch.file


@pytest.mark.django_db
def test_without_an_account_of_the_ministry_there_is_no_file(people, settings):
    settings.PAYER_IBAN = ""
    batch = make_batch(payments=[with_account(ordered("WC-1"), people).pk], execution_date=TODAY, user=people[0])

    with pytest.raises(DomainError, match="PAYER_IBAN"):
        approve_batch(batch=batch, user=people[1])


@pytest.mark.django_db
def test_pages_lead_from_account_to_file(client, people):
    payment = ordered("WC-1")
    manager, decider = people
    client.force_login(manager)
    account = reverse("subsidies:account", args=[payment.application_id])
    assert IBAN in client.get(account).content.decode().replace(" ", "")
    client.post(account, {"iban": IBAN, "name": "De Hof"})
    client.force_login(decider)
    check = reverse("subsidies:check_account", args=[payment.application_id])
    too_long = client.post(check, {"proof": "x" * 201})
    assert "x" * 201 in too_long.content.decode()
    assert PayeeAccount.objects.get().checked_at is None
    client.post(check, {"proof": "Afschrift", "seal": account_to_sign(PayeeAccount.objects.get()).seal})
    page = reverse("subsidies:payments")
    assert "WC-1" in client.get(page).content.decode()

    made = client.post(page, {"execution_date": TODAY.isoformat(), "payments": [payment.pk]})
    batch = PaymentBatch.objects.get()
    assert client.get(reverse("subsidies:batch_file", args=[batch.pk])).status_code == 404
    client.force_login(manager)
    seal = batch_to_sign(batch, items_of(batch)).seal
    client.post(reverse("subsidies:approve_batch", args=[batch.pk]), {"seal": seal})
    file = client.get(reverse("subsidies:batch_file", args=[batch.pk]))

    assert made["Location"] == reverse("subsidies:batch", args=[batch.pk])
    assert file.content.startswith(b"<?xml")
    client.post(reverse("subsidies:confirm_batch", args=[batch.pk]), {"paid_on": TODAY.isoformat()})
    assert Payment.objects.get().paid_on == TODAY
    assert "WC-1" in client.get(reverse("subsidies:batch", args=[batch.pk])).content.decode()


@settings(max_examples=25)
@given(
    amounts=st.lists(st.decimals(Decimal("0.01"), Decimal(999_999_999), places=2), min_size=1, max_size=5),
    name=st.sampled_from(["Coöperatie 't Hof & Zn. <Noord>", "Wooncoöperatie ’s-Hertogenbosch", "Bloem €", "A" * 70]),
)
def test_file_is_valid_and_adds_up(amounts, name):
    transfers = [Transfer(name, IBAN, amount, f"WC-2027-0001-{n}", "Voorschot") for n, amount in enumerate(amounts)]

    text = payment_file(Payer("Ministerie", IBAN), transfers, TODAY)

    try_valid_xml(text.encode(), SCHEMA)
    root = ET.fromstring(text)  # noqa: S314 (made by ourselves)
    found = [Decimal(element.text) for element in root.findall(".//p:InstdAmt", NAMESPACE)]
    assert sorted(found) == sorted(amounts)
    assert Decimal(root.find(".//p:GrpHdr/p:CtrlSum", NAMESPACE).text) == sum(amounts)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_put_a_payment_in_one_file():
    people = [UserFactory(roles=[Role.SCHEME_MANAGER]), UserFactory(roles=[Role.DECIDER])]
    payment = with_account(ordered("WC-1"), people)

    def put(number):
        try:
            make_batch(payments=[payment.pk], execution_date=TODAY, user=people[number % 2])
            return True
        except DomainError:
            return False
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(put, range(6)))

    assert sum(made) == 1
    assert BatchItem.objects.count() == 1
