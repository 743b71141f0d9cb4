"""Which pilots are looked at, and by what they are compared."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.forms import offer
from initiatives.models import CooperativeForm, TargetGroup
from pilots.selectors.cohorts.analysis import PROPERTIES, CohortChoice
from pilots.selectors.cohorts.facts import programme_names, provinces_with_pilots
from pilots.selectors.cohorts.waits import Wait

ALL = ("", _("All"))


class ChosenPilotsForm(forms.Form):
    """Read from the address, so that it can be kept and shared. What is no valid choice chooses all."""

    programme = forms.ChoiceField(label=_("Programme"), required=False)
    form = forms.ChoiceField(label=_("Form"), choices=[ALL, *CooperativeForm.choices], required=False)
    target_group = forms.ChoiceField(label=_("For whom"), choices=[ALL, *TargetGroup.choices], required=False)
    province = forms.ChoiceField(label=_("Province"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "programme", [ALL, *programme_names().items()])
        offer(self, "province", [ALL, *((province, province) for province in provinces_with_pilots())])

    @property
    def chosen(self) -> CohortChoice:
        """What was filled in and can be read."""
        self.is_valid()
        return CohortChoice(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def narrows(self) -> bool:
        return self.chosen != CohortChoice()


class CohortForm(ChosenPilotsForm):
    """The same, with what they wait for and by what they are compared."""

    field_order = ["until", "by", *PROPERTIES]

    until = forms.ChoiceField(label=_("How long"), choices=Wait, required=False)
    by = forms.ChoiceField(
        label=_("Compare by"),
        choices=[
            ("", _("Nothing: all together")),
            ("programme", _("Programme")),
            ("form", _("Form")),
            ("target_group", _("For whom")),
            ("province", _("Province")),
        ],
        required=False,
    )
