"""Planning a round of questions, answering them, and reading what was written without a name."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField, TextField, years_ahead
from coophub.web.forms import offer
from pilots.models import EvaluationRound, Programme
from pilots.models.evaluation import LONGEST_REASON
from pilots.questions.question import LONGEST_TEXT, Answer, Question, answers_in, question_field
from pilots.questions.questionnaire import Questionnaire
from pilots.selectors.questionnaires import questionnaire_lines, version_in_words

LAST_DAY_TO_PLAN = years_ahead(2)


class RoundForm(forms.Form):
    """What is asked in which programme, and when."""

    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=_("Programme"), empty_label=_("Choose a programme")
    )
    questionnaire = forms.ChoiceField(label=_("Questions"), widget=forms.RadioSelect)
    opens_on = DayField(
        label=_("First day"),
        help_text=_("On this day everybody who takes part gets a message."),
        earliest=clock.today,
        latest=LAST_DAY_TO_PLAN,
        initial=clock.today,
    )
    closes_on = DayField(
        label=_("Last day"),
        help_text=_("Three weeks is usual. Who has not answered is reminded a week and a day before."),
        earliest=clock.today,
        latest=LAST_DAY_TO_PLAN,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", Programme.objects.all())
        self._versions = {version.name: version for line in questionnaire_lines() for version in line.askable}
        offer(self, "questionnaire", [(name, version_in_words(one)) for name, one in self._versions.items()])

    def clean_questionnaire(self) -> Questionnaire:
        return self._versions[self.cleaned_data["questionnaire"]]


class LastDayForm(forms.Form):
    """When a round ends after all, and why."""

    CLOSE, MOVE = "close", "move"
    what = forms.ChoiceField(label=_("What happens with this round?"), widget=forms.RadioSelect)
    closes_on = DayField(
        label=_("Last day"),
        help_text=_("Only when it gets another last day."),
        earliest=clock.today,
        latest=LAST_DAY_TO_PLAN,
        required=False,
    )
    reason = LineField(
        label=_("Why?"), help_text=_("Everybody who sees this round reads it."), max_length=LONGEST_REASON
    )

    def __init__(self, *args: Any, moved: EvaluationRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(self.MOVE, _("It gets another last day"))]
        if moved.opened_at:
            choices.append((self.CLOSE, _("It closes now")))
        offer(self, "what", choices)
        self.initial.setdefault("what", self.MOVE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        is_silent = not data.get("closes_on") and "closes_on" not in self.errors
        if data.get("what") == self.MOVE and is_silent:
            self.add_error("closes_on", _("Fill in the new last day."))
        return data

    @property
    def closes_now(self) -> bool:
        return bool(self.cleaned_data["what"] == self.CLOSE)


class AnswerForm(forms.Form):
    """Questions as who is asked sees them, each a field by its key."""

    def __init__(self, *args: Any, questions: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in self.questions:
            self.fields[question.key] = question_field(question)

    @property
    def answers(self) -> dict[str, Answer]:
        """What was answered, by the keys of the questions."""
        return answers_in(self.questions, self.cleaned_data)


class ReadTextForm(forms.Form):
    """What may be shown of a text without a name."""

    words = TextField(
        label=_("What others will read"),
        help_text=_("Take out what people could be known by: names, a street, a place, what happened to one person."),
        rows=6,
        max_length=LONGEST_TEXT,
    )
