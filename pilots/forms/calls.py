"""What is filled in about a call: what it asks and scores on, a group's answers, and whom to ask."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, ClassVar, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import DayField, LineField, TextField, WholeNumberField, in_english, years_ahead
from coophub.web.forms import needed_later
from coophub.web.rows import RowForm, RowFormSet, row_set
from financing.subsidies.forms.schemes import CriterionForm
from initiatives.models import Initiative
from pilots.forms.programmes import initiative_named
from pilots.models import Call, Intake, Programme
from pilots.questions.example_call import example_call
from pilots.questions.question import KEY, MOST_QUESTIONS, Answer, Question, answers_in, question_field
from pilots.selectors.ranking import MOST_CRITERIA
from pilots.services.calls import CallInput

MOST_OPTIONS = 12


class QuestionRow(RowForm):
    """A question of the intake form."""

    known_by = "key"
    key = forms.RegexField(KEY, widget=forms.HiddenInput, required=False)
    text = LineField(label=_("Question"), max_length=300)
    text_en = in_english(LineField, _("Question"), max_length=300)
    help = LineField(label=_("Explanation"), max_length=500, required=False)
    help_en = in_english(LineField, _("Explanation"), max_length=500)
    kind = forms.ChoiceField(
        label=_("How do groups answer?"),
        choices=[
            ("text", _("In sentences")),
            ("number", _("With a number")),
            ("choice", _("By choosing one answer")),
            ("scale", _("On a scale from 1 to 5")),
        ],
    )
    options = TextField(
        label=_("Answers to choose from, one on a line"),
        help_text=_("Only when groups choose one answer. Behind a | the same in English."),
        rows=3,
        required=False,
    )
    unit = LineField(label=_("Unit of a number"), max_length=20, required=False)
    must = forms.ChoiceField(
        label=_("Must it be answered?"), choices=[("yes", _("Yes, to submit")), ("no", _("No, it may stay open"))]
    )

    only_for: ClassVar[dict[str, str]] = {"options": "choice", "unit": "number"}
    """Fields that show for one way to answer alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in self.only_for.items():
            self.fields[name].widget.attrs["data-only-for"] = f"kind {kind}"

    @property
    def in_short(self) -> str:
        """What is asked, on a row that is shut."""
        return str(self["text"].value() or "")

    @classmethod
    def stored(cls, question: Mapping[str, Any]) -> dict[str, Any]:
        """A question of a document, as its row shows it."""
        options = "\n".join(
            " | ".join(filter(None, [option["label"], option.get("label_en", "")]))
            for option in question.get("options", [])
        )
        return {**question, "options": options, "must": "yes" if question.get("is_required", True) else "no"}

    @property
    def question(self) -> dict[str, Any]:
        """The row as a question of a document, without what is empty."""
        values = self.cleaned_data
        found = {name: values[name] for name in ("key", "kind", "text", "text_en", "help", "help_en") if values[name]}
        if values["kind"] == "choice":
            found["options"] = [
                {"key": f"option_{number}", "label": label.strip(), "label_en": english.strip()}
                for number, line in enumerate(_lines(values["options"]), start=1)
                for label, _bar, english in [line.partition("|")]
            ]
        if values["kind"] == "number" and values["unit"]:
            found["unit"] = values["unit"]
        return found if values["must"] == "yes" else {**found, "is_required": False}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        options = _lines(data.get("options", ""))
        if data.get("kind") == "choice" and not 2 <= len(options) <= MOST_OPTIONS:
            self.add_error("options", _("Write two to twelve answers, one on a line."))
        if any(not line.partition("|")[0].strip() or len(line) > 200 for line in options):
            self.add_error("options", _("An answer has at most 200 signs, the Dutch first."))
        return data


class CriterionRow(CriterionForm):
    """What applications are scored on: as a criterion of a scheme, but each counts."""

    guidance = TextField(label=_("How to score it"), rows=2, required=False, max_length=2000)
    guidance_en = in_english(TextField, _("How to score it"), rows=2, max_length=2000)
    weight = WholeNumberField(label=_("Weight"), min_value=1, max_value=100)


