"""What the bank did, from its own statement: read by one, confirmed by another, and nothing that it does not say."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.proposals.models import Proposal
from coophub.proposals.services import confirm
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import BatchItem, Payment, PaymentBatch
from financing.subsidies.papers.bank_statement import MOST_BYTES, Booking, StatementError, bookings, file_reference
from financing.subsidies.services.batches import approve_batch, confirm_batch, make_batch, propose_statement
from tests.factories.accounts import UserFactory
from tests.financing.subsidies.papers.test_payment_files import ordered, with_account

BOOKED = dt.date(2026, 11, 2)
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"

pytestmark = pytest.mark.django_db


def statement(*entries: str, namespace: str = NAMESPACE) -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="{namespace}"><BkToCstmrStmt><GrpHdr/><Stmt>'
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: object, details: str, *, day: dt.date = BOOKED, way: str = "DBIT", status: str = "BOOK") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{way}</CdtDbtInd><Sts><Cd>{status}</Cd></Sts>'
        f"<BookgDt><Dt>{day}</Dt></BookgDt><NtryDtls>{details}</NtryDtls></Ntry>"
    )


def one(reference: str, amount: object = None, because: str = "") -> str:
    sum_of_it = f'<Amt Ccy="EUR">{amount}</Amt>' if amount is not None else ""
    reason = f"<RtrInf><Rsn><Cd>{because}</Cd></Rsn></RtrInf>" if because else ""
    return f"<TxDtls><Refs><EndToEndId>{reference}</EndToEndId></Refs>{sum_of_it}{reason}</TxDtls>"


@pytest.fixture
def people():
    return [UserFactory(roles=[Role.SCHEME_MANAGER]), UserFactory(roles=[Role.DECIDER])]


@pytest.fixture
def batch(people) -> PaymentBatch:
    """Three payments of 1,234.56 that are with the bank."""
    payments = [with_account(ordered(f"WC-{number}"), people) for number in range(3)]
    made = make_batch(payments=[payment.pk for payment in payments], execution_date=clock.today(), user=people[0])
    return approve_batch(batch=made, user=people[1])


def references(batch: PaymentBatch) -> list[str]:
    return [item.reference for item in batch.items.all()]


def refused(batch, content: bytes, user) -> DomainError:
    with pytest.raises(DomainError) as caught:
        propose_statement(batch=batch, content=content, user=user)
    assert caught.value.field == "statement"
    assert not Proposal.objects.exists()
    return caught.value


def test_statement_is_read_by_one_and_confirmed_by_another(batch, people):
    first, second, third = references(batch)
    day = clock.today()
    content = statement(
        entry("2469.12", one(first, "1234.56") + one(second, "1234.56"), day=day),
        entry("1234.56", one(third), day=day),
        entry("1234.56", one(second, because="AC04"), day=day, way="CRDT"),
        entry("99.00", one("SALARY-11"), day=day),
    )

    proposal = propose_statement(batch=batch, content=content, user=people[0])

    assert not Payment.objects.exclude(paid_on=None).exists()
    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=people[0])
    confirm(proposal=proposal, user=people[1])
    assert Payment.objects.filter(paid_on=day).count() == 2
    back = BatchItem.objects.exclude(rejected_at=None).get()
    assert (back.reference, back.rejection) == (second, "de rekening is opgeheven (AC04)")
    batch.refresh_from_db()
    assert batch.confirmed_at is not None


def test_file_that_the_bank_booked_as_one_sum_is_all_paid(batch, people):
    name = file_reference(batch.file)
    content = statement(entry("3703.68", f"<Btch><PmtInfId>{name}</PmtInfId></Btch>", day=clock.today()))

    confirm(proposal=propose_statement(batch=batch, content=content, user=people[0]), user=people[1])

    assert Payment.objects.filter(paid_on=clock.today()).count() == 3


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ([], "Geen van deze betalingen"),
        ([(0, "1234.56")], "Over 2 betalingen staat niets"),
        ([(0, "1234.56"), (1, "1234.56"), (2, "1234.55")], "€ 1.234,55"),
        ([(0, "1234.56"), (0, "1234.56"), (1, "1234.56"), (2, "1234.56")], "twee keer"),
    ],
    ids=["nothing of it", "a part of it", "another amount", "paid twice"],
)
def test_what_does_not_fit_is_said_and_nothing_is_noted(batch, people, entries, sentence):
    names = references(batch)
    found = statement(*(entry(amount, one(names[place]), day=clock.today()) for place, amount in entries))

    assert sentence in str(refused(batch, found, people[0])).replace("\xa0", " ")


def test_day_to_come_is_refused(batch, people):
    tomorrow = clock.today() + dt.timedelta(days=1)
    found = statement(*(entry("1234.56", one(name), day=tomorrow) for name in references(batch)))

    assert "nog niet" in str(refused(batch, found, people[0]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7",
        b"\xff\xfe<\x00a\x00/\x00>\x00",
        statement(namespace="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + statement(),
        statement(" " * MOST_BYTES),
        statement("<Ntry>"),
    ],
    ids=["empty", "a pdf", "utf-16", "a payment file", "entities", "too large", "cut off"],
)
def test_other_files_are_refused(batch, people, content):
    assert "camt.053" in str(refused(batch, content, people[0]))


@pytest.mark.parametrize(
    ("found", "path"),
    [
        (entry("1.00", one("X")).replace(str(BOOKED), "2026-02-30"), "Ntry[1]/BookgDt"),
        (entry("een", one("X")), "Ntry[1]/TxDtls[1]/Amt"),
        (entry("1.00", one("X", "NaN")), "Ntry[1]/TxDtls[1]/Amt"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_path(found, path):
    with pytest.raises(StatementError) as caught:
        bookings(statement(found))

    assert caught.value.what == path


def test_only_what_is_booked_in_euros_and_is_ours_counts():
    found = bookings(
        statement(
            entry("1.00", one("PENDING"), status="PDNG"),
            entry("1.00", one("DOLLARS")).replace("EUR", "USD"),
            entry("1.00", one("RECEIVED"), way="CRDT"),
            entry("1.00", ""),
            entry("2.50", one("OURS")),
            namespace=NAMESPACE.replace("08", "02"),
        )
    )

    assert found == [Booking(BOOKED, Decimal("2.50"), "OURS")]


def test_who_has_an_interest_neither_reads_nor_confirms(batch, people):
    content = statement(*(entry("1234.56", one(name), day=clock.today()) for name in references(batch)))
    proposal = propose_statement(batch=batch, content=content, user=people[0])
    application = batch.items.first().payment.application
    application.interest_declarations.create(person=people[1], has_interest=True)

    for act in (
        lambda: confirm(proposal=proposal, user=people[1]),
        lambda: propose_statement(batch=batch, content=content, user=people[1]),
    ):
        with pytest.raises(DomainError):
            act()
    assert not Payment.objects.exclude(paid_on=None).exists()


def test_what_was_noted_by_hand_meanwhile_is_noted_once(batch, people):
    content = statement(*(entry("1234.56", one(name), day=clock.today()) for name in references(batch)))
    proposal = propose_statement(batch=batch, content=content, user=people[0])
    confirm_batch(batch=batch, paid_on=clock.today(), user=people[0])

    with pytest.raises(DomainError):
        confirm(proposal=proposal, user=people[1])


def test_pages_lead_from_the_statement_to_what_was_paid(client, people, batch):
    page = reverse("subsidies:batch", args=[batch.pk])
    client.force_login(people[0])

    wrong = client.post(page, {"statement": SimpleUploadedFile("a.xml", b"<a/>")}).content.decode()
    assert "camt.053 (XML" in wrong
    content = statement(*(entry("1234.56", one(name), day=clock.today()) for name in references(batch)))
    sent = client.post(page, {"statement": SimpleUploadedFile("camt.xml", content)})
    told = client.get(sent["Location"]).content.decode()
    waits = client.get(page).content.decode()
    client.force_login(people[1])
    client.post(reverse("proposals:confirm", args=[Proposal.objects.get().pk]))

    assert "3 van de 3: " in re.sub(r"\s+", " ", told)
    assert "camt.053" not in waits
    assert sent["Location"] in waits
    assert Payment.objects.filter(paid_on=clock.today()).count() == 3
