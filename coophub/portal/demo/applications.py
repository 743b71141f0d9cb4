"""Applications of the demo, in every state, made with the services that people use."""

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from coophub.accounts.models import User
from coophub.proposals.services import confirm
from coophub.reports.pdf import render_pdf
from coophub.web import clock
from financing.plans.models import Plan
from financing.subsidies.applications.wanted_documents import wanted_documents
from financing.subsidies.law.budget import quarters, spread
from financing.subsidies.models import TOTAL, Application, Decision, Payment, SchemeVersion, State, Target
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.schemes.eligibility import check_eligibility
from financing.subsidies.schemes.examples import LETTER, ORDER, example_named, publish_example
from financing.subsidies.schemes.maxima import maximum_for
from financing.subsidies.services import (
    advances,
    applying,
    budgeting,
    deciding,
    drafting,
    later_decisions,
    loans,
    objections,
    payments,
    remedies,
    reviewing,
    settlement,
)
from initiatives.models import Initiative

# How far each application goes, and how long ago it was submitted.
COURSES = (
    (State.DRAFT, 0),
    (State.SUBMITTED, 4),
    (State.IN_ASSESSMENT, 30),
    (State.IN_ASSESSMENT, 96),
    (State.ADVISED, 62),
    (State.DRAFT_DECISION, 80),
    (State.AWARDED, 70),
    (State.PARTLY_AWARDED, 170),
    (State.REFUSED, 140),
    (State.WITHDRAWN, 45),
    (State.REMEDY_REQUESTED, 9),
    (State.COMPLETED, 26),
    (State.LEFT_OUT, 75),
    (State.SETTLED_LOWER, 300),
    (State.REPORT_SUBMITTED, 290),
    (State.SETTLED_NIL, 320),
    (State.SETTLED, 310),
    (State.RECOVERED, 330),
)
SETTLED_SHARES = {
    State.SETTLED: Decimal(1),
    State.SETTLED_LOWER: Decimal("0.75"),
    State.SETTLED_NIL: Decimal(0),
    State.RECOVERED: Decimal("0.5"),
}
DECIDED_TO_AWARD = (State.AWARDED, State.PARTLY_AWARDED, State.REPORT_SUBMITTED, *SETTLED_SHARES)
BEGINS_WITH_REMEDY = (State.REMEDY_REQUESTED, State.COMPLETED, State.LEFT_OUT)
LENDING = "leenfonds-landelijk"
OTHER_SCHEMES = [key for key in ORDER[1:] if key != LENDING]
ASKED_PER_HOME = {SchemeVersion.Kind.GRANT: 6_000, SchemeVersion.Kind.LOAN: 30_000}
TARGET_OF = {"older_people": Target.OLDER_PEOPLE}
CEILINGS = {TOTAL: "1070000", "middle_incomes": "700000", "older_people": "200000", "cpo": "170000"}
"""Of the scheme that everybody applies to: so little that two thirds are taken."""

CEILING_NOTE = "In deze demo is het plafond kleiner: zo is te zien hoe een regeling volloopt."
CEILING_NOTE_EN = "In this demo the ceiling is smaller, to show how a scheme fills up."

IN_THE_ROUND = (State.REFUSED, State.WITHDRAWN, State.LEFT_OUT, State.REMEDY_REQUESTED, State.SETTLED_NIL)
"""Whose groups try again in the round, by how their first application went."""

ROUND = {
    "allocation": SchemeVersion.Allocation.RANKING,
    "decision_from": SchemeVersion.DecisionFrom.CLOSING,
    "ceilings": {TOTAL: "320000", "middle_incomes": "220000", "older_people": "50000", "cpo": "50000"},
    "name_en": "Design round (example)",
    "summary": "Voor groepen die hun plan willen uitwerken. De beste aanvragen krijgen het geld.",
    "summary_en": "For groups that want to work out their plan. The best applications get the money.",
}
SCORES = (8, 6, 9, 7, 5)


