"""An existing building, by its address: what the register has of it, and what of that goes into the plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from localflavor.nl.forms import NLZipCodeField

from coophub.web.fields import EuroField, WholeNumberField
from coophub.web.forms import offer
from financing.plans.forms.homes import ADD, CHOICES, WHERE_HOMES_GO
from financing.plans.homes.registered import RegisteredKind


class BuildingAddressForm(forms.Form):
    """Where the building stands."""

    postcode = NLZipCodeField(label=_("Postcode"), help_text=_("For example: 9401 AB."))
    number = WholeNumberField(
        label=_("House number"),
        min_value=1,
        max_value=99_999,
        help_text=_("Without letters: you see all doors with this number."),
    )


class BuildingForm(forms.Form):
    """Which of the spaces that were found go into the plan, and for which rent."""

    kinds = forms.MultipleChoiceField(
        label=_("What do you take?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    rent_per_m2 = EuroField(
        label=_("Rent per m² per month, to begin with"),
        min_value=0,
        help_text=_("The register knows no rents. You can change the rent of each type afterwards."),
    )
    way = forms.ChoiceField(label=WHERE_HOMES_GO, choices=CHOICES, initial=ADD, widget=forms.RadioSelect)
    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Sequence[RegisteredKind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = {kind.key: kind for kind in found}
        offer(self, "kinds", [(kind.key, kind.sentence) for kind in found])
        self.fields["kinds"].initial = [kind.key for kind in found if kind.is_home]

    @property
    def chosen(self) -> list[RegisteredKind]:
        return [self.found[key] for key in self.cleaned_data["kinds"]]
