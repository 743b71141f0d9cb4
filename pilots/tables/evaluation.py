"""Rounds of questions, and what was answered."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from django.core.paginator import Page
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.web.bilingual import AnyWords, both
from coophub.web.formats import Words, day, number
from coophub.web.numbers import write_number
from coophub.web.tables import Badge, Cell, Column, Table
from pilots.models import EvaluationRound, NamedAnswer, Respondent
from pilots.questions.question import Question, in_words
from pilots.selectors.answers import GivenAnswers
from pilots.selectors.evaluation import QuestionResult, Trends, counts_in_order


def round_table(page: Page[EvaluationRound]) -> Table:
    """A page of rounds, with how many people answered."""
    columns = [
        Column(_("Questions")),
        Column(_("Programme")),
        Column(_("Asked of")),
        Column(_("Last day"), "day"),
        Column(_("Answered")),
    ]
    rows = [
        [
            Cell(found.name, url=reverse("pilots:evaluation", args=[found.pk]), badge=state_badge(found)),
            both(found.programme, "name"),
            found.get_asked_of_display(),
            found.closes_on,
            answered_in_words(found),
        ]
        for found in page
    ]
    return Table(_("Rounds of questions"), columns, rows, page=page)


def state_badge(found: EvaluationRound) -> Badge:
    if found.is_over:
        return Badge(_("Closed"))
    return Badge(_("Open"), "busy") if found.opened_at else Badge(_("Planned"))


def answered_in_words(found: EvaluationRound) -> str:
    """How many of the people who are asked have answered; "" before anybody is."""
    asked = getattr(found, "asked_now", 0) if found.asked is None else found.asked
    answered = getattr(found, "answered_now", 0) if found.answered is None else found.answered
    return _("%(answered)s of %(asked)s") % {"answered": answered, "asked": asked} if found.opened_at else ""


def trend_table(trends: Trends, caption: str = "") -> Table:
    """The average of each question in each round, and how it changed since the last but one."""
    columns = [
        Column(_("Question")),
        *(Column(day(on), "number", places=1, empty=_("not shown")) for on in trends.days),
    ]
    has_change = len(trends.days) > 1
    if has_change:
        columns.append(Column(_("Difference"), "number", empty="–"))
    rows = []
    for trend in trends.questions:
        row = [Cell(trend.question.words, notes=[_unit(trend.question)]), *trend.means]
        rows.append([*row, _signed(trend.change)] if has_change else row)
    return Table(caption or _("Averages"), columns, rows, on_phone="scroll")


def answer_tables(found: GivenAnswers) -> Iterator[Table]:
    """What was answered to a questionnaire, for a report: its averages, and the answers that were chosen."""
    if found.trends.questions:
        said = {"title": found.name, "answered": found.answered, "asked": found.asked}
        caption = _("%(title)s: averages. In the last round %(answered)s of %(asked)s people answered.") % said
        yield trend_table(found.trends, caption)
    for chosen in found.choices:
        answers = sum(chosen.counts.values())
        counts = counts_in_order(chosen.question, chosen.counts)
        yield counts_table(QuestionResult(chosen.question, answers, counts=counts))


def counts_table(result: QuestionResult) -> Table:
    """How often each answer was given, and by what share of those who answered."""
    columns = [Column(_("What was answered")), Column(_("Times"), "number"), Column(_("Share"), "percent")]
    answers = result.answers or 0
    rows = [[answer, times, times / answers if answers else None] for answer, times in result.counts]
    return Table(str(result.question.words), columns, rows, on_phone="scroll")


def forms_table(result: QuestionResult) -> Table:
    """The average of each form of which it may be shown."""
    columns = [Column(_("Form")), Column(_("Average"), "number", places=1), Column(_("Answers"), "number")]
    rows = [[found.form.label, found.mean, found.answers] for found in result.by_form]
    return Table(_("By form"), columns, rows, on_phone="scroll")


def results_file(found: EvaluationRound, results: Sequence[QuestionResult]) -> Table:
    """All that may be known of a closed round, a line a figure or a text: the same for everybody who takes it along,
    whenever they do but for texts that were released meanwhile.
    """
    columns = [
        Column(_("Questions")),
        Column(_("Last day")),
        Column(_("Question")),
        Column(_("What")),
        Column(_("What was answered")),
        Column(_("Figure")),
    ]
    about = [str(found.name), found.closes_on.isoformat()]
    rows = ([*about, str(result.question.words), *line] for result in results for line in _lines(result))
    return Table(str(found.name), columns, rows)


def _lines(result: QuestionResult) -> Iterator[list[str]]:
    """What a figure is, of which answer or form, and the figure; of a text nothing but itself."""
    for text in result.texts:
        yield [_("Text"), text, ""]
    if result.answers is None:
        return
    yield [_("Answers"), "", str(result.answers)]
    if result.mean is not None:
        yield [_("Average"), "", write_number(result.mean, most_places=2)]
    for answer, times in result.counts:
        yield [_("Times"), str(answer), str(times)]
    for of_form in result.by_form:
        yield [_("Answers by form"), str(of_form.form.label), str(of_form.answers)]
        yield [_("Average by form"), str(of_form.form.label), write_number(of_form.mean, most_places=2)]


def named_table(found: EvaluationRound, respondents: list[Respondent]) -> Table:
    """What each person answered about their pilot, under the questions."""
    questions = found.asked_questions
    columns = [Column(_("Group")), *(Column(str(question.words)) for question in questions)]
    rows = []
    for respondent in respondents:
        said = {answer.key: answer for answer in respondent.answers.all()}
        about = Cell(respondent.pilot.initiative.name, notes=[str(respondent.person)])
        rows.append([about, *(_said(question, said.get(question.key)) for question in questions)])
    return Table(_("Answers"), columns, rows, on_phone="scroll")


def _said(question: Question, answer: NamedAnswer | None) -> AnyWords | None:
    if answer is None:
        return None
    if answer.number is None:
        return in_words(question, answer.text or answer.option)
    return in_words(question, int(answer.number) if question.kind == "scale" else answer.number)


def _unit(question: Question) -> Words:
    return _("from 1 to 5") if question.kind == "scale" else question.unit


def _signed(change: Decimal | None) -> str | None:
    if change is None:
        return None
    rounded = round(change, 1)
    return f"{'+' if rounded > 0 else ''}{number(rounded, 1)}"
