"""Questions as data: what an intake form or an evaluation asks, in both languages.

A question is known by its key. Who answers fills in a field of `question_field`; what is kept of an answer is text, a
whole number or a decimal number, and `in_words` says it again.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, Self

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from coophub.web.bilingual import AnyWords, Bilingual, both
from coophub.web.fields import NumberField, TextField
from coophub.web.formats import euro_cents
from coophub.web.numbers import write_number

SCALE = range(1, 6)
"""The points of a scale."""
MOST_QUESTIONS = 40
LONGEST_TEXT = 2000
KEY = r"^[a-z][a-z0-9_]{0,39}$"
QuestionKind = Literal["scale", "choice", "number", "text"]
Answer = int | Decimal | str


class _Asked(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Option(_Asked):
    """One of the answers to choose from."""

    key: str = Field(pattern=KEY, max_length=40)
    label: str = Field(min_length=1, max_length=200)
    label_en: str = Field(default="", max_length=200)


class Question(_Asked):
    """`low` and `high` say what the ends of a scale mean; `unit`, `minimum` and `maximum` are of a number."""

    key: str = Field(pattern=KEY, max_length=40)
    kind: QuestionKind
    text: str = Field(min_length=1, max_length=300)
    text_en: str = Field(default="", max_length=300)
    help: str = Field(default="", max_length=500)
    help_en: str = Field(default="", max_length=500)
    is_required: bool = True
    low: str = Field(default="", max_length=60)
    low_en: str = Field(default="", max_length=60)
    high: str = Field(default="", max_length=60)
    high_en: str = Field(default="", max_length=60)
    options: tuple[Option, ...] = Field(default=(), max_length=12)
    unit: str = Field(default="", max_length=20)
    minimum: Decimal = Decimal(0)
    maximum: Decimal = Decimal(1_000_000_000)

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        keys = [option.key for option in self.options]
        if self.kind == "choice" and (len(keys) < 2 or len(set(keys)) < len(keys)):
            raise ValueError("a choice has two or more options, each with a key of its own")
        if self.kind != "choice" and keys:
            raise ValueError("only a choice has options")
        if self.minimum > self.maximum:
            raise ValueError("the minimum is above the maximum")
        return self

    @property
    def words(self) -> Bilingual:
        return both(self, "text")


_ADAPTER = TypeAdapter(tuple[Question, ...])


def read_questions(document: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """The questions of a document.

    Raises pydantic's ValidationError with the path of what is wrong, ValueError for a key that is there twice, for no
    question and for more than `MOST_QUESTIONS`.
    """
    found = _ADAPTER.validate_python(list(document))
    keys = [question.key for question in found]
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise ValueError(f"two questions have the key {', '.join(sorted(twice))}")
    if not 1 <= len(found) <= MOST_QUESTIONS:
        raise ValueError(f"a form has 1 to {MOST_QUESTIONS} questions")
    return found


def written(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """The document of these questions, without what nobody filled in."""
    return [question.model_dump(mode="json", exclude_defaults=True) for question in questions]


def question_field(question: Question) -> forms.Field:
    """The field in which somebody answers, in the language of who reads it."""
    words: dict[str, Any] = {
        "label": both(question, "text"),
        "help_text": both(question, "help"),
        "required": question.is_required,
    }
    if question.kind == "scale":
        points = [(str(point), _point(question, point)) for point in SCALE]
        return forms.TypedChoiceField(**words, choices=points, coerce=int, empty_value=None, widget=forms.RadioSelect)
    if question.kind == "choice":
        options = [(option.key, both(option, "label")) for option in question.options]
        return forms.ChoiceField(**words, choices=options, widget=forms.RadioSelect)
    if question.kind == "number":
        return NumberField(
            **words, unit=question.unit, min_value=question.minimum, max_value=question.maximum, max_digits=12
        )
    return TextField(**words, rows=4, max_length=LONGEST_TEXT)


def answers_in(questions: Sequence[Question], cleaned: Mapping[str, Any]) -> dict[str, Answer]:
    """What was answered, by the keys of the questions; what was left open is not in it."""
    return {
        question.key: cleaned[question.key] for question in questions if cleaned.get(question.key) not in (None, "")
    }


def in_words(question: Question, answer: Answer) -> AnyWords:
    """An answer as its reader sees it."""
    if question.kind == "choice":
        labels = {option.key: both(option, "label") for option in question.options}
        return labels.get(str(answer), str(answer))
    if question.kind == "scale":
        return _("%(point)s of %(most)s") % {"point": answer, "most": SCALE[-1]}
    if question.kind == "number" and question.unit == "€":
        return euro_cents(Decimal(str(answer)))
    if question.kind == "number":
        return f"{write_number(Decimal(str(answer)), most_places=2)} {question.unit}".strip()
    return str(answer)


def _point(question: Question, point: int) -> AnyWords:
    """A point of the scale; the ends say what they mean."""
    end = {SCALE[0]: "low", SCALE[-1]: "high"}.get(point, "")
    said = both(question, end) if end else Bilingual("")
    if not said.dutch:
        return str(point)
    return Bilingual(f"{point} ({said.dutch})", f"{point} ({said.english})" if said.english else "")
