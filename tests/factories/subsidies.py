"""The example scheme, and applications as far as a test needs them."""

from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.accounts.models import User
from financing.subsidies import services
from financing.subsidies.example_schemes import create_example_scheme
from financing.subsidies.models import Application, Decision, SchemeVersion, Target
from initiatives.models import Initiative
from tests.factories.plans import PlanFactory

ANSWERS = {
    "project": {
        "activities": "Ontwerp.",
        "contribution": "Er komen woningen.",
        "starts_on": "2027-03-01",
        "ends_on": "2028-03-01",
    },
    "applicant": {
        "kvk_number": "12345678",
        "iban": "NL91ABNA0417164300",
        "contact_name": "Fien",
        "contact_phone": "",
    },
    "aid": {"received": "0", "declared": True},
}
CSV = b"kosten;bedrag\nontwerp;1000\n"


def example_scheme() -> SchemeVersion:
    return SchemeVersion.objects.first() or create_example_scheme()


def complete_application(
    initiative: Initiative, *, writer: User, signer: User, amount: Decimal = Decimal(90_000)
) -> Application:
    """A draft that lacks nothing, signed along."""
    application = services.start_application(version=example_scheme(), initiative=initiative, user=writer)
    for section, answers in ANSWERS.items():
        application = services.save_answers(
            application=application,
            section=section,
            answers=answers,
            target=Target.MIDDLE_INCOMES if section == "project" else None,
            revision=application.revision,
            user=writer,
        )
    application = services.save_budget(
        application=application,
        lines=[services.BudgetInput("ontwerp", "Architect", amount * 2)],
        amount_requested=amount,
        revision=application.revision,
        user=writer,
    )
    plan = PlanFactory(initiative=initiative)
    application = services.choose_plan(application=application, plan=plan, revision=application.revision, user=writer)
    for required in application.scheme_version.required_documents.all():
        application.refresh_from_db()
        upload = SimpleUploadedFile(f"{required.slug}.csv", CSV)
        services.add_required_document(application=application, slug=required.slug, upload=upload, user=writer)
    return services.co_sign(application=application, user=signer)


def submitted_application(initiative: Initiative, *, writer: User, signer: User, **kwargs) -> Application:
    application = complete_application(initiative, writer=writer, signer=signer, **kwargs)
    return services.submit_application(application=application, user=writer)


def assessed(application: Application, reviewer: User) -> None:
    services.declare_interest(application=application, has_interest=False, user=reviewer)
    scores = dict.fromkeys(application.scheme_version.criteria.values_list("slug", flat=True), 7)
    services.assess(application=application, scores=scores, advice="award", explanation="Goed.", user=reviewer)


def drafted(
    application: Application, reviewer: User, kind: Decision.Kind = Decision.Kind.AWARD, amount: Decimal | None = None
) -> Decision:
    assessed(application, reviewer)
    amount = application.amount_requested if amount is None else amount
    return services.draft_decision(application=application, kind=kind, amount=amount, reasons="Past.", user=reviewer)
