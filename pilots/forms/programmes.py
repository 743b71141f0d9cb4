"""What is filled in about who takes part in a programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import LineField, NumberField, TextField
from coophub.web.forms import offer
from initiatives.models import Initiative
from pilots.models import Assignment, Pilot, Programme
from pilots.selectors.programmes import advisors, initiatives_named


def initiative_named(name: str, *, outside: Programme) -> Initiative:
    """The initiative that is named; there are far too many to choose from a list.

    Raises ValidationError when there is none outside the programme, or more than one.
    """
    found = list(initiatives_named(name, outside=outside)[:2])
    if not found:
        raise forms.ValidationError(_("No initiative outside this programme has this name or address."))
    if len(found) > 1:
        raise forms.ValidationError(
            _("Several initiatives have this name. Fill in the last part of the address of its page.")
        )
    return found[0]


class PilotForm(forms.Form):
    """Takes an initiative into a programme."""

    initiative = LineField(
        label=_("Initiative"),
        max_length=80,
        help_text=_("Its name, or the last part of the address of its page."),
    )
    advisor = forms.ModelChoiceField(label=_("Advisor"), queryset=User.objects.none())
    goal = TextField(label=_("What is the coaching for?"), rows=3, required=False)
    hours_budget = Pilot._meta.get_field("hours_budget").formfield(form_class=NumberField, min_value=0)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        offer(self, "advisor", advisors())

    def clean_initiative(self) -> Initiative:
        return initiative_named(self.cleaned_data["initiative"], outside=self.programme)


class AssignAdvisorForm(forms.Form):
    """Who coaches a pilot, beside who leads it. Where nobody does, this advisor leads."""

    advisor = forms.ModelChoiceField(User.objects.none(), label=_("Advisor"), empty_label=_("Choose an advisor"))
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Assignment.Role if role != Assignment.Role.LEAD],
        help_text=_("Where nobody leads, this advisor leads."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "advisor", advisors())


class EndPilotForm(forms.Form):
    outcome = forms.ChoiceField(label=_("How does it end?"), choices=Pilot.Outcome.choices)
