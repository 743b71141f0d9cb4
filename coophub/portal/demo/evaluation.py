"""What the people of a programme answered: two rounds that closed, and one that is open."""

import datetime as dt
import random
from decimal import Decimal

from coophub.accounts.models import User
from coophub.portal.demo.programmes import GOING_ON
from coophub.web import clock
from pilots.models import EvaluationRound, Programme
from pilots.questions.question import SCALE, Answer, Question
from pilots.questions.questionnaire import questionnaires
from pilots.selectors.evaluation import texts_to_read
from pilots.services.evaluation import answer, close_round, open_round, plan_round, release_text

WROTE = (
    "De rekenavond was goud waard. Daarna begreep iedereen het plan.",
    "Graag eerder hulp bij het gesprek met de gemeente.",
    "Meer tijd tussen de afspraken om ons huiswerk te doen.",
    "Een voorbeeld van een groep die al woont had ons veel uitzoekwerk bespaard.",
)
SILENT = 0.25
"""So many of the people do not answer."""


def create_evaluations(*, accounts: dict[str, User]) -> None:
    """Two rounds of the groups half a year apart, in which things go a little better, and one of the advisors now."""
    chance = random.Random(2026)
    programme = Programme.objects.get(slug=GOING_ON)
    today = clock.today()
    for days_ago, mood in ((210, 0), (28, 1)):
        asked = _ask(programme, "group-half-year", today - dt.timedelta(days=days_ago), accounts["Berend"])
        with clock.at(_morning(asked.closes_on)):
            _answer(asked, chance, mood)
        with clock.at(_morning(asked.closes_on + dt.timedelta(days=1))):
            close_round(asked)
    for text in texts_to_read(accounts["Iris"])[:3]:
        release_text(text=text, words=text.text, user=accounts["Iris"])
    _ask(programme, "advisor-half-year", today - dt.timedelta(days=3), accounts["Berend"])


def _ask(programme: Programme, slug: str, opens_on: dt.date, user: User) -> EvaluationRound:
    with clock.at(_morning(opens_on)):
        asked = plan_round(
            programme=programme,
            questionnaire=questionnaires()[slug],
            opens_on=opens_on,
            closes_on=opens_on + dt.timedelta(days=21),
            user=user,
        )
        open_round(asked)
    return asked


def _answer(asked: EvaluationRound, chance: random.Random, mood: int) -> None:
    for respondent in asked.respondents.select_related("person"):
        if chance.random() < SILENT:
            continue
        answers = {question.key: _said(question, chance, mood) for question in asked.asked_questions}
        given = {key: said for key, said in answers.items() if said != ""}
        answer(respondent=respondent, answers=given, user=respondent.person)


def _said(question: Question, chance: random.Random, mood: int) -> Answer:
    if question.kind == "scale":
        return min(SCALE[-1], chance.choice([1, 2, 2, 3, 3, 4, 4, 5]) + mood * chance.choice([0, 1]))
    if question.kind == "choice":
        return chance.choice(question.options).key
    if question.kind == "number":
        return Decimal(chance.choice([1, 2, 2, 3, 4, 6, 8]))
    return chance.choice(WROTE) if chance.random() < 0.3 else ""


def _morning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(9), dt.UTC)
