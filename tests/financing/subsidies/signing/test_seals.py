"""A seal is on everything: every column of what is signed changes it, but for those that are named here.

A column that is added later fails here until somebody decides whether it is signed.
"""

import datetime as dt
import uuid
from decimal import Decimal

import pgtrigger
import pytest
from django.db import IntegrityError, models, transaction

from coophub.documents.models import Document, DocumentVersion
from coophub.web import clock
from financing.plans.models import Plan
from financing.subsidies.models import (
    Activity,
    AidReceived,
    Application,
    BatchItem,
    BudgetLine,
    CeilingBalance,
    Criterion,
    Decision,
    EligibilityRule,
    IncomeLine,
    LaterDecision,
    LiquidityNeed,
    Loan,
    LoanTerms,
    PayeeAccount,
    PaymentBatch,
    PhaseMaximum,
    RequiredDocument,
    SchemeTerm,
    SchemeVersion,
    TextBlock,
)
from financing.subsidies.procedure.signing import (
    account_to_sign,
    application_to_sign,
    batch_to_sign,
    decision_to_sign,
    later_decision_to_sign,
    loan_to_sign,
    scheme_to_sign,
)
from financing.subsidies.schemes.examples import example_named
from financing.subsidies.selectors.payments import items_of
from financing.subsidies.services import budgeting
from financing.subsidies.services.batches import make_batch
from financing.subsidies.services.schemes import create_scheme
from initiatives.models import Initiative, Membership
from tests.factories.accounts import UserFactory
from tests.factories.subsidies import complete_application
from tests.financing.subsidies.applications.drafting.steps import saved
from tests.financing.subsidies.papers.test_payment_files import ordered, with_account

pytestmark = pytest.mark.django_db

WHO_AND_WHEN = {"id", "application", "drafted_by", "drafted_at", "signed_by", "signed_at", "object_by"}
NOT_SIGNED: dict[type[models.Model], set[str]] = {
    Decision: {*WHO_AND_WHEN, "sent_back_because"},
    LaterDecision: WHO_AND_WHEN,
    Loan: {"id", "application", "drawn_up_by", "drawn_up_at", "signed_by", "signed_at"},
    Application: {
        "id",
        "number",
        "state",
        "revision",
        "section_changes",
        "started_by",
        "changed_by",
        "created_at",
        "updated_at",
        "submitted_at",
        "decide_by",
        "rank_on",
        "reviewer",
        "assigned_to",
    },
    Activity: {"id", "key", "position"},
    BudgetLine: {"id", "key", "position"},
    IncomeLine: {"id", "key", "position"},
    AidReceived: {"id", "key", "position"},
    LiquidityNeed: {"id"},
    Initiative: {
        "id",
        "slug",
        "summary",
        "description",
        "website",
        "latitude",
        "longitude",
        "published_at",
        "ended_on",
        "outcome",
        "created_by",
        "created_at",
    },
    Membership: {"id", "joined_at"},
    Plan: {
        "id",
        "token_hash",
        "expires_at",
        "revision",
        "created_at",
        "updated_at",
        "updated_by",
        "removed_at",
        "submission_key",
    },
    Document: {"id", "created_at"},
    DocumentVersion: {"id", "number", "file", "content_type", "uploaded_by", "uploaded_at"},
    SchemeVersion: {
        "id",
        "revision",
        "created_by",
        "changed_by",
        "changed_at",
        "proposed_by",
        "proposed_at",
        "approved_by",
        "published_at",
    },
    CeilingBalance: {"id", "taken"},
    RequiredDocument: {"id", "position"},
    Criterion: {"id", "position"},
    EligibilityRule: {"id", "position"},
    PhaseMaximum: {"id"},
    SchemeTerm: {"id"},
    LoanTerms: {"id"},
    TextBlock: {"id"},
    PaymentBatch: {"id", "made_by", "made_at", "approved_by", "approved_at", "file", "sha256", "confirmed_at"},
    BatchItem: {"id", "rejected_at", "rejection"},
    PayeeAccount: {
        "id",
        "proof",
        "entered_by",
        "entered_at",
        "checked_by",
        "checked_at",
        "replaced_at",
    },
}


