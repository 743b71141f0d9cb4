"""Applications of the demo, in every state, made with the services that people use."""

import datetime as dt
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from coophub.accounts.models import User
from coophub.reports.pdf import render_pdf
from financing.plans.models import Plan
from financing.subsidies import services
from financing.subsidies.budget import quarters, spread
from financing.subsidies.example_schemes import create_example_scheme
from financing.subsidies.models import Application, Decision, SchemeVersion, State, Target
from financing.subsidies.wanted_documents import wanted_documents
from initiatives.models import Initiative

# How far each application goes, and how long ago it was submitted.
COURSES = (
    (State.DRAFT, 0),
    (State.SUBMITTED, 4),
    (State.SUBMITTED, 15),
    (State.IN_ASSESSMENT, 30),
    (State.IN_ASSESSMENT, 96),
    (State.ADVISED, 62),
    (State.DRAFT_DECISION, 80),
    (State.AWARDED, 120),
    (State.AWARDED, 150),
    (State.PARTLY_AWARDED, 170),
    (State.REFUSED, 140),
    (State.WITHDRAWN, 45),
)
TARGET_OF = {"older_people": Target.OLDER_PEOPLE}


def create_applications(*, today: dt.date, accounts: dict[str, User], plans: list[Plan]) -> SchemeVersion:
    """The example scheme and an application for each course."""
    now = timezone.make_aware(dt.datetime.combine(today, dt.time(10)))
    version = create_example_scheme(now=now)
    eligible = [
        plan for plan in plans if plan.initiative.target_group != "social" and plan.initiative.phase != "living"
    ]
    paper = render_pdf("portal/demo/paper.html", {}, language="nl")
    for (state, days_ago), plan in zip(COURSES, eligible, strict=False):
        _create(version, plan, state, now - dt.timedelta(days=days_ago, hours=days_ago % 5), accounts, paper)
    return version


def _create(
    version: SchemeVersion, plan: Plan, goal: State, moment: dt.datetime, accounts: dict[str, User], paper: bytes
) -> None:
    initiative = plan.initiative
    writer, signer = [membership.user for membership in initiative.memberships.all()[:2]]
    application = services.start_application(version=version, initiative=initiative, user=writer)
    if goal == State.DRAFT:
        return
    _fill_in(application, initiative, plan, writer, paper)
    application = services.co_sign(application=application, user=signer)
    application = services.submit_application(application=application, user=writer, now=moment)
    if goal == State.WITHDRAWN:
        services.withdraw_application(application=application, user=writer)
    elif goal != State.SUBMITTED:
        _decide(application, goal, moment, accounts)


def _fill_in(application: Application, initiative: Initiative, plan: Plan, user: User, paper: bytes) -> None:
    target = Target.CPO if initiative.form == "cpo" else TARGET_OF.get(initiative.target_group, Target.MIDDLE_INCOMES)
    # Work that starts before the application is in does not count.
    closes_on = timezone.localdate(application.scheme_version.closes_at)
    starts_on = max(dt.date(plan.document["first_year"] - 3, 3, 1), closes_on.replace(day=1))
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
        application = services.save_answers(
            application=application,
            section=section,
            answers=given,
            target=target if section == "project" else None,
            revision=application.revision,
            user=user,
        )
    amount = Decimal(min(400_000, 6_000 * initiative.homes))
    application = _fill_in_rows(application, amount, starts_on, user)
    application = services.choose_plan(application=application, plan=plan, revision=application.revision, user=user)
    for wanted in wanted_documents(application.scheme_version):
        upload = SimpleUploadedFile(f"{wanted.slug}.pdf", paper, content_type="application/pdf")
        services.add_required_document(application=application, slug=wanted.slug, upload=upload, user=user)


def _fill_in_rows(application: Application, amount: Decimal, starts_on: dt.date, user: User) -> Application:
    """Two activities with their costs, a quarter of which the members and the municipality pay, and an advance by quarter."""
    design = services.ActivityInput(
        "Ontwerp met architect en adviseurs",
        starts_on,
        starts_on.replace(year=starts_on.year + 1),
        "Een ontwerp waarmee we een vergunning kunnen vragen.",
    )
    permit = services.ActivityInput(
        "Onderzoek en vergunning",
        starts_on + relativedelta(months=6),
        starts_on.replace(year=starts_on.year + 2),
        "De vergunning.",
    )
    application = services.save_activities(
        application=application, rows=[design, permit], revision=application.revision, user=user
    )
    other = (amount / 4).quantize(Decimal(1))
    fund = (other / 4).quantize(Decimal(1))
    application = services.save_budget(
        application=application,
        lines=[
            services.BudgetInput("ontwerp", "Architect en adviseurs", amount, design.key),
            services.BudgetInput("leges", "Leges en onderzoek", other, permit.key),
        ],
        income=[
            services.IncomeInput("own", "Inleg van de leden", other - fund, "certain"),
            services.IncomeInput("gift", "Fonds (voorbeeld)", fund, "promised", permit.key),
        ],
        vat="not_recoverable",
        amount_requested=amount,
        revision=application.revision,
        user=user,
    )
    periods = list(quarters(design.starts_on or starts_on, permit.ends_on or starts_on))
    application = services.save_advance(
        application=application,
        wanted="yes",
        needs=dict(zip(periods, spread(amount, len(periods)), strict=True)),
        revision=application.revision,
        user=user,
    )
    aid = services.AidInput(starts_on - relativedelta(years=2), "Provincie (voorbeeld)", Decimal(5_000))
    return services.save_aid(
        application=application, rows=[aid], declared=True, revision=application.revision, user=user
    )


def _decide(application: Application, goal: State, moment: dt.datetime, accounts: dict[str, User]) -> None:
    reviewer, decider = accounts["Rosa"], accounts["Dirk"]
    application = services.declare_interest(application=application, has_interest=False, user=reviewer)
    if goal == State.IN_ASSESSMENT:
        return
    scores = {criterion.slug: 7 for criterion in application.scheme_version.criteria.all()}
    kind = {State.REFUSED: Decision.Kind.REFUSE, State.PARTLY_AWARDED: Decision.Kind.AWARD_PARTLY}.get(
        goal, Decision.Kind.AWARD
    )
    services.assess(
        application=application,
        scores=scores,
        advice=kind,
        explanation="Het plan is goed uitgewerkt; de gemeente werkt mee.",
        user=reviewer,
        now=moment + dt.timedelta(days=20),
    )
    if goal == State.ADVISED:
        return
    asked = application.amount_requested
    amount = {Decision.Kind.REFUSE: Decimal(0), Decision.Kind.AWARD_PARTLY: asked / 2}.get(kind, asked)
    services.draft_decision(
        application=application,
        kind=kind,
        amount=amount,
        reasons="Uw plan past bij het doel van de regeling." if amount else "Uw plan is nog niet haalbaar genoeg.",
        user=reviewer,
        now=moment + dt.timedelta(days=40),
    )
    if goal != State.DRAFT_DECISION:
        services.sign_decision(application=application, user=decider, now=moment + dt.timedelta(days=55))