def create_applications(*, accounts: dict[str, User], plans: list[Plan]) -> SchemeVersion:
    """The example scheme and an application for each course, each step at the time at which it would have been
    taken.
    """
    now = clock.now()
    example = example_named(LETTER).document
    version = publish_example(
        LETTER,
        ceilings=CEILINGS,
        example_note=f"{example['example_note']} {CEILING_NOTE}",
        example_note_en=f"{example['example_note_en']} {CEILING_NOTE_EN}",
    )
    for key in OTHER_SCHEMES:
        publish_example(key, opened_days_ago=30, open_days=365)
    # The first group, of Anna and Bram, has not applied: in the demo a visitor does.
    eligible = [
        plan for plan in plans[1:] if group_of(plan).target_group != "social" and group_of(plan).phase != "living"
    ]
    paper = render_pdf("portal/demo/paper.html", {}, language="nl")
    for (state, days_ago), plan in zip(COURSES, eligible, strict=False):
        moment = now - dt.timedelta(days=days_ago, hours=days_ago % 5)
        application = _create(version, plan, state, moment, accounts, paper)
        if state in (State.AWARDED, State.PARTLY_AWARDED):
            _pay_what_is_due(application, accounts)
    _open_round(dict(zip([state for state, _days in COURSES], eligible, strict=False)), accounts, paper)
    _lend(plans[1:], accounts, paper)
    _propose_what_came_back(accounts)
    return version


def group_of(plan: Plan) -> Initiative:
    """Every plan of the demo belongs to a group; only a visitor's does not."""
    return cast(Initiative, plan.initiative)


def _open_round(plans: Mapping[State, Plan], accounts: dict[str, User], paper: bytes) -> None:
    """A round that has closed: more is asked than there is, and everything has its scores, so it can be divided."""
    now = clock.now()
    version = publish_example(LETTER, opened_days_ago=110, open_days=60, name="Ontwerpronde (voorbeeld)", **ROUND)
    for number, (state, score) in enumerate(zip(IN_THE_ROUND, SCORES, strict=True)):
        moment = now - dt.timedelta(days=80 - 5 * number)
        _create(version, plans[state], State.ADVISED, moment, accounts, paper, score=score)


def _lend(plans: list[Plan], accounts: dict[str, User], paper: bytes) -> None:
    """A loan of the fund that was taken up in part, and on which something came back already."""
    now = clock.now()
    version = publish_example(LENDING, opened_days_ago=400, open_days=765)
    plan = next(plan for plan in plans if all(item.met for item in check_eligibility(version, group_of(plan), plan)))
    application = _create(version, plan, State.AWARDED, now - dt.timedelta(days=320), accounts, paper)
    with clock.at(now - dt.timedelta(days=250)):
        today = clock.today()
        loan = loans.draw_up_loan(application=application, starts_on=today, user=accounts["Sanne"])
        loan = loans.sign_loan(loan=loan, user=accounts["Dirk"])
        part = (loan.amount / 2).quantize(Decimal(1))
        loans.take_up(loan=loan, amount=part, drawn_on=today, key=uuid.uuid4(), user=accounts["Sanne"])
        payment = application.payments.get()
        payments.order_payment(payment=payment, user=accounts["Sanne"])
        _note_paid(payment, today, accounts)
    with clock.at(now - dt.timedelta(days=59)):
        came_back = loans.propose_loan_repayment(
            loan=loan,
            amount=part / 10,
            received_on=clock.today() - dt.timedelta(days=1),
            key=uuid.uuid4(),
            user=accounts["Sanne"],
        )
        confirm(proposal=came_back, user=accounts["Dirk"])


