"""The example scheme, and applications as far as a test needs them."""

import datetime as dt
import uuid
from dataclasses import asdict
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.accounts.models import User
from coophub.documents.services import add_document
from coophub.web import clock
from financing.subsidies.applications.wanted_documents import WantedDocument, wanted_documents
from financing.subsidies.law.budget import quarter_of
from financing.subsidies.models import (
    Activity,
    Application,
    BudgetLine,
    Decision,
    IncomeLine,
    LiquidityNeed,
    SchemeVersion,
    Target,
)
from financing.subsidies.schemes.examples import LETTER, publish_example
from financing.subsidies.services import applying, budgeting, deciding, drafting, reviewing
from financing.subsidies.services.drafts import touch
from initiatives.models import Initiative
from tests.factories.plans import PlanFactory

ANSWERS = {
    "project": {
        "activities": "Ontwerp.",
        "contribution": "Er komen woningen.",
    },
    "applicant": {
        "kvk_number": "12345678",
        "iban": "NL91ABNA0417164300",
        "account_name": "Coöperatie De Proeftuin U.A.",
        "contact_name": "Fien",
        "contact_phone": "",
    },
}
DESIGN = uuid.UUID("5f0c3a5e-3d0f-4f60-9f0e-2d1c6c0f7a11")
CSV = b"kosten;bedrag\nontwerp;1000\n"


def file_for(wanted: WantedDocument) -> SimpleUploadedFile:
    """Another one for each purpose."""
    return SimpleUploadedFile(f"{wanted.slug}.csv", CSV + wanted.slug.encode() + b";1\n")


def design() -> budgeting.ActivityInput:
    """What a group does: from the first day of the quarter half a year on, for a year. So it touches five quarters."""
    starts_on = quarter_of(clock.today() + dt.timedelta(days=183))
    return budgeting.ActivityInput("Ontwerp", starts_on, starts_on + relativedelta(years=1), key=DESIGN)


def example_scheme() -> SchemeVersion:
    return SchemeVersion.objects.first() or publish_example(LETTER)


def complete_application(
    initiative: Initiative, *, writer: User, signer: User, amount: Decimal = Decimal(90_000)
) -> Application:
    """A draft that lacks nothing, signed along.

    Its rows are written as `filled_in_by_hand` leaves them, in a third of the time: a thousand tests begin here.
    """
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)
    today = clock.today()
    plan = PlanFactory(initiative=initiative)
    Activity.objects.create(
        application=application, title="Voorbereiding", starts_on=today, ends_on=today + dt.timedelta(days=400)
    )
    designing = Activity.objects.create(application=application, position=1, **asdict(design()))
    BudgetLine.objects.create(
        application=application, category="ontwerp", description="Architect", amount=amount * 2, activity=designing
    )
    IncomeLine.objects.create(application=application, kind="own", description="Leden", amount=amount, status="certain")
    LiquidityNeed.objects.create(application=application, quarter_starts_on=quarter_of(today), amount=amount)
    for wanted in wanted_documents(application.scheme_version):
        upload = file_for(wanted)
        add_document(subject=application, title=str(wanted.title), category=wanted.slug, upload=upload, user=writer)
    answers = {**ANSWERS, "budget": {"vat": "not_recoverable"}, "advance": {"wanted": "yes"}, "aid": {"declared": True}}
    application.answers = answers
    application.target = Target.MIDDLE_INCOMES
    application.amount_requested = amount
    application.plan = plan
    touch(application, "documents", writer)
    applying.co_sign(application=application, user=signer)
    return Application.objects.get(pk=application.pk)


def filled_in_by_hand(initiative: Initiative, *, writer: User, amount: Decimal = Decimal(90_000)) -> Application:
    """The same draft as a group makes it, part by part; not yet signed along."""
    application = applying.start_application(version=example_scheme(), initiative=initiative, user=writer)
    for section, answers in ANSWERS.items():
        application = drafting.save_answers(
            application=application,
            section=section,
            answers=answers,
            target=Target.MIDDLE_INCOMES if section == "project" else None,
            revision=application.revision,
            user=writer,
        )
    today = clock.today()
    preparation = budgeting.ActivityInput("Voorbereiding", today, today + dt.timedelta(days=400))
    application = budgeting.save_activities(
        application=application, rows=[preparation, design()], revision=application.revision, user=writer
    )
    application = budgeting.save_budget(
        application=application,
        lines=[budgeting.BudgetInput("ontwerp", "Architect", amount * 2, DESIGN)],
        income=[budgeting.IncomeInput("own", "Leden", amount, "certain")],
        vat="not_recoverable",
        amount_requested=amount,
        revision=application.revision,
        user=writer,
    )
    application = budgeting.save_advance(
        application=application,
        wanted="yes",
        needs={quarter_of(today): amount},
        revision=application.revision,
        user=writer,
    )
    application = budgeting.save_aid(
        application=application, rows=[], declared=True, revision=application.revision, user=writer
    )
    plan = PlanFactory(initiative=initiative)
    application = drafting.choose_plan(application=application, plan=plan, revision=application.revision, user=writer)
    for wanted in wanted_documents(application.scheme_version):
        upload = file_for(wanted)
        drafting.add_required_document(application=application, slug=wanted.slug, upload=upload, user=writer)
    return Application.objects.get(pk=application.pk)


def submitted_application(initiative: Initiative, *, writer: User, signer: User, **kwargs) -> Application:
    application = complete_application(initiative, writer=writer, signer=signer, **kwargs)
    return applying.submit_application(application=application, user=writer)


def assessed(application: Application, reviewer: User) -> None:
    reviewing.declare_interest(application=application, has_interest=False, user=reviewer)
    scores = dict.fromkeys(application.scheme_version.criteria.values_list("slug", flat=True), 7)
    reviewing.assess(application=application, scores=scores, advice="award", explanation="Goed.", user=reviewer)


def drafted(
    application: Application, reviewer: User, kind: Decision.Kind = Decision.Kind.AWARD, amount: Decimal | None = None
) -> Decision:
    assessed(application, reviewer)
    amount = application.amount_requested if amount is None else amount
    return deciding.draft_decision(application=application, kind=kind, amount=amount, reasons="Past.", user=reviewer)
