"""What people fill in around a plan's result: the name of a version, what is different in a scenario, and what the heat
map shows.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import LineField
from coophub.web.forms import offer
from financing.engine import DriverError, Drivers
from financing.engine.drivers import NEUTRAL
from financing.plans.selectors.drivers import CANNOT_BE_CALCULATED, driver_title


class VersionForm(forms.Form):
    """The name of a frozen version."""

    name = LineField(
        label=gettext_lazy("Name of the version"),
        max_length=200,
        help_text=gettext_lazy("For example: for the talk with the bank."),
    )


class DriversForm(forms.Form):
    """What is different in a scenario: a number for each driver of the engine, left out when nothing changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in NEUTRAL:
            self.fields[name] = forms.FloatField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        drivers = self._drivers(data)
        try:
            Drivers.of({name: [value] for name, value in drivers.items()})
        except DriverError as error:
            raise ValidationError(str(CANNOT_BE_CALCULATED) % {"reason": error}, code="drivers") from error
        return data

    @property
    def drivers(self) -> dict[str, float]:
        """What differs from neutral."""
        return self._drivers(self.cleaned_data)

    @staticmethod
    def _drivers(data: dict[str, Any]) -> dict[str, float]:
        return {name: data[name] for name in NEUTRAL if data.get(name) is not None and data[name] != NEUTRAL[name]}


class ScenarioForm(DriversForm):
    """A scenario with its name. Without a name it is called after what it changes."""

    name = LineField(
        label=gettext_lazy("Name of the scenario"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave this open to call it after what it changes."),
    )


HEAT_MAP_DRIVERS = (
    "rent",
    "construction_cost",
    "interest_shift",
    "operating_cost",
    "land_cost",
    "rent_index_shift",
    "inflation_shift",
    "vacancy_shift",
)


class HeatMapForm(forms.Form):
    """Which two things move together."""

    first = forms.ChoiceField(label=gettext_lazy("Across"))
    second = forms.ChoiceField(label=gettext_lazy("Down"))

    DEFAULT = ("construction_cost", "interest_shift")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = dict(zip(("first", "second"), self.DEFAULT, strict=True))
        super().__init__(*args, **kwargs)
        choices = [(name, driver_title(name)) for name in HEAT_MAP_DRIVERS]
        offer(self, "first", choices)
        offer(self, "second", choices)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first") and data.get("first") == data.get("second"):
            self.add_error("second", _("Choose two different things."))
        return data

    @property
    def pair(self) -> tuple[str, str]:
        """What was chosen; the usual two while that cannot be shown."""
        if not self.is_bound or not self.is_valid():
            return self.DEFAULT
        return self.cleaned_data["first"], self.cleaned_data["second"]