def _create(
    version: SchemeVersion,
    plan: Plan,
    goal: State,
    moment: dt.datetime,
    accounts: dict[str, User],
    paper: bytes,
    *,
    score: int = 7,
) -> Application:
    initiative = group_of(plan)
    if goal in DECIDED_TO_AWARD:
        # What is awarded is published for legal persons only.
        Initiative.objects.filter(pk=initiative.pk).update(legal_name=f"Wooncoöperatie {initiative.name} U.A.")
        initiative.refresh_from_db()
    writer, signer = [membership.user for membership in initiative.memberships.all()[:2]]
    begun_at = moment if goal == State.DRAFT else moment - dt.timedelta(days=14)
    with clock.at(begun_at):
        application = applying.start_application(version=version, initiative=initiative, user=writer)
    if goal == State.DRAFT:
        return application
    with clock.at(moment):
        is_short = goal in (State.REPORT_SUBMITTED, *SETTLED_SHARES)
        work = Work.of(clock.today(), is_short=is_short)
        _fill_in(application, initiative, plan, writer, paper, work)
        applying.co_sign(application=application, user=signer)
        application = applying.submit_application(application=application, user=writer)
    if goal == State.WITHDRAWN:
        with clock.at(moment + dt.timedelta(days=9)):
            applying.withdraw_application(application=application, user=writer)
    elif goal in BEGINS_WITH_REMEDY:
        _complete(application, goal, moment, writer, accounts)
    elif goal != State.SUBMITTED:
        _decide(application, goal, moment, accounts, score)
    return Application.objects.get(pk=application.pk)


@dataclass(frozen=True)
class Work:
    """When a group does what. Work that starts before the application is in does not count."""

    starts_on: dt.date
    design_ends_on: dt.date
    permit_starts_on: dt.date
    permit_ends_on: dt.date

    @classmethod
    def of(cls, submitted_on: dt.date, *, is_short: bool) -> "Work":
        """Two years; four months where the demo has the report already."""
        months = (2, 1, 4) if is_short else (12, 6, 24)
        starts_on = submitted_on + dt.timedelta(days=1)
        return cls(starts_on, *(starts_on + relativedelta(months=count) for count in months))


def _fill_in(
    application: Application, initiative: Initiative, plan: Plan, user: User, paper: bytes, work: Work
) -> None:
    target = Target.CPO if initiative.form == "cpo" else TARGET_OF.get(initiative.target_group, Target.MIDDLE_INCOMES)
    answers = {
        "project": {
            "activities": "Ontwerp, onderzoek en begeleiding tot de start van de bouw.",
            "contribution": f"Er komen {initiative.homes} betaalbare woningen.",
        },
        "applicant": {
            "kvk_number": "00000000",
            "iban": "NL91ABNA0417164300",
            "account_name": initiative.legal_name or initiative.name,
            "contact_name": str(user),
            "contact_phone": "",
        },
    }
    for section, given in answers.items():
        application = drafting.save_answers(
            application=application,
            section=section,
            answers=given,
            target=target if section == "project" else None,
            revision=application.revision,
            user=user,
        )
    version = application.scheme_version
    per_home = ASKED_PER_HOME[SchemeVersion.Kind(version.kind)]
    amount = min(maximum_for(version, initiative), Decimal(per_home * initiative.homes))
    application = _fill_in_rows(application, amount, work, user)
    application = drafting.choose_plan(application=application, plan=plan, revision=application.revision, user=user)
    for wanted in wanted_documents(application.scheme_version):
        upload = SimpleUploadedFile(f"{wanted.slug}.pdf", paper, content_type="application/pdf")
        drafting.add_required_document(application=application, slug=wanted.slug, upload=upload, user=user)


def _fill_in_rows(application: Application, amount: Decimal, work: Work, user: User) -> Application:
    """Two activities with their costs, a quarter of which the members and the municipality pay, and an advance by
    quarter.
    """
    design = budgeting.ActivityInput(
        "Ontwerp met architect en adviseurs",
        work.starts_on,
        work.design_ends_on,
        "Een ontwerp waarmee we een vergunning kunnen vragen.",
    )
    permit = budgeting.ActivityInput(
        "Onderzoek en vergunning",
        work.permit_starts_on,
        work.permit_ends_on,
        "De vergunning.",
    )
    application = budgeting.save_activities(
        application=application, rows=[design, permit], revision=application.revision, user=user
    )
    other = (amount / 4).quantize(Decimal(1))
    fund = (other / 4).quantize(Decimal(1))
    application = budgeting.save_budget(
        application=application,
        lines=[
            budgeting.BudgetInput("ontwerp", "Architect en adviseurs", amount, design.key),
            budgeting.BudgetInput("leges", "Leges en onderzoek", other, permit.key),
        ],
        income=[
            budgeting.IncomeInput("own", "Inleg van de leden", other - fund, "certain"),
            budgeting.IncomeInput("gift", "Fonds (voorbeeld)", fund, "promised", permit.key),
        ],
        vat="not_recoverable",
        amount_requested=amount,
        revision=application.revision,
        user=user,
    )
    if application.scheme_version.is_loan:
        return application
    periods = list(quarters(work.starts_on, work.permit_ends_on))
    application = budgeting.save_advance(
        application=application,
        wanted="yes",
        needs=dict(zip(periods, spread(amount, len(periods)), strict=True)),
        revision=application.revision,
        user=user,
    )
    aid = budgeting.AidInput(work.starts_on - relativedelta(years=2), "Provincie (voorbeeld)", Decimal(5_000))
    return budgeting.save_aid(
        application=application, rows=[aid], declared=True, revision=application.revision, user=user
    )


