"""What the people of a programme answered, as far as anybody may read it: for a report that leaves CoopHub."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from coophub.web.bilingual import Bilingual
from pilots.models import EvaluationRound, Programme
from pilots.questions.question import Question
from pilots.questions.questionnaire import AskedOf
from pilots.selectors.cohorts.statistics.small_groups import FEWEST
from pilots.selectors.evaluation import Trends, choices_in, trends_of

MOST_ROUNDS = 4
"""So many of the last rounds stand beside each other, which is what a page has room for."""


@dataclass(frozen=True)
class ChosenAnswers:
    """How often each answer to a question with a choice was given, by the key of the answer."""

    question: Question
    counts: Mapping[str, int]


@dataclass(frozen=True)
class GivenAnswers:
    """What was answered to one questionnaire: averages over its last rounds, choices of the last one alone. How many
    were asked and answered is of that one too.
    """

    title: str
    title_en: str
    asked_of: AskedOf
    asked: int
    answered: int
    trends: Trends
    choices: Sequence[ChosenAnswers]

    @property
    def name(self) -> Bilingual:
        return Bilingual(self.title, self.title_en)


def answers_in(programme: Programme) -> list[GivenAnswers]:
    """Of each questionnaire that was answered in a programme, by its title. Of a round with names no more is said than
    of one without: nothing of fewer than five answers. A round of which fewer than five answered is not named.
    """
    return sorted(_answers(programme), key=lambda found: (found.title, found.asked_of))


def _answers(programme: Programme) -> Iterator[GivenAnswers]:
    closed = EvaluationRound.objects.filter(
        programme=programme, closed_at__isnull=False, answered__gte=FEWEST
    ).order_by("questionnaire", "is_anonymous", "opens_on", "pk")
    for _same, rounds in groupby(closed, key=lambda found: (found.questionnaire, found.is_anonymous)):
        *_earlier, last = rounds
        yield GivenAnswers(
            title=last.title,
            title_en=last.title_en,
            asked_of=AskedOf(last.asked_of),
            asked=last.asked or 0,
            answered=last.answered or 0,
            trends=trends_of(last, to_take_along=True).of_last(MOST_ROUNDS),
            choices=[ChosenAnswers(question, counts) for question, counts in choices_in(last)],
        )
