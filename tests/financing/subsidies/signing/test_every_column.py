"""Every column of what is signed is either in its seal or in a list here that says why it may move.

Each is changed in the database itself: before the last signature that changes the seal, so that what was read is not
signed, and the step says what is different; after it the database refuses.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, models, transaction
from django.utils import translation

from coophub.accounts.models import Role
from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import documents_of
from coophub.web import clock
from coophub.web.errors import DomainError
from financing.subsidies.models import (
    AidReceived,
    Application,
    LoanTerms,
    PhaseMaximum,
    SchemeTerm,
    Signature,
    TextBlock,
)
from financing.subsidies.procedure.signing import (
    ToSign,
    account_to_sign,
    allocation_to_sign,
    application_to_sign,
    batch_to_sign,
    loan_to_sign,
    scheme_to_sign,
)
from financing.subsidies.schemes.examples import example_named
from financing.subsidies.selectors.payments import items_of
from financing.subsidies.services import ledger, schemes
from financing.subsidies.services.allocation import adopt_allocation, record_allocation
from financing.subsidies.services.batches import approve_batch, check_account, enter_account, make_batch
from financing.subsidies.services.loans import draw_up_loan, sign_loan
from financing.subsidies.services.signing import keep_version
from initiatives.services.board import give_function
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.subsidies import assessed, complete_application, example_scheme
from tests.financing.subsidies.money.test_loans import lending_application
from tests.financing.subsidies.money.test_rounds import apply
from tests.financing.subsidies.papers.test_payment_files import IBAN, ordered
from tests.financing.subsidies.procedure.may import scenes
from tests.financing.subsidies.signing.test_decisions import DRAFTS, drafting, sign
from tests.financing.subsidies.signing.test_decisions import to_sign as decided_to_sign

pytestmark = pytest.mark.django_db
SIGNER = "decider"


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@dataclass
class Signed:
    """Something that is signed: the rows that it is made of, what a signature is on, and the step that signs it."""

    rows: Callable[[], Iterable[models.Model]]
    to_sign: Callable[[], ToSign]
    sign: Callable[[str | None], object]


def again(row: models.Model) -> models.Model:
    return type(row)._base_manager.get(pk=row.pk)


def a_decision(kind: str) -> Signed:
    people = scenes.everybody()
    application = scenes.application_of(people)
    draft = drafting(kind, application, people)("leader")
    return Signed(
        rows=lambda: [again(draft)],
        to_sign=lambda: decided_to_sign(draft),
        sign=lambda read: sign(again(draft), people[SIGNER], read),
    )


def a_loan() -> Signed:
    application = lending_application()
    Application.objects.filter(pk=application.pk).update(state="awarded")
    application.refresh_from_db()
    ledger.enter_award(application=application, amount=Decimal(500_000), user=None)
    loan = draw_up_loan(application=application, starts_on=clock.today(), user=manager())
    return Signed(
        rows=lambda: [again(loan)],
        to_sign=lambda: loan_to_sign(again(loan)),
        sign=lambda read: sign_loan(loan=loan, user=decider(), read=read),
    )


def an_account() -> Signed:
    account = enter_account(application=ordered("WC-1").application, iban=IBAN, name="De Hof", user=manager())
    return Signed(
        rows=lambda: [again(account)],
        to_sign=lambda: account_to_sign(again(account)),
        sign=lambda read: check_account(account=account, proof="Bankafschrift", user=decider(), read=read),
    )


def a_file() -> Signed:
    payment = ordered("WC-1")
    account = enter_account(application=payment.application, iban=IBAN, name="De Hof", user=manager())
    check_account(account=account, proof="Gezien", user=decider())
    batch = make_batch(payments=[payment.pk], execution_date=clock.today(), user=manager())
    return Signed(
        rows=lambda: [again(batch), *items_of(again(batch))],
        to_sign=lambda: batch_to_sign(again(batch), items_of(batch)),
        sign=lambda read: approve_batch(batch=batch, user=decider(), read=read),
    )


def a_scheme() -> Signed:
    document = example_named("stimulering").document
    first = manager()
    version = schemes.create_scheme(name="Proefregeling", document=document, user=first)
    have_one_of_each(version)
    keep_version(scheme_to_sign(version), user=first)
    schemes.propose_scheme(version=version, user=first)
    return Signed(
        rows=lambda: [again(version), version.scheme, *parts_of(version)],
        to_sign=lambda: scheme_to_sign(version),
        sign=lambda read: schemes.publish_scheme(version=version, user=manager(), read=read),
    )


def have_one_of_each(version) -> None:
    """A part of every kind, so that each of its columns is looked at."""
    amount = Decimal(1_000)
    PhaseMaximum.objects.get_or_create(version=version, phase="feasibility", defaults={"amount": amount})
    SchemeTerm.objects.get_or_create(version=version, purpose="remedy", defaults={"length": 2, "source": "Regeling 4"})
    TextBlock.objects.create(version=version, letter="payment", title="Vragen", text="Bel ons gerust.")
    terms = {"rate": Decimal("0.02"), "term_years": 20, "payments_per_year": 4}
    LoanTerms.objects.get_or_create(version=version, defaults=terms)


def parts_of(version) -> Iterator[models.Model]:
    """One row of everything that belongs to a version, and comes into being with it."""
    for relation in version._meta.related_objects:
        if relation.on_delete is models.CASCADE or relation.get_accessor_name() == "balances":
            yield relation.related_model._base_manager.filter(version=version).order_by("pk")[0]


def an_outcome() -> Signed:
    for name in ("Aaltje", "Bertha"):
        assessed(apply(name), UserFactory(roles=[Role.REVIEWER]))
    run = record_allocation(version=example_scheme(), user=manager())
    return Signed(
        rows=lambda: [again(run)],
        to_sign=lambda: allocation_to_sign(again(run)),
        sign=lambda read: adopt_allocation(run=run, user=decider(), read=read),
    )


def manager():
    return UserFactory(roles=[Role.SCHEME_MANAGER])


def decider():
    return UserFactory(roles=[Role.DECIDER])


THINGS: dict[str, Callable[[], Signed]] = {
    **{kind: lambda kind=kind: a_decision(kind) for kind in DRAFTS},
    "loan": a_loan,
    "account": an_account,
    "file": a_file,
    "scheme": a_scheme,
    "outcome": an_outcome,
}

WHO_AND_WHEN = "who wrote or signed it and when: DraftVersion and Signature keep that, and the database both"
ITS_NAME = "the name of the row itself; what refers to it would be lost, so the database refuses or nothing changes"
MOVES = {
    "Decision.object_by": "set when it is signed, from the day of signing",
    "Decision.sent_back_because": "what the signer wrote back, not what is decided",
    "LaterDecision.object_by": "set when it is signed, from the day of signing",
    "PayeeAccount.proof": "what the checker writes at the check itself",
    "PayeeAccount.replaced_at": "that another number came after it",
    "PaymentBatch.file": "made from what is signed, when it is",
    "PaymentBatch.sha256": "of that file",
    "PaymentBatch.confirmed_at": "what the bank did afterwards",
    "BatchItem.rejected_at": "what the bank did afterwards",
    "BatchItem.rejection": "what the bank did afterwards",
    "SchemeVersion.revision": "how often it was saved",
    "Scheme.slug": "its address, which follows from its name",
    "CeilingBalance.taken": "what the ledger takes from it",
    "RequiredDocument.position": "its place; another order is another seal",
    "Criterion.position": "its place; another order is another seal",
    "EligibilityRule.position": "its place; another order is another seal",
    "AllocationRun.sha256": "of the content that is signed",
}
WHO = {
    "drafted_by", "drafted_at", "drawn_up_by", "drawn_up_at", "signed_by", "signed_at", "entered_by", "entered_at",
    "checked_by", "checked_at", "made_by", "made_at", "approved_by", "approved_at", "created_by", "changed_by",
    "changed_at", "proposed_by", "proposed_at", "published_at", "recorded_by", "recorded_at", "adopted_by",
    "adopted_at",
}  # fmt: skip
AFTERWARDS = {"PayeeAccount.replaced_at", "PaymentBatch.confirmed_at", "BatchItem.rejected_at", "BatchItem.rejection"}
"""What may still be written once, after the last signature; and of a scheme its ledger."""
AFTERWARDS |= {"CeilingBalance.taken"}


def other(field: models.Field, value: Any) -> Any:
    """Another value that the column can hold."""
    if isinstance(field, models.ForeignKey):
        return field.related_model._base_manager.exclude(pk=value).values_list("pk", flat=True).first()
    if field.choices:
        return next((choice for choice, _label in field.flatchoices if choice != value), value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.JSONField):
        return [value, "anders"] if isinstance(value, list) else {"anders": value}
    if isinstance(field, models.DateTimeField):
        return (value or clock.now()) + dt.timedelta(hours=1)
    if isinstance(field, models.DateField):
        return (value or clock.today()) + dt.timedelta(days=1)
    if isinstance(field, models.DecimalField):
        return (value or 0) + Decimal(1).scaleb(-field.decimal_places)
    if isinstance(field, models.IntegerField | models.FloatField):
        return (value or 0) + 1
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    text = str(value or "")
    return f"{text[:-1]}~" if text else "anders"


def columns_of(row: models.Model) -> Iterator[tuple[str, models.Field]]:
    for field in row._meta.concrete_fields:
        if not field.primary_key:
            yield f"{type(row).__name__}.{field.name}", field


def changed(row: models.Model, field: models.Field) -> bool:
    """Changes a column in the database; gives whether it took it."""
    value = other(field, getattr(row, field.attname))
    try:
        with transaction.atomic():
            type(row)._base_manager.filter(pk=row.pk).update(**{field.attname: value})
    except DatabaseError:
        return False
    return value != getattr(row, field.attname)


def each_change(thing: Signed) -> Iterator[tuple[str, models.Field]]:
    """Every column that the database lets change, changed while it is looked at."""
    for row in list(thing.rows()):
        for name, field in columns_of(row):
            with transaction.atomic():
                if changed(row, field):
                    yield name, field
                transaction.set_rollback(True)


def may_move(name: str) -> bool:
    return name in MOVES or name.partition(".")[2] in WHO


@pytest.mark.parametrize("kind", THINGS)
def test_every_column_is_in_the_seal_or_may_move(kind):
    thing = THINGS[kind]()
    before = thing.to_sign().seal

    unsealed = {name for name, _field in each_change(thing) if thing.to_sign().seal == before}

    assert {name for name in unsealed if not may_move(name)} == set()


@pytest.mark.parametrize("kind", THINGS)
def test_what_changed_after_it_was_read_is_not_signed_and_the_step_says_what(kind):
    thing = THINGS[kind]()
    read = thing.to_sign().seal
    wrong = []

    for name, field in each_change(thing):
        if may_move(name):
            continue
        try:
            thing.sign(read)
        except DomainError as refusal:
            if "different in" not in str(refusal) and not is_about(field, str(refusal)):
                wrong.append((name, str(refusal)))
        else:
            wrong.append((name, "was signed"))

    assert wrong == []


def is_about(field: models.Field, refusal: str) -> bool:
    """Refused for what it became, before anybody asks what was read: that says what is wrong already."""
    return bool(refusal) and "while you were reading" not in refusal


@pytest.mark.parametrize("kind", THINGS)
def test_nothing_of_it_changes_any_more_once_it_is_signed(kind):
    thing = THINGS[kind]()
    thing.sign(thing.to_sign().seal)

    moved = {name for name, _field in each_change(thing)}

    assert moved <= AFTERWARDS
    assert Signature.objects.order_by("pk").last().sha256 == thing.to_sign().seal


# The second signature under an application


APPLICATION_MOVES = {
    "Initiative.slug": "the address",
    "Initiative.summary": "for the public page",
    "Initiative.description": "for the public page",
    "Initiative.website": "for the public page",
    "Initiative.takes_messages": "for the public page",
    "Initiative.seeks_members": "for the public page",
    "Initiative.moves_in_year": "for the public page",
    "Initiative.near_names": "what search finds it by, made of the rest",
    "Initiative.words": "what search finds it by, made of the rest",
    "Initiative.latitude": "for the map",
    "Initiative.longitude": "for the map",
    "Initiative.published_at": "for the public page",
    "Initiative.ended_on": "an initiative that ended cannot submit",
    "Initiative.outcome": "an initiative that ended cannot submit",
    "Initiative.first_steps_hidden_at": "for the overview of the group",
    "Initiative.created_by": "who and when",
    "Initiative.created_at": "who and when",
    "Municipality.latitude": "for the map",
    "Municipality.longitude": "for the map",
    "Municipality.ended_on": "when it merges the group moves along, and that is another seal",
    "Membership.joined_at": "who is a member and as what is signed, not since when",
    "Plan.initiative": "a plan stays with its group",
    "Plan.token_hash": "of a visitor's plan",
    "Plan.expires_at": "of a visitor's plan",
    "Plan.row_keys": "keys of rows, which a document has not",
    "Plan.revision": "how often it was saved",
    "Plan.created_at": "who and when",
    "Plan.updated_at": "who and when",
    "Plan.updated_by": "who and when",
    "Plan.submission_key": "of the form that made it",
    "Plan.origin": "what it began from, not what it says",
    "Plan.stopped_closing_at": "follows from what it says",
    "Plan.removed_at": "what it says is signed, and frozen with the application",
    "Application.initiative": "an application stays with its group; another one has another profile",
    "Application.number": "given when it is submitted",
    "Application.words": "of its number, by the database",
    "Application.revision": "how often it was saved",
    "Application.section_changes": "who and when",
    "Application.started_by": "who and when",
    "Application.changed_by": "who and when",
    "Application.created_at": "who and when",
    "Application.updated_at": "who and when",
    "Application.submitted_at": "set when it is submitted",
    "Application.decide_by": "set when it is submitted",
    "Application.rank_on": "set when it is submitted",
    "Application.withdrawn_on": "set when it is withdrawn",
    "Application.reviewer": "of the ministry",
    "Application.assigned_to": "of the ministry",
    "Application.state": "a draft is signed; what is no draft is not submitted",
    "Plan.home_points": "those of its homes are sealed (`test_applications.py`); others say nothing",
    "Plan.home_rooms": "for matching households with homes; no figure follows from it",
    "DocumentVersion.number": "its place among the versions; another newest one is another seal",
    "DocumentVersion.file": "where its bytes are; their hash is signed",
    "DocumentVersion.content_type": "follows from the bytes, whose hash is signed",
    "DocumentVersion.virus_check": "what the scanner says of the bytes, whose hash is signed",
    "DocumentVersion.uploaded_by": "who and when",
    "DocumentVersion.uploaded_at": "who and when",
    "Document.created_at": "who and when",
    **{
        f"{model}.{field}": "its place or key; another order is another seal"
        for model in ("Activity", "BudgetLine", "IncomeLine", "AidReceived")
        for field in ("key", "position")
    },
}


def an_application() -> Signed:
    writer, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=writer, legal_name="Coöperatie Voorheen U.A.", kvk_number="12345678")
    MembershipFactory(initiative=initiative, user=second, role="editor")
    InitiativeFactory()
    give_function(
        membership=initiative.memberships.earliest("pk"), function="chair", from_on=clock.today(), user=writer
    )
    application = complete_application(initiative, writer=writer, signer=second)
    AidReceived.objects.create(
        application=application, granted_on=clock.today(), granted_by="Provincie", amount=Decimal(500)
    )
    return Signed(
        rows=lambda: rows_of(Application.objects.get(pk=application.pk)),
        to_sign=lambda: application_to_sign(Application.objects.get(pk=application.pk)),
        sign=lambda read: None,
    )


def rows_of(application: Application) -> Iterator[models.Model]:
    initiative = application.initiative
    yield from (application, application.plan, initiative, initiative.municipality)
    member = initiative.memberships.order_by("pk")[0]
    yield from (member, member.board_terms.get())
    for rows in ("activities", "budget_lines", "income_lines", "aid_received", "liquidity_needs"):
        yield getattr(application, rows).first()
    document: Document = documents_of(application)[0]
    version: DocumentVersion = document.versions.all()[0]
    yield from (document, version)


def test_every_column_of_an_application_is_signed_along_or_may_move():
    thing = an_application()
    before = thing.to_sign().seal

    unsealed = {name for name, _field in each_change(thing) if seal_of(thing) == before}

    assert unsealed - set(APPLICATION_MOVES) == set()


def seal_of(thing: Signed) -> str:
    """Nothing for what cannot be signed at all, such as a document that lost its file."""
    try:
        return thing.to_sign().seal
    except IndexError:
        return ""
