"""What an advisor fills in about a session."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, KeyField, LineField, NumberField, TextField, years_ahead
from coophub.web.formats import day
from coophub.web.forms import offer
from coophub.web.numbers import write_number
from initiatives.forms.agreed_lines import agreed_lines
from initiatives.services.tasks import ActionInput
from pilots.models import Bottleneck, CoachingSession
from pilots.services.bottlenecks import BottleneckInput

ACTIONS_PER_SESSION = 3


USUAL_HOURS = ("0.5", "1", "1.5", "2", "3", "4")


class SessionForm(forms.ModelForm[CoachingSession]):
    """A coaching session with its actions and one bottleneck, on one page. Lines of the note can become actions."""

    key = KeyField()
    from_note = forms.MultipleChoiceField(
        label=_("Tap what becomes an action of the group"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("This line was changed in the note meanwhile. Tap it again.")},
    )
    bottleneck_category = forms.ChoiceField(
        label=_("Did a bottleneck come up?"),
        choices=[("", _("No new bottleneck")), *Bottleneck.Category.choices],
        required=False,
    )
    bottleneck_severity = forms.TypedChoiceField(
        label=_("How serious is it?"), choices=Bottleneck.Severity.choices, coerce=int, empty_value=None, required=False
    )
    bottleneck_description = TextField(label=_("What is the matter?"), rows=3, required=False)

    class Meta:
        model = CoachingSession
        fields = ["held_on", "kind", "hours", "summary", "internal_note"]
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 5}),
            "internal_note": forms.Textarea(attrs={"rows": 3}),
        }
        field_classes = {"held_on": DayField, "hours": NumberField}
        help_texts = {
            "hours": _("With travel and preparation, for example 2.5."),
            "summary": _("The group reads this. A line that begins with a dash can become an action."),
            "internal_note": _("Only advisors read this. The group never sees it."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"held_on": clock.today(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.lines = agreed_lines(self["summary"].value() or "")
        offer(self, "from_note", [(line, _action_in_words(action)) for line, action in self.lines.items()])
        for number in range(1, ACTIONS_PER_SESSION + 1):
            self.fields[f"action_{number}"] = LineField(
                label=_("Action %(number)s") % {"number": number},
                max_length=200,
                required=False,
                help_text=_("What the group will do. They see it among their tasks.") if number == 1 else "",
            )
            self.fields[f"action_{number}_due_on"] = DayField(
                label=_("Ready by"), latest=years_ahead(5), required=False
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("bottleneck_category") and not data.get("bottleneck_description"):
            self.add_error("bottleneck_description", _("Describe the bottleneck in a sentence."))
        if data.get("bottleneck_description") and not data.get("bottleneck_category"):
            self.add_error("bottleneck_category", _("Choose what kind of bottleneck this is."))
        for number in range(1, ACTIONS_PER_SESSION + 1):
            if data.get(f"action_{number}_due_on") and not data.get(f"action_{number}"):
                self.add_error(f"action_{number}", _("Write what has to be ready on this day."))
        return data

    @property
    def usual_hours(self) -> list[str]:
        """What most sessions take, as it is written in the field."""
        return [write_number(Decimal(hours), most_places=1) for hours in USUAL_HOURS]

    @property
    def action_fields(self) -> Iterator[tuple[BoundField, BoundField]]:
        """Each action with the day on which it is to be ready."""
        for number in range(1, ACTIONS_PER_SESSION + 1):
            yield self[f"action_{number}"], self[f"action_{number}_due_on"]

    @property
    def when_and_how(self) -> str:
        """What is taken for the day and the kind when nobody says otherwise, in a few words."""
        kinds = dict(CoachingSession.Kind.choices)
        if self["held_on"].value() != clock.today():
            return gettext("Day and kind")
        return gettext("Today, %(kind)s") % {"kind": str(kinds.get(self["kind"].value(), "")).lower()}

    @property
    def actions(self) -> list[ActionInput]:
        data = self.cleaned_data
        return [self.lines[line] for line in data["from_note"]] + [
            ActionInput(data[f"action_{number}"], data[f"action_{number}_due_on"])
            for number in range(1, ACTIONS_PER_SESSION + 1)
            if data[f"action_{number}"]
        ]

    @property
    def bottleneck(self) -> BottleneckInput | None:
        data = self.cleaned_data
        if not data["bottleneck_category"]:
            return None
        return BottleneckInput(
            data["bottleneck_category"],
            data["bottleneck_severity"] or Bottleneck.Severity.SLOWS,
            data["bottleneck_description"],
        )


class OfflineGroupForm(forms.Form):
    """With which group, on a page that knows of none: the device fills the list in."""

    pilot = forms.ChoiceField(label=_("Group"), choices=[("", _("Choose a group"))])


def _action_in_words(action: ActionInput) -> str:
    if action.due_on is None:
        return action.title
    return gettext("%(action)s, ready by %(day)s") % {"action": action.title, "day": day(action.due_on)}
