"""Phases and steps."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField, years_ahead
from coophub.web.shared_forms import SharedForm
from initiatives.models import Initiative, Phase


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
    """When a step is planned, and when it was done."""

    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)
    done_on = DayField(
        label=_("Done on"), latest=clock.today, required=False, help_text=_("Leave this open while it is not done.")
    )


class MoveForm(SharedForm):
    """The day to which a step moves: where somebody let go of it on the line of time."""

    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30))


class OwnMilestoneForm(forms.Form):
    """A step that no template has."""

    title = LineField(
        label=_("What has to be reached?"),
        max_length=150,
        error_messages={"required": _("Write in a few words what has to be reached.")},
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)
