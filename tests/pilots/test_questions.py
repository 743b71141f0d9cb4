"""Questions as data: what an intake form and an evaluation ask."""

from decimal import Decimal

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from pilots.questions.question import SCALE, answers_in, in_words, question_field, read_questions, written

HELP = {"key": "help", "kind": "scale", "text": "Hoe hielp het?", "text_en": "How did it help?"}
ENDS = {"low": "niet", "low_en": "not at all", "high": "veel", "high_en": "a lot"}
FORM = {
    "key": "form",
    "kind": "choice",
    "text": "Welke vorm?",
    "options": [{"key": "rent", "label": "Huur", "label_en": "Rent"}, {"key": "own", "label": "Koop"}],
}
HOURS = {
    "key": "hours",
    "kind": "number",
    "text": "Hoeveel uur?",
    "unit": "uur",
    "maximum": "100",
    "is_required": False,
}
MORE = {"key": "more", "kind": "text", "text": "Wat nog meer?", "is_required": False}
ALL = [{**HELP, **ENDS}, FORM, HOURS, MORE]


def form_of(document, data):
    questions = read_questions(document)
    made = type("Asked", (forms.Form,), {question.key: question_field(question) for question in questions})
    return questions, made(data)


def test_answers_are_kept_by_the_keys_of_their_questions():
    questions, form = form_of(ALL, {"help": "4", "form": "rent", "hours": "2,5", "more": " "})

    assert form.is_valid(), form.errors
    answers = answers_in(questions, form.cleaned_data)

    assert answers == {"help": 4, "form": "rent", "hours": Decimal("2.5")}
    with translation.override("en"):
        said = [str(in_words(question, answers[question.key])) for question in questions[:3]]
    assert said == ["4 of 5", "Rent", "2.5 uur"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("help", "0"), ("help", "6"), ("form", "squat"), ("hours", "101"), ("hours", "-1"), ("help", "")],
)
def test_answer_outside_its_question_is_an_error_beside_it(field, value):
    _questions, form = form_of(ALL, {"help": "4", "form": "rent", field: value})

    assert list(form.errors) == [field]


def test_scale_says_what_its_ends_mean_in_the_language_of_the_reader():
    field = question_field(read_questions(ALL)[0])

    with translation.override("en"):
        labels = [str(label) for _point, label in field.choices]

    assert labels == ["1 (not at all)", "2", "3", "4", "5 (a lot)"]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ([{**HELP, "kind": "photo"}], "(0, 'kind')"),
        ([HELP, {**FORM, "options": FORM["options"][:1]}], "(1,)"),
        ([{**HELP, "options": FORM["options"]}], "(0,)"),
        ([{**HOURS, "minimum": "101"}], "(0,)"),
        ([{**HELP, "colour": "red"}], "(0, 'colour')"),
        ([{**HELP, "key": "1; drop"}], "(0, 'key')"),
    ],
)
def test_document_with_a_mistake_gets_the_path_of_it(document, where):
    with pytest.raises(ValidationError) as error:
        read_questions(document)

    assert str(error.value.errors()[0]["loc"]) == where


@pytest.mark.parametrize("document", [[], [HELP, HELP], [{**HELP, "key": f"k{number}"} for number in range(41)]])
def test_form_has_one_to_forty_questions_each_with_its_key(document):
    with pytest.raises(ValueError, match=r"question"):
        read_questions(document)


@given(st.lists(st.sampled_from(ALL), unique_by=lambda question: question["key"], min_size=1), st.sampled_from(SCALE))
def test_document_that_is_written_and_read_is_the_same(document, point):
    questions = read_questions(document)

    assert read_questions(written(questions)) == questions
    _questions, form = form_of(document, {question.key: str(point) for question in questions})
    assert not {"help", "hours", "more"} & set(form.errors)
