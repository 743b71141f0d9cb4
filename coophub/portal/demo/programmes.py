"""The programmes of the ministry as they were, one of the demo that goes on now with how its pilots were chosen, and
one for which groups can apply.
"""

import datetime as dt
from decimal import Decimal

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.law.freezing import seal
from initiatives.models import Initiative, TargetGroup
from initiatives.selectors.people import owners_of
from pilots.models import (
    Call,
    CallInvitation,
    Intake,
    IntakeScore,
    Pilot,
    Programme,
    Selection,
    SubmittedIntake,
)
from pilots.questions.example_call import example_call
from pilots.services.intakes import content_of
from pilots.services.running import load_known_programmes

ENDED, GOING_ON = "vijftien-pilots", "voorbeeldprogramma"
ANSWERS = {
    "plan": "Vierentwintig woningen rond een gezamenlijke tuin, voor mensen met een middeninkomen.",
    "place": "talking",
    "parties": "De gemeente denkt mee over een plek. De corporatie in de buurt wil helpen met beheer.",
    "own_money": "180000",
    "organisation": "Een bestuur van vijf leden. Grote besluiten neemt de ledenvergadering.",
}
REASONS = {
    Selection.Outcome.CHOSEN: "Jullie plan is ver en de gemeente staat erachter. Een adviseur helpt nu het meest.",
    Selection.Outcome.RESERVE: "Jullie plan is goed, maar er is nog geen plek. Komt die er, dan horen wij dat graag.",
    Selection.Outcome.NOT_CHOSEN: "Jullie groep is net begonnen. Zoek eerst meer leden, en meld je dan weer aan.",
}
POINTS = {Selection.Outcome.CHOSEN: 9, Selection.Outcome.RESERVE: 6, Selection.Outcome.NOT_CHOSEN: 4}


def create_programmes() -> tuple[Programme, Programme]:
    """The programme of which pilots ended, and the one that goes on. The latter is made up, and says so."""
    known = {programme.slug: programme for programme in load_known_programmes()}
    today = clock.today()
    going_on = Programme.objects.create(
        slug=GOING_ON,
        name="Voorbeeldprogramma",
        name_en="Example programme",
        summary="Een programma van deze demo. Het is verzonnen, net als de groepen die eraan meedoen.",
        summary_en="A programme of this demo. It is made up, as are the groups that take part.",
        goals="Groepen helpen om hun financiering rond te krijgen en een plek te vinden.",
        goals_en="To help groups get their financing complete and find a place.",
        starts_on=today - dt.timedelta(days=760),
        ends_on=today + dt.timedelta(days=365),
        target_groups=[TargetGroup.MIDDLE_INCOMES, TargetGroup.OLDER_PEOPLE],
        hours_per_pilot=Decimal(60),
    )
    return known[ENDED], going_on


def create_calls(*, accounts: dict[str, User], initiatives: list[Initiative], pilots: list[Pilot]) -> None:
    """How the pilots of the programme that goes on were chosen, and a call that is open now."""
    advisors = [accounts["Abel"], accounts["Iris"]]
    others = initiatives[20:24]
    going_on = Programme.objects.get(slug=GOING_ON)
    chosen = [pilot.initiative for pilot in pilots if pilot.programme_id == going_on.pk]
    outcomes = dict.fromkeys(chosen, Selection.Outcome.CHOSEN)
    outcomes |= {others[0]: Selection.Outcome.RESERVE, others[1]: Selection.Outcome.NOT_CHOSEN}
    _create_selection(going_on, outcomes, advisors, by=accounts["Berend"])
    _create_open_call(advisors[0], drafting=initiatives[0], invited=others[2], submitted=others[3])


def _create_selection(
    programme: Programme, outcomes: dict[Initiative, Selection.Outcome], advisors: list[User], *, by: User
) -> None:
    call = _create_call(programme, opened=840, closed=800)
    selected_at = clock.now() - dt.timedelta(days=765)
    for number, (group, outcome) in enumerate(outcomes.items()):
        intake = _submit(call, group, days_ago=805)
        for advisor in advisors:
            points = POINTS[outcome] - number % 3
            IntakeScore.objects.create(
                intake=intake,
                advisor=advisor,
                scores={criterion["slug"]: points for criterion in call.criteria},
                explanation="Gelezen naast de andere aanmeldingen.",
                given_at=selected_at - dt.timedelta(days=10),
            )
        Selection.objects.create(
            intake=intake,
            outcome=outcome,
            reason=REASONS[outcome],
            reserve_place=1 if outcome == Selection.Outcome.RESERVE else None,
            changed_by=by,
            changed_at_revision=1,
            told_at=selected_at,
        )
    call.selected_at, call.selected_by = selected_at, by
    call.save(update_fields=["selected_at", "selected_by"])


def _create_open_call(advisor: User, *, drafting: Initiative, invited: Initiative, submitted: Initiative) -> None:
    next_one = Programme.objects.create(
        slug="volgend-voorbeeldprogramma",
        name="Volgend voorbeeldprogramma",
        name_en="Next example programme",
        summary="Het volgende programma van deze demo, met een oproep die open is. Het is verzonnen.",
        summary_en="The next programme of this demo, with a call that is open. It is made up.",
        goals="Vijf groepen begeleiden tot ze een plek en een bank hebben.",
        goals_en="To coach five groups until they have a place and a bank.",
        starts_on=clock.today() + dt.timedelta(days=90),
        target_groups=[TargetGroup.MIDDLE_INCOMES],
        places=5,
        hours_per_pilot=Decimal(40),
    )
    call = _create_call(next_one, opened=14, closed=-30)
    _submit(call, submitted, days_ago=3)
    CallInvitation.objects.create(
        call=call, initiative=invited, invited_by=advisor, note="Jullie plan past bij deze oproep."
    )
    kept = {key: ANSWERS[key] for key in ("plan", "place")}
    Intake.objects.create(call=call, initiative=drafting, answers=kept, started_by=_owner_of(drafting))


def _create_call(programme: Programme, *, opened: int, closed: int) -> Call:
    """A published call that opened and closed so many days ago."""
    today = clock.today()
    return Call.objects.create(
        programme=programme,
        opens_on=today - dt.timedelta(days=opened),
        closes_on=today - dt.timedelta(days=closed),
        published_at=clock.now() - dt.timedelta(days=opened),
        **example_call(),
    )


def _submit(call: Call, group: Initiative, *, days_ago: int) -> Intake:
    owner, moment = _owner_of(group), clock.now() - dt.timedelta(days=days_ago)
    intake = Intake.objects.create(
        call=call, initiative=group, answers=ANSWERS, started_by=owner, started_at=moment, submitted_at=moment
    )
    content = content_of(intake, submitted_by=str(owner))
    SubmittedIntake.objects.create(
        intake=intake, content=content, sha256=seal(content), submitted_by=owner, submitted_at=moment
    )
    return intake


def _owner_of(group: Initiative) -> User:
    return owners_of(group).order_by("pk")[0]
