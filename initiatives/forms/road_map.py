"""Phases and steps."""

import datetime as dt
import re
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField, years_ahead
from coophub.web.formats import day
from coophub.web.forms import offer
from coophub.web.model_fields import LAST_DAY
from coophub.web.shared_forms import SharedForm
from initiatives.models import Initiative, Milestone, Phase
from initiatives.selectors.step_waits import DelayedSteps


class PhaseForm(forms.Form):
    """Which phase the project is in, and since when."""

    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    on = DayField(label=_("Since when?"), latest=clock.today)

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {
            "phase": initiative.current_phase.next or initiative.current_phase,
            "on": clock.today(),
        }


class MilestoneForm(SharedForm):
    """When a step is planned, when it was done, and which steps it waits for: the others of its road map that are not
    done, and those that it waits for already.
    """

    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)
    done_on = DayField(
        label=_("Done on"), latest=clock.today, required=False, help_text=_("Leave this open while it is not done.")
    )
    waits_for = forms.ModelMultipleChoiceField(
        Milestone.objects.none(),
        label=_("Which steps does it wait for?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Is one of those moved to a later day? Then you can let this step move along."),
    )

    def __init__(self, *args: Any, row: Milestone, **kwargs: Any) -> None:
        super().__init__(*args, row=row, **kwargs)
        others = row.initiative.milestones.exclude(pk=row.pk)
        offer(self, "waits_for", others.filter(Q(done_on=None) | Q(waited_for_by=row)).distinct())

    def clean_waits_for(self) -> list[Milestone]:
        return list(self.cleaned_data["waits_for"])


class MoveForm(SharedForm):
    """The day to which a step moves: where somebody let go of it on the line of time."""

    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30))


class ShownStepsField(forms.MultipleChoiceField):
    """Steps that somebody ticked, each with the day that the page showed: `12:2027-03-01`. Gives the days by number.

    Another day than the step has now is no mistake of who sends it, so it is for the service to say what happened.
    """

    def valid_value(self, value: Any) -> bool:
        number, _sign, on = str(value).partition(":")
        return bool(re.fullmatch(r"\d{1,18}", number, re.ASCII)) and written_day(on) is not None

    def clean(self, value: Any) -> dict[int, dt.date]:
        ticked = (line.split(":") for line in super().clean(value))
        return {int(number): on for number, text in ticked if (on := written_day(text)) is not None}


def written_day(text: str) -> dt.date | None:
    """The day that an address or a box to tick names, within what the database keeps; None for what is none."""
    try:
        day: dt.date = DayField(latest=LAST_DAY).clean(text)
    except forms.ValidationError:
        return None
    return day


class MoveAlongForm(forms.Form):
    """Which of the steps behind a step that was moved go along. It says to which day that one had moved."""

    planned_on = DayField(widget=forms.HiddenInput, latest=LAST_DAY)
    steps = ShownStepsField(
        label=_("Which steps move along?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose the steps that move along, or leave all where they are.")},
    )

    def __init__(self, *args: Any, behind: DelayedSteps, **kwargs: Any) -> None:
        choices = [
            (f"{line.step.pk}:{line.planned_on.isoformat()}", _moves(line.step.label, line.planned_on, line.moves_to))
            for line in behind.steps
        ]
        super().__init__(*args, **kwargs)
        self.initial = {"planned_on": behind.planned_on, "steps": [value for value, _label in choices]}
        offer(self, "steps", choices)


def _moves(label: str, planned_on: dt.date, moves_to: dt.date) -> str:
    sentence = gettext("%(step)s: from %(before)s to %(after)s")
    return sentence % {"step": label, "before": day(planned_on), "after": day(moves_to)}


class OwnMilestoneForm(forms.Form):
    """A step that no template has."""

    title = LineField(
        label=_("What has to be reached?"),
        max_length=150,
        error_messages={"required": _("Write in a few words what has to be reached.")},
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)
