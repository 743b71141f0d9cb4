"""Rounds of questions as tests need them: planned, answered by so many people, closed."""

import datetime as dt
from decimal import Decimal

from coophub.web import clock
from initiatives.models import CooperativeForm
from pilots.models import EvaluationRound
from pilots.questions.questionnaire import questionnaires
from pilots.services.evaluation import answer, close_round, plan_round
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.pilots import PilotFactory


def group(programme, *, people, form=CooperativeForm.RENTAL, coach=None):
    """A pilot whose group has so many people."""
    pilot = PilotFactory(programme=programme, initiative=InitiativeFactory(form=form), advisor=coach)
    members = [MembershipFactory(initiative=pilot.initiative, user=UserFactory()).user for _one in range(people)]
    return pilot, members


def planned(programme, administrator, *, slug="group-half-year", days=14):
    return plan_round(
        programme=programme,
        questionnaire=questionnaires()[slug],
        opens_on=clock.today(),
        closes_on=clock.today() + dt.timedelta(days=days),
        user=administrator,
    )


def answered(round_, points, **texts):
    """Each of the people asked gives a point of the scale to the same question, the first also texts."""
    for number, (respondent, point) in enumerate(zip(round_.respondents.order_by("pk"), points, strict=True)):
        said = {"trusts_plan": point, "hours_per_week": Decimal(point), "biggest_worry": "financing"}
        answer(respondent=respondent, answers=said if number else {**said, **texts}, user=respondent.person)


def closed(round_):
    EvaluationRound.objects.filter(pk=round_.pk).update(
        opens_on=clock.today() - dt.timedelta(days=20), closes_on=clock.today() - dt.timedelta(days=1)
    )
    round_.refresh_from_db()
    close_round(round_)
    round_.refresh_from_db()
    return round_