def _complete(
    application: Application, goal: State, moment: dt.datetime, writer: User, accounts: dict[str, User]
) -> None:
    """Asked to complete three days after it came; completed a week later, or left out after the term passed."""
    points = ["De brief van de gemeente is niet ondertekend.", "In de begroting ontbreekt de btw."]
    with clock.at(moment + dt.timedelta(days=3)):
        last_day = clock.today() + dt.timedelta(days=14)
        remedies.request_remedy(subject=application, points=points, last_day=last_day, user=accounts["Rosa"])
    if goal == State.COMPLETED:
        answers = {
            points[0]: "De ondertekende brief staat nu bij de documenten.",
            points[1]: "De btw is € 12.600; wij kunnen die niet terugvragen.",
        }
        with clock.at(moment + dt.timedelta(days=10)):
            remedies.complete(subject=application, answers=answers, user=writer)
    elif goal == State.LEFT_OUT:
        with clock.at(moment + dt.timedelta(days=23)):
            reasons = "Wij hebben niet ontvangen wat er ontbrak."
            deciding.draft_leaving_out(application=application, reasons=reasons, user=accounts["Rosa"])
            deciding.sign_decision(application=application, user=accounts["Dirk"])


def _decide(application: Application, goal: State, moment: dt.datetime, accounts: dict[str, User], score: int) -> None:
    reviewer, decider = accounts["Rosa"], accounts["Dirk"]
    with clock.at(moment + dt.timedelta(days=2)):
        application = reviewing.declare_interest(application=application, has_interest=False, user=reviewer)
    if goal == State.IN_ASSESSMENT:
        return
    scores = {criterion.slug: score for criterion in application.scheme_version.criteria.all()}
    kind = {State.REFUSED: Decision.Kind.REFUSE, State.PARTLY_AWARDED: Decision.Kind.AWARD_PARTLY}.get(
        goal, Decision.Kind.AWARD
    )
    with clock.at(moment + dt.timedelta(days=20)):
        reviewing.assess(
            application=application,
            scores=scores,
            advice=kind,
            explanation="Het plan is goed uitgewerkt; de gemeente werkt mee.",
            user=reviewer,
        )
    if goal == State.ADVISED:
        return
    asked = application.amount_requested
    amount = {Decision.Kind.REFUSE: Decimal(0), Decision.Kind.AWARD_PARTLY: asked / 2}.get(kind, asked)
    with clock.at(moment + dt.timedelta(days=40)):
        deciding.draft_decision(
            application=application,
            kind=kind,
            amount=amount,
            reasons="Uw plan past bij het doel van de regeling." if amount else "Uw plan is nog niet haalbaar genoeg.",
            user=reviewer,
        )
    if goal == State.DRAFT_DECISION:
        return
    with clock.at(moment + dt.timedelta(days=55)):
        deciding.sign_decision(application=application, user=decider)
    if goal == State.REFUSED:
        with clock.at(moment + dt.timedelta(days=80)):
            objections.object_to(
                application=application,
                reasons="De gemeente heeft inmiddels wel ingestemd met de plek.",
                user=application.initiative.memberships.order_by("pk")[0].user,
            )
    if goal == State.PARTLY_AWARDED:
        with clock.at(moment + dt.timedelta(days=150)):
            advances.ask_advance(
                application=application,
                amount=Decimal(5_000),
                needed_from=clock.today() + dt.timedelta(days=45),
                purpose="De constructeur begint eerder dan gepland en vraagt een eerste termijn.",
                user=application.initiative.memberships.order_by("pk")[0].user,
            )
    if goal in (State.REPORT_SUBMITTED, *SETTLED_SHARES):
        _settle(application, goal, moment + dt.timedelta(days=60), accounts)


