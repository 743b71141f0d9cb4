"""Applications in every state of their life, with people around them whose past decides what they may do."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

import pgtrigger
from django.core.files.uploadedfile import SimpleUploadedFile

from coophub.accounts.models import Role
from coophub.web import clock
from financing.subsidies.models import Application, Decision, InterestDeclaration, Payment, SchemeTerm
from financing.subsidies.services import (
    advances,
    applying,
    deciding,
    later_decisions,
    objections,
    payments,
    remedies,
    reviewing,
    settlement,
    terms,
)
from initiatives.models import Membership
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.proposals import confirmed
from tests.factories.subsidies import CSV, submitted_application

DAY = dt.timedelta(days=1)
KIND = Decision.Kind

STAFF = {
    "leader": [Role.REVIEWER],
    "colleague": [Role.REVIEWER],
    "asked": [Role.REVIEWER],
    "newcomer": [Role.REVIEWER],
    "conflicted": [Role.REVIEWER, Role.DECIDER],
    "assessor who decides": [Role.REVIEWER, Role.DECIDER],
    "drafter who decides": [Role.REVIEWER, Role.DECIDER],
    "drafter who pays": [Role.REVIEWER, Role.SCHEME_MANAGER],
    "decider": [Role.DECIDER],
    "other decider": [Role.REVIEWER, Role.DECIDER],
    "manager": [Role.SCHEME_MANAGER],
    "advisor": [Role.ADVISOR],
    "administrator": [Role.ADMINISTRATOR],
    "reviewer of the group": [Role.REVIEWER],
}
GROUP = {
    "writer": "owner",
    "co-signer": "owner",
    "editor": "editor",
    "reader": "reader",
    "gone": "owner",
    "reviewer of the group": "editor",
}
PEOPLE = [*STAFF, *(name for name in GROUP if name not in STAFF), "stranger"]


def everybody() -> dict:
    people = {name: UserFactory(roles=roles) for name, roles in STAFF.items()}
    people |= {name: UserFactory() for name in (*GROUP, "stranger") if name not in people}
    initiative = InitiativeFactory()
    for name, role in GROUP.items():
        MembershipFactory(initiative=initiative, user=people[name], role=role)
    Membership.objects.filter(initiative=initiative, user=people["gone"]).update(left_at=clock.now())
    return people


def application_of(people: dict) -> Application:
    initiative = Membership.objects.get(user=people["writer"]).initiative
    application = submitted_application(initiative, writer=people["writer"], signer=people["co-signer"])
    InterestDeclaration.objects.create(application=application, person=people["conflicted"], has_interest=True)
    with pgtrigger.ignore("subsidies.SchemeTerm:frozen_with_version"):
        SchemeTerm.objects.create(
            version=application.scheme_version,
            purpose="extension",
            length=6,
            unit="weeks",
            source="Voorbeeldregeling 9",
        )
    return application


def at(days: int):
    return clock.at(clock.now() + days * DAY)


def submitted(application, people):
    ask_colleague(application, people, "asked")


def remedy_requested(application, people):
    remedies.request_remedy(
        subject=application, points=["Begroting"], last_day=clock.today() + 14 * DAY, user=people["leader"]
    )


def lapsed(application, people):
    remedy_requested(application, people)
    return 15


def lapsed_while_led(application, people):
    take_up(application, people)
    remedy_requested(application, people)
    return 15


def completed(application, people):
    take_up(application, people)
    ask_colleague(application, people, "asked")
    remedy_requested(application, people)
    remedies.complete(subject=application, answers={"Begroting": "Zie hier."}, user=people["writer"])


def in_assessment(application, people):
    take_up(application, people)
    for name in ("asked", "colleague", "assessor who decides"):
        ask_colleague(application, people, name)
    for name in ("colleague", "assessor who decides"):
        reviewing.declare_interest(application=application, has_interest=False, user=people[name])
    assess(application, people, "assessor who decides")


def left_by_its_leader(application, people):
    in_assessment(application, people)
    reviewing.declare_interest(application=application, has_interest=True, reason="Een buur.", user=people["leader"])


def advised(application, people):
    take_up(application, people)
    ask_colleague(application, people, "assessor who decides")
    reviewing.declare_interest(application=application, has_interest=False, user=people["assessor who decides"])
    assess(application, people, "leader")
    assess(application, people, "assessor who decides")


def view_asked(application, people):
    advised(application, people)
    deciding.ask_view(
        application=application, facts="De bank zegt nee.", respond_by=clock.today() + 14 * DAY, user=people["leader"]
    )


def drafted(application, people, amount=90_000, by="drafter who decides"):
    advised(application, people)
    deciding.draft_decision(
        application=application,
        kind=KIND.AWARD if amount == 90_000 else KIND.AWARD_PARTLY,
        amount=Decimal(amount),
        reasons="Past.",
        user=people[by],
    )


def draft_to_leave_out(application, people):
    remedy_requested(application, people)
    with at(15):
        deciding.draft_leaving_out(
            application=application, reasons="Niets gekomen.", user=people["drafter who decides"]
        )
    return 15


def draft_to_leave_out_that_is_too_late(application, people):
    return draft_to_leave_out(application, people) + 30


def late(application, people):
    days = (Application.objects.get(pk=application.pk).decide_by - clock.today()).days + 1
    with at(days):
        objections.give_default_notice(application=application, user=people["writer"])
    return days


def consent_asked(application, people):
    terms.ask_consent(
        subject=application,
        reason="Drukte.",
        first_day=clock.today(),
        last_day=clock.today() + 7 * DAY,
        user=people["leader"],
    )


def withdrawn(application, people):
    applying.withdraw_application(application=application, user=people["writer"])


def awarded(application, people):
    drafted(application, people, by="drafter who pays")
    deciding.sign_decision(application=application, user=people["decider"])


def advance_asked(application, people):
    awarded(application, people)
    advances.ask_advance(
        application=application,
        amount=Decimal(10_000),
        needed_from=clock.today(),
        purpose="Een termijn.",
        user=people["writer"],
    )


def advance_drafted(application, people):
    advance_asked(application, people)
    advances.draft_advance(
        application=application, amount=Decimal(10_000), reasons="Goed.", user=people["drafter who decides"]
    )


def two_drafts(application, people):
    """Who drafted the first one signs neither that, nor is kept from the second."""
    advance_drafted(application, people)
    with at(1):
        settlement.draft_amendment(
            application=application, amount=Decimal(90_000), reasons="Later klaar.", user=people["leader"]
        )
    return 1


def drafted_on_another_award(application, people):
    two_drafts(application, people)
    with at(2):
        amendment = application.later_decisions.get(kind="amendment")
        later_decisions.sign_later_decision(decision=amendment, user=people["decider"])
        settlement.draft_amendment(
            application=application,
            amount=Decimal(80_000),
            reasons="Minder.",
            hearing="not_needed",
            user=people["leader"],
        )
    return 3


def reported(application, people):
    awarded(application, people)
    for payment in Payment.objects.filter(application=application):
        payments.order_payment(payment=payment, user=people["manager"])
        confirmed(payments.propose_paid(payment=payment, paid_on=clock.today(), user=people["manager"]))
    settlement.submit_report(
        application=application,
        kind="final",
        results="Klaar.",
        done_on=clock.today(),
        report=SimpleUploadedFile("verslag.csv", CSV),
        user=people["writer"],
    )


def settlement_drafted(application, people):
    reported(application, people)
    settlement.draft_settlement(
        application=application,
        amount=Decimal(60_000),
        reasons="Deels gedaan.",
        ground="a",
        hearing="not_needed",
        user=people["drafter who decides"],
    )


def settled(application, people):
    settlement_drafted(application, people)
    later_decisions.sign_later_decision(decision=application.later_decisions.get(), user=people["decider"])


def settled_long_ago(application, people):
    settled(application, people)
    return 6 * 366


def recovery_drafted(application, people):
    settled(application, people)
    settlement.draft_recovery(
        application=application, amount=Decimal(12_000), reasons="Te veel.", user=people["drafter who decides"]
    )


def objected(application, people):
    """Signed by "other decider", who is a reviewer too: they may not deal with the objection (Awb 10:3)."""
    drafted(application, people, 40_000)
    deciding.sign_decision(application=application, user=people["other decider"])
    objections.object_to(application=application, reasons="Te weinig.", user=people["writer"])


def heard(application, people):
    objected(application, people)
    objections.prepare_objection(
        objection=application.objections.get(),
        has_committee=False,
        hearing_at=clock.now() + DAY,
        hearing_place="Den Haag",
        user=people["colleague"],
    )
    return 2


def objection_to_complete(application, people):
    objected(application, people)
    objection = application.objections.get()
    remedies.request_remedy(
        subject=objection, points=["De redenen."], last_day=clock.today() + 14 * DAY, user=people["colleague"]
    )
    objection.refresh_from_db()
    terms.ask_consent(
        subject=objection, reason="Drukte.", last_day=objection.decide_by + 30 * DAY, user=people["colleague"]
    )


def objection_drafted(application, people):
    objected(application, people)
    objections.draft_objection_decision(
        objection=application.objections.get(),
        outcome="upheld",
        amount=Decimal(0),
        reasons="Het blijft zo.",
        hearing_left_out_because="7:3 a",
        user=people["drafter who decides"],
    )


def objection_withdrawn_after_its_draft(application, people):
    objection_drafted(application, people)
    objections.withdraw_objection(objection=application.objections.get(), user=people["writer"])


def objection_late(application, people):
    objected(application, people)
    objection = application.objections.get()
    days = (objection.decide_by - clock.today()).days + 1
    with at(days):
        objections.give_default_notice(application=application, objection=objection, user=people["writer"])
    return days + 20


def take_up(application, people):
    reviewing.declare_interest(application=application, has_interest=False, user=people["leader"])


def ask_colleague(application, people, name):
    reviewing.assign_reviewers(
        application=application, reviewers=[people[name]], finish_by=clock.today() + 7 * DAY, user=people["leader"]
    )


def assess(application, people, name):
    scores = dict.fromkeys(application.scheme_version.criteria.values_list("slug", flat=True), 7)
    reviewing.assess(application=application, scores=scores, advice="award", explanation="Goed.", user=people[name])


Scene = Callable[[Application, dict], int | None]
SCENES: list[Scene] = [
    submitted,
    remedy_requested,
    lapsed,
    lapsed_while_led,
    completed,
    in_assessment,
    left_by_its_leader,
    advised,
    view_asked,
    drafted,
    draft_to_leave_out,
    draft_to_leave_out_that_is_too_late,
    late,
    consent_asked,
    withdrawn,
    awarded,
    advance_asked,
    advance_drafted,
    two_drafts,
    drafted_on_another_award,
    reported,
    settlement_drafted,
    settled,
    settled_long_ago,
    recovery_drafted,
    objected,
    heard,
    objection_to_complete,
    objection_drafted,
    objection_withdrawn_after_its_draft,
    objection_late,
]
"""Each makes its state and gives after how many days people look at it."""

IN_EVERY_RUN = [remedy_requested, two_drafts, objection_drafted]
"""From receiving to an objection, some with a draft that somebody has to sign."""