class CallForm(forms.Form):
    """The days and the words of a call. It carries the revision that the page showed."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    opens_on = DayField(label=_("Groups can apply from"), latest=years_ahead(10))
    closes_on = DayField(label=_("Groups can apply up to and including"), latest=years_ahead(10))
    explanation = TextField(label=_("What should a group know before it applies?"), rows=4, required=False)
    explanation_en = in_english(TextField, _("What should a group know before it applies?"), rows=4)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("opens_on"), data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("This is before the first day."))
        return data


class CallPage:
    """A call as it is written: its form, and as long as it is not published its questions and criteria."""

    def __init__(self, call: Call | None, data: Any = None) -> None:
        initial = {"revision": 0} if call is None else {name: getattr(call, name) for name in CallForm.base_fields}
        self.form = CallForm(data, initial=initial)
        self.questions: RowFormSet | None = None
        self.criteria: RowFormSet | None = None
        if call is None or call.published_at is None:
            document = example_call() if call is None else {"questions": call.questions, "criteria": call.criteria}
            questions = [QuestionRow.stored(question) for question in document["questions"]]
            self.questions = row_set(QuestionRow, "questions", questions, data, most=MOST_QUESTIONS)
            self.criteria = row_set(CriterionRow, "criteria", document["criteria"], data, most=MOST_CRITERIA)

    def is_valid(self) -> bool:
        lists = [rows for rows in (self.questions, self.criteria) if rows is not None]
        is_valid = all([self.form.is_valid(), *(rows.is_valid() for rows in lists)])
        for rows, sentence in (
            (self.questions, _("Ask at least one question.")),
            (self.criteria, _("Give at least one criterion.")),
        ):
            if is_valid and rows is not None and not rows.kept:
                self.form.add_error(None, sentence)
                return False
        return is_valid

    @property
    def call(self) -> CallInput:
        values = {name: value for name, value in self.form.cleaned_data.items() if name != "revision"}
        return CallInput(
            **values,
            questions=[row.question for row in self.questions.kept] if self.questions is not None else [],
            criteria=[
                {name: value for name, value in row.cleaned_data.items() if value and name in CriterionRow.base_fields}
                for row in self.criteria.kept
            ]
            if self.criteria is not None
            else [],
        )


class InviteForm(forms.Form):
    """Which group an advisor asks to apply."""

    initiative = LineField(
        label=_("Initiative"), max_length=80, help_text=_("Its name, or the last part of the address of its page.")
    )
    note = LineField(
        label=_("Why this group?"),
        max_length=500,
        required=False,
        help_text=_("The group reads it."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme

    def clean_initiative(self) -> Initiative:
        return initiative_named(self.cleaned_data["initiative"], outside=self.programme)


class IntakeForm(forms.Form):
    """What a group answers. It says which answers it showed, so that what nobody touched stands in nobody's way."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    shown = LineField(widget=forms.HiddenInput, required=False, max_length=5000)

    def __init__(self, intake: Intake, questions: Sequence[Question], data: Any = None) -> None:
        self.questions = questions
        stored = {question.key: _typed(question, intake.answers.get(question.key)) for question in questions}
        super().__init__(
            data,
            prefix="intake",
            initial={**stored, "revision": intake.revision, "shown": json.dumps(_marks(intake.answers))},
        )
        for question in questions:
            field = question_field(question)
            self.fields[question.key] = needed_later(field) if question.is_required else field

    @property
    def touched(self) -> dict[str, Answer | None]:
        """The answers that differ from what the page showed; None for one that was taken away. What could not be read
        is not among them.
        """
        found = answers_in(self.questions, self.cleaned_data)
        shown = self._shown
        return {
            question.key: found.get(question.key)
            for question in self.questions
            if question.key in self.cleaned_data and _mark(found.get(question.key)) != shown.get(question.key, "")
        }

    def new_marks(self, intake: Intake) -> dict[str, str]:
        """What the page shows once this is kept, by the names of its hidden fields."""
        return {
            self.add_prefix("revision"): str(intake.revision),
            self.add_prefix("shown"): json.dumps(_marks(intake.answers)),
        }

    def go_on_from(self, intake: Intake) -> None:
        """Lets the page build on what was kept of it, beside what is wrong."""
        data = cast(QueryDict, self.data).copy()
        for name, value in self.new_marks(intake).items():
            data[name] = value
        self.data = data

    @property
    def _shown(self) -> Mapping[str, Any]:
        try:
            shown = json.loads(self.cleaned_data.get("shown") or "{}")
        except ValueError:
            return {}
        return shown if isinstance(shown, dict) else {}


class ScoreForm(forms.Form):
    """What an advisor gives, by criterion."""

    def __init__(self, criteria: Sequence[Any], data: Any = None, initial: Any = None) -> None:
        super().__init__(data, initial=initial, prefix="score")
        self.slugs = [criterion.slug for criterion in criteria]
        for criterion in criteria:
            self.fields[criterion.slug] = WholeNumberField(
                label=criterion.words, help_text=criterion.advice, min_value=0, max_value=10, unit=_("of 10")
            )
        self.fields["explanation"] = TextField(
            label=_("Why?"), help_text=_("Colleagues read it when they choose."), rows=4
        )

    @property
    def scores(self) -> dict[str, int]:
        return {slug: self.cleaned_data[slug] for slug in self.slugs}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _typed(question: Question, answer: Any) -> Any:
    """A stored answer as its field takes it."""
    return Decimal(answer) if question.kind == "number" and answer is not None else answer


def _mark(answer: Any) -> str:
    return "" if answer in (None, "") else hashlib.sha256(str(answer).encode()).hexdigest()[:16]


def _marks(answers: Mapping[str, Any]) -> dict[str, str]:
    return {key: _mark(answer) for key, answer in answers.items()}
