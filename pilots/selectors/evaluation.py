"""What people are asked and what they answered, as far as it may be shown."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.bilingual import AnyWords, both
from coophub.web.model_fields import FIRST_DAY
from initiatives.models import CooperativeForm
from initiatives.ties import tied_initiatives
from pilots.models import AnonymousAnswer, AnonymousText, EvaluationRound, NamedAnswer, Respondent
from pilots.questions.question import SCALE, Question
from pilots.selectors.cohorts.statistics.small_groups import FEWEST, shown_apart

Tally = Mapping[tuple[str, str], Counter[Decimal | str]]
"""How often each answer was given, by the key of the question and the form of the group."""


@dataclass(frozen=True)
class FormResult:
    """What groups of one form said, on average."""

    form: CooperativeForm
    answers: int
    mean: Decimal


@dataclass(frozen=True)
class QuestionResult:
    """What was answered to one question; nothing when there are too few answers.

    `counts` has each answer with how often it was given, in the order of the question; `mean` is of what is a number.
    `by_form` has the forms that may be shown; `hides_forms` says that there are more.
    """

    question: Question
    answers: int | None
    mean: Decimal | None = None
    counts: Sequence[tuple[AnyWords, int]] = ()
    by_form: Sequence[FormResult] = ()
    hides_forms: bool = False
    texts: Sequence[str] = ()


@dataclass(frozen=True)
class Trend:
    """The averages of one question over the rounds of a programme, the oldest first; None where it was not asked or may
    not be shown.
    """

    question: Question
    means: Sequence[Decimal | None]

    @property
    def change(self) -> Decimal | None:
        """How much higher the last average is than the one before it."""
        *_earlier, before, last = [None, None, *self.means]
        return None if before is None or last is None else last - before


@dataclass(frozen=True)
class Trends:
    days: Sequence[dt.date]
    questions: Sequence[Trend]

    def of_last(self, most: int) -> "Trends":
        """Those of so many of the last rounds, without the questions of which nothing can be shown there."""
        kept = [Trend(trend.question, trend.means[-most:]) for trend in self.questions]
        shown = [trend for trend in kept if any(mean is not None for mean in trend.means)]
        return Trends(self.days[-most:], shown)


def rounds() -> QuerySet[EvaluationRound]:
    """All rounds, the newest first, with `asked_now` and `answered_now`: how many people are asked and have answered
    while it is open.
    """
    return (
        EvaluationRound.objects.select_related("programme")
        .annotate(
            asked_now=Count("respondents"),
            answered_now=Count("respondents", filter=Q(respondents__has_answered=True)),
        )
        .order_by("-opens_on", "-pk")
    )


def asked_now(person: User) -> QuerySet[Respondent]:
    """What somebody can answer today, the first that closes on top."""
    return (
        Respondent.objects.filter(
            person=person, has_answered=False, round__closed_at=None, round__closes_on__gte=clock.today()
        )
        .select_related("round", "pilot__initiative")
        .order_by("round__closes_on", "pk")
    )


def texts_to_read(advisor: User) -> QuerySet[AnonymousText]:
    """What people wrote without their names, the oldest first, for an advisor who stands apart from their groups."""
    return (
        AnonymousText.objects.filter(state=AnonymousText.State.WAITING, round__closed_at__isnull=False)
        .exclude(pilot__initiative__in=list(tied_initiatives(advisor, FIRST_DAY).values_list(flat=True)))
        .select_related("round")
        .order_by("round__closes_on", "id")
    )


def results_of(round_: EvaluationRound, *, to_take_along: bool = False) -> list[QuestionResult]:
    """What was answered to each question of a closed round. Three queries at most, however many answered.

    What is taken along lies where CoopHub keeps nobody from it: of a round with names it holds no more than of one
    without.
    """
    tally = _tally([round_])[round_.pk]
    texts = _texts(round_)
    is_for_anybody = round_.is_anonymous or to_take_along
    return [_result(question, tally, texts, is_for_anybody=is_for_anybody) for question in round_.asked_questions]


def trends_of(round_: EvaluationRound, *, to_take_along: bool = False) -> Trends:
    """The averages of the questions of a round, beside those of the same questionnaire in earlier closed rounds of the
    programme. Two queries. What is taken along holds of a round with names no more than of one without.
    """
    before = EvaluationRound.objects.filter(
        programme=round_.programme_id,
        questionnaire=round_.questionnaire,
        is_anonymous=round_.is_anonymous,
        closed_at__isnull=False,
        opens_on__lte=round_.opens_on,
    )
    series = list(before.order_by("opens_on", "pk"))
    tallies = _tally(series)
    trends = [
        Trend(
            question,
            [
                _mean_of(question, tallies[one.pk], FEWEST if to_take_along else _fewest(one))
                if _asks(one, question)
                else None
                for one in series
            ],
        )
        for question in round_.asked_questions
        if question.kind in ("scale", "number")
    ]
    return Trends([one.closes_on for one in series], trends)


def named_answers(round_: EvaluationRound) -> QuerySet[Respondent]:
    """Who answered with their name, with what, for who runs the programme."""
    return (
        round_.respondents.filter(has_answered=True)
        .select_related("person", "pilot__initiative")
        .prefetch_related("answers")
        .order_by("pilot__initiative__name", "pk")
    )


def _tally(series: Iterable[EvaluationRound]) -> Mapping[int, Tally]:
    """One query for the rounds without names, and one for those with."""
    rounds_ = list(series)
    tallies: dict[int, dict[tuple[str, str], Counter[Decimal | str]]] = {
        one.pk: defaultdict(Counter) for one in rounds_
    }
    for is_anonymous in {one.is_anonymous for one in rounds_}:
        keys = [one.pk for one in rounds_ if one.is_anonymous is is_anonymous]
        for round_pk, key, form, number, option, times in _counted(keys, is_anonymous=is_anonymous):
            tallies[round_pk][key, form][option if number is None else number] += times
    return tallies


def _counted(keys: list[int], *, is_anonymous: bool) -> Iterable[tuple[Any, ...]]:
    """Round, question, form, number, choice and how often, counted by the database."""
    if is_anonymous:
        found = AnonymousAnswer.objects.filter(round__in=keys).order_by()
        return found.values_list("round", "key", "form", "number", "option").annotate(times=Count("pk"))
    named = NamedAnswer.objects.filter(respondent__round__in=keys, text="").order_by()
    form = "respondent__pilot__initiative__form"
    return named.values_list("respondent__round", "key", form, "number", "option").annotate(times=Count("pk"))


def _result(
    question: Question, tally: Tally, texts: Mapping[str, list[str]], *, is_for_anybody: bool
) -> QuestionResult:
    if question.kind == "text":
        return QuestionResult(question, answers=None, texts=texts.get(question.key, ()))
    by_form = {form: counts for (key, form), counts in tally.items() if key == question.key}
    all_counts: Counter[Decimal | str] = sum(by_form.values(), Counter())
    if all_counts.total() < (FEWEST if is_for_anybody else 1):
        return QuestionResult(question, answers=None)
    numbers = {form: counts.total() for form, counts in by_form.items()}
    shown = _forms_apart(numbers) if is_for_anybody else set(numbers)
    has_mean = question.kind != "choice"
    forms = [form for form in CooperativeForm if form.value in shown] if has_mean and len(by_form) > 1 else []
    return QuestionResult(
        question,
        answers=all_counts.total(),
        mean=_mean(all_counts) if has_mean else None,
        counts=counts_in_order(question, all_counts),
        by_form=[FormResult(form, numbers[form.value], _mean(by_form[form.value])) for form in forms],
        hides_forms=has_mean and len(by_form) > 1 and len(shown) < len(by_form),
    )


def _forms_apart(numbers: Mapping[str, int]) -> set[str]:
    """The forms of which figures can stand beside those of everybody together without telling about a few."""
    apart, _together = shown_apart({(form,): number for form, number in numbers.items()}, [""], 0)
    return set(apart)


def choices_in(round_: EvaluationRound) -> list[tuple[Question, dict[str, int]]]:
    """How often each answer was chosen in a closed round, by the key of the answer, of the questions that five people
    or more answered. One query.
    """
    tally = _tally([round_])[round_.pk]
    found = [
        (question, _counts_of(question, tally)) for question in round_.asked_questions if question.kind == "choice"
    ]
    return [
        (question, {option.key: counts[option.key] for option in question.options})
        for question, counts in found
        if counts.total() >= FEWEST
    ]


def counts_in_order(question: Question, counts: Mapping[Any, int]) -> list[tuple[AnyWords, int]]:
    """Each answer that could be given, with how often it was; a number has none, for it could point at somebody."""
    if question.kind == "scale":
        return [(str(point), counts[Decimal(point)]) for point in SCALE]
    if question.kind == "choice":
        return [(both(option, "label"), counts[option.key]) for option in question.options]
    return []


def _mean_of(question: Question, tally: Tally, fewest: int) -> Decimal | None:
    counts = _counts_of(question, tally)
    return _mean(counts) if counts.total() >= fewest else None


def _counts_of(question: Question, tally: Tally) -> Counter[Decimal | str]:
    counts: Counter[Decimal | str] = Counter()
    for (key, _form), some in tally.items():
        if key == question.key:
            counts.update(some)
    return counts


def _asks(round_: EvaluationRound, question: Question) -> bool:
    """Whether a round asked the same: in whatever words, but as the same kind of figure."""
    return any(
        (asked.key, asked.kind, asked.unit) == (question.key, question.kind, question.unit)
        for asked in round_.asked_questions
    )


def _fewest(round_: EvaluationRound) -> int:
    """Of so many answers something may be shown."""
    return FEWEST if round_.is_anonymous else 1


def _mean(counts: Counter[Decimal | str]) -> Decimal:
    return sum((Decimal(number) * times for number, times in counts.items()), Decimal(0)) / counts.total()


def _texts(round_: EvaluationRound) -> dict[str, list[str]]:
    """What was released, by question; nothing where so few wrote that it could be one of a few people. In an order that
    says nothing: by keys that were made by chance.
    """
    if not round_.is_anonymous:
        return {}
    written: dict[str, list[AnonymousText]] = defaultdict(list)
    for text in round_.texts.all():
        written[text.key].append(text)
    return {
        key: [text.text for text in found if text.state == AnonymousText.State.RELEASED]
        for key, found in written.items()
        if (round_.answered or 0) >= FEWEST
    }