def _pay_what_is_due(application: Application, accounts: dict[str, User]) -> None:
    """What is due is ordered on its day and paid a week later; what is ordered this month waits for a file for the
    bank.
    """
    two_weeks_ago = clock.today() - dt.timedelta(days=14)
    for payment in application.payments.filter(pay_from__lte=clock.today()):
        with clock.at(_at_ten_on(payment.pay_from)):
            payments.order_payment(payment=payment, user=accounts["Sanne"])
        paid_on = payment.pay_from + dt.timedelta(days=7)
        if paid_on < two_weeks_ago:
            with clock.at(_at_ten_on(paid_on)):
                _note_paid(payment, paid_on, accounts)


def _settle(application: Application, goal: State, moment: dt.datetime, accounts: dict[str, User]) -> None:
    """The advance is paid, the group reports, and the subsidy is settled: as awarded, or lower when work was not
    done.
    """
    writer = application.initiative.memberships.order_by("pk")[0].user
    for payment in application.payments.all():
        with clock.at(max(moment, _at_ten_on(payment.pay_from))):
            payments.order_payment(payment=payment, user=accounts["Sanne"])
            _note_paid(payment, clock.today(), accounts)
    paper = render_pdf("portal/demo/paper.html", {}, language="nl")
    with clock.at(moment + dt.timedelta(days=90)):
        settlement.submit_report(
            application=application,
            kind="final",
            results="Het ontwerp is klaar. Het onderzoek naar warmte is niet gedaan.",
            done_on=current_award(application).activities_end_on,
            costs=[settlement.CostInput("Architect en adviseurs", application.amount_requested)],
            report=SimpleUploadedFile("eindverslag.pdf", paper, content_type="application/pdf"),
            audit=SimpleUploadedFile("controleverklaring.pdf", paper, content_type="application/pdf"),
            user=writer,
        )
    if goal == State.REPORT_SUBMITTED:
        return
    with clock.at(moment + dt.timedelta(days=130)):
        _sign_settlement(application, SETTLED_SHARES[goal], accounts)
        if goal == State.RECOVERED:
            _reclaim(Application.objects.get(pk=application.pk), accounts)


def _sign_settlement(application: Application, share: Decimal, accounts: dict[str, User]) -> None:
    draft = settlement.draft_settlement(
        application=application,
        amount=application.amount_requested * share,
        reasons="Alles is gedaan zoals u had aangevraagd." if share == 1 else "Een deel van het werk is niet gedaan.",
        ground="" if share == 1 else "a",
        hearing="" if share == 1 else "not_needed",
        user=accounts["Rosa"],
    )
    later_decisions.sign_later_decision(decision=draft, user=accounts["Dirk"])


def _reclaim(application: Application, accounts: dict[str, User]) -> None:
    draft = settlement.draft_recovery(
        application=application,
        amount=current_award(application).overpaid,
        reasons="U kreeg meer voorschot dan waarop de subsidie is vastgesteld.",
        user=accounts["Rosa"],
    )
    later_decisions.sign_later_decision(decision=draft, user=accounts["Dirk"])


def _note_paid(payment: Payment, paid_on: dt.date, accounts: dict[str, User]) -> None:
    """Paid outside a file for the bank: one says so, another confirms it."""
    proposal = payments.propose_paid(payment=payment, paid_on=paid_on, user=accounts["Sanne"])
    confirm(proposal=proposal, user=accounts["Dirk"])


def _propose_what_came_back(accounts: dict[str, User]) -> None:
    """That a group paid back what was reclaimed waits for a second person."""
    payment = Payment.objects.get(kind=Payment.Kind.REPAYMENT)
    payments.propose_paid(payment=payment, paid_on=clock.today() - dt.timedelta(days=1), user=accounts["Sanne"])


def _at_ten_on(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(10)))
