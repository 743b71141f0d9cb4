"""What is filled in about a questionnaire: whom it asks, and its questions, in both languages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField, NumberField, TextField, in_english
from coophub.web.forms import offer
from coophub.web.rows import row_set
from pilots.forms.calls import QuestionRow
from pilots.models import WrittenQuestionnaire
from pilots.models.questionnaires import PROMISES
from pilots.questions.question import MOST_QUESTIONS
from pilots.questions.questionnaire import LONGEST_INTRODUCTION, LONGEST_TITLE, AskedOf, Questionnaire
from pilots.selectors.questionnaires import questionnaire_lines, version_in_words
from pilots.services.questionnaires import QuestionnaireInput, promises_are_fixed

YES, NO = "yes", "no"


class NewQuestionnaireForm(forms.Form):
    """How a questionnaire is called, and where it begins."""

    title = LineField(label=_("Title"), max_length=LONGEST_TITLE)
    begins_as = forms.ChoiceField(label=_("Where does it begin?"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._versions = {version.name: version for line in questionnaire_lines() for version in line.askable}
        choices = [(name, version_in_words(version)) for name, version in self._versions.items()]
        offer(self, "begins_as", [("", _("With an empty page")), *choices])

    @property
    def beginning(self) -> Questionnaire | None:
        return self._versions.get(self.cleaned_data["begins_as"])


class EvaluationQuestionRow(QuestionRow):
    """A question of a questionnaire: as one of an intake form, and what the ends of a scale and of a number are."""

    kind = forms.ChoiceField(
        label=_("How is it answered?"),
        choices=[
            ("scale", _("On a scale from 1 to 5")),
            ("choice", _("By choosing one answer")),
            ("number", _("With a number")),
            ("text", _("In sentences")),
        ],
    )
    low = LineField(label=_("What 1 of the scale means"), max_length=60, required=False)
    low_en = in_english(LineField, _("What 1 of the scale means"), max_length=60)
    high = LineField(label=_("What 5 of the scale means"), max_length=60, required=False)
    high_en = in_english(LineField, _("What 5 of the scale means"), max_length=60)
    options = TextField(
        label=_("Answers to choose from, one on a line"),
        help_text=_("Only when people choose one answer. Behind a | the same in English."),
        rows=3,
        required=False,
    )
    minimum = NumberField(label=_("Smallest number"), required=False, max_digits=12)
    maximum = NumberField(label=_("Largest number"), required=False, max_digits=12)
    must = forms.ChoiceField(
        label=_("Must it be answered?"), choices=[(YES, _("Yes, to send the answers")), (NO, _("No, it may stay open"))]
    )
    only_for = QuestionRow.only_for | {
        **dict.fromkeys(("low", "low_en", "high", "high_en"), "scale"),
        **dict.fromkeys(("minimum", "maximum"), "number"),
    }
    field_order = (
        *("key", "text", "text_en", "help", "help_en", "kind", "low", "low_en", "high", "high_en"),
        *("options", "unit", "minimum", "maximum", "must"),
    )

    @classmethod
    def stored(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        numbers = {name: Decimal(question[name]) for name in ("minimum", "maximum") if name in question}
        return {**super().stored(question), **numbers}

    @property
    def question(self) -> dict[str, Any]:
        values, found = self.cleaned_data, super().question
        if values["kind"] == "scale":
            found |= {name: values[name] for name in ("low", "low_en", "high", "high_en") if values[name]}
        if values["kind"] == "number":
            found |= {name: values[name] for name in ("minimum", "maximum") if values[name] is not None}
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        least, most = data.get("minimum"), data.get("maximum")
        if data.get("kind") == "number" and most is not None and most < (least or 0):
            self.add_error("maximum", _("This is below the smallest number."))
        return data


class QuestionnaireForm(forms.Form):
    """The words around the questions, and what people are told. It carries the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = LineField(label=_("Title"), max_length=LONGEST_TITLE)
    title_en = in_english(LineField, _("Title"), max_length=LONGEST_TITLE)
    introduction = TextField(
        label=_("Introduction"),
        help_text=_("Why you ask this, and how long it takes."),
        rows=3,
        max_length=LONGEST_INTRODUCTION,
    )
    introduction_en = in_english(TextField, _("Introduction"), rows=3, max_length=LONGEST_INTRODUCTION)
    asked_of = forms.ChoiceField(label=_("Who is asked?"), choices=AskedOf.choices, widget=forms.RadioSelect)
    is_at_the_end = forms.TypedChoiceField(
        label=_("When?"),
        choices=[(NO, _("While pilots are under way")), (YES, _("Once, when a pilot has ended"))],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
    )
    is_anonymous = forms.TypedChoiceField(
        label=_("With names?"),
        choices=[
            (YES, _("Without names: averages, from five answers")),
            (NO, _("With names, for who runs programmes")),
        ],
        coerce=lambda value: value == YES,
        widget=forms.RadioSelect,
    )


class QuestionnairePage:
    """A questionnaire as it is written: its form and its questions."""

    def __init__(self, draft: WrittenQuestionnaire, data: Any = None) -> None:
        initial = {name: getattr(draft, name) for name in QuestionnaireForm.base_fields}
        initial |= {name: YES if initial[name] else NO for name in ("is_at_the_end", "is_anonymous")}
        self.form = QuestionnaireForm(data, initial=initial)
        if promises_are_fixed(draft):
            for name in PROMISES:
                self.form.fields[name].disabled = True
        questions = [EvaluationQuestionRow.stored(question) for question in draft.questions]
        self.questions = row_set(EvaluationQuestionRow, "questions", questions, data, most=MOST_QUESTIONS)

    def is_valid(self) -> bool:
        is_valid = all([self.form.is_valid(), self.questions.is_valid()])
        if is_valid and not self.questions.kept:
            self.form.add_error(None, _("Ask at least one question."))
            return False
        return is_valid

    @property
    def content(self) -> QuestionnaireInput:
        values = {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}
        return QuestionnaireInput(**values, questions=[row.question for row in self.questions.kept])