def other(field: models.Field, value):
    """Another value of the same kind."""
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.ForeignKey):
        return (value or 0) + 1000
    if isinstance(field, models.UUIDField):
        return uuid.uuid4()
    if isinstance(field, models.JSONField):
        return {"iets": "anders"} if isinstance(value, dict) else ["anders"]
    if isinstance(field, models.DateTimeField):
        return (value or clock.now()) + dt.timedelta(days=1)
    if isinstance(field, models.DateField):
        return (value or clock.today()) + dt.timedelta(days=1)
    if isinstance(field, models.DecimalField):
        return (value or Decimal(0)) + Decimal(1).scaleb(-field.decimal_places)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    return f"{(value or '')[: (field.max_length or 99) - 1]}x"


@pytest.mark.parametrize(
    ("model", "to_sign"),
    [(Decision, decision_to_sign), (LaterDecision, later_decision_to_sign), (Loan, loan_to_sign)],
)
def test_every_column_of_what_is_drafted_and_signed(model, to_sign, submitted):
    row = model(application=submitted, amount=Decimal(1))
    before = to_sign(row).seal
    unsigned = set()
    for field in model._meta.concrete_fields:
        changed = model(application=submitted, amount=Decimal(1))
        setattr(changed, field.attname, other(field, getattr(changed, field.attname)))
        changed.application = submitted
        if to_sign(changed).seal == before:
            unsigned.add(field.name)
    assert unsigned == NOT_SIGNED[model]


def unsigned_columns(model, row, seal_now):
    """The columns of a row that can be another without changing the seal."""
    before, found = seal_now(), set()
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and not field.null:
            continue
        value = getattr(row, field.attname)
        if field.primary_key or (isinstance(field, models.ForeignKey) and value is None):
            found.add(field.name)
            continue
        changed = None if isinstance(field, models.ForeignKey) else other(field, value)
        try:
            with transaction.atomic(), pgtrigger.ignore():
                model._base_manager.filter(pk=row.pk).update(**{field.attname: changed})
                if seal_now() == before:
                    found.add(field.name)
                transaction.set_rollback(True)
        except IntegrityError:
            found.add(field.name)
    return found


@pytest.fixture
def complete(initiative, people):
    """A draft with a row of every kind."""
    application = complete_application(initiative, writer=people["owner"], signer=people["second"])
    row = budgeting.AidInput(clock.today() - dt.timedelta(days=9), "Provincie Voorbeeld", Decimal(5_000))
    return saved(budgeting.save_aid, application, people["owner"], rows=[row], declared=True)


@pytest.mark.parametrize(
    "model",
    [
        Application,
        Activity,
        BudgetLine,
        IncomeLine,
        AidReceived,
        LiquidityNeed,
        Initiative,
        Membership,
        Plan,
        Document,
        DocumentVersion,
    ],
)
def test_every_column_of_an_application_and_what_it_rests_on(model, complete):
    def seal_now():
        return application_to_sign(Application.objects.get(pk=complete.pk)).seal

    row = model._base_manager.order_by("pk").first()
    assert unsigned_columns(model, row, seal_now) == NOT_SIGNED[model]


@pytest.mark.parametrize(
    "model",
    [
        SchemeVersion,
        CeilingBalance,
        RequiredDocument,
        Criterion,
        EligibilityRule,
        PhaseMaximum,
        SchemeTerm,
        LoanTerms,
        TextBlock,
    ],
)
def test_every_column_of_a_scheme(model):
    document = example_named("stimulering").document | {
        "phase_maxima": {"initiative": "1000"},
        "terms": [{"purpose": "remedy", "length": 2, "unit": "weeks", "source": "5", "atw_applies": False}],
        "text_blocks": [{"letter": "decision", "title": "Groet", "text": "Dag.", "is_always_used": False}],
        "loan_terms": example_named("leenfonds-landelijk").document["loan_terms"],
    }
    version = create_scheme(name="Proefregeling", document=document, user=None)

    row = model._base_manager.order_by("pk").first()
    assert unsigned_columns(model, row, lambda: scheme_to_sign(version).seal) == NOT_SIGNED[model]


@pytest.mark.parametrize("model", [PaymentBatch, BatchItem, PayeeAccount])
def test_every_column_of_a_file_for_the_bank_and_its_accounts(model):
    makers = [UserFactory(), UserFactory()]
    payment = with_account(ordered("WC-1"), makers)
    batch = make_batch(payments=[payment.pk], execution_date=clock.today(), user=makers[0])

    def seal_now():
        fresh = PaymentBatch.objects.get(pk=batch.pk)
        account = PayeeAccount.objects.get()
        return batch_to_sign(fresh, items_of(fresh)).seal + account_to_sign(account).seal

    row = model._base_manager.get()
    assert unsigned_columns(model, row, seal_now) == NOT_SIGNED[model]
