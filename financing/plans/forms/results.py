"""What people fill in around a plan's result: names, private links, points and norms."""

import csv
import io
import itertools
import uuid
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, NumberField, PercentField, parse_number
from financing.engine import DriverError, Drivers
from financing.engine.drivers import NEUTRAL
from financing.plans.models import Plan, PlanVersion
from financing.plans.rent_points import BATH, BOTH, LABELS, SHOWER, HomeFacts
from financing.plans.selectors import driver_title

AS_IT_IS_NOW = "now"


class VersionForm(forms.Form):
    """The name of a frozen version."""

    name = forms.CharField(
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
            raise ValidationError(
                _("This scenario cannot be calculated: %(reason)s") % {"reason": error}, code="drivers"
            ) from error
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

    name = forms.CharField(
        label=gettext_lazy("Name of the scenario"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Leave this open to call it after what it changes."),
    )


class ShareForm(forms.Form):
    """Who gets to read which version, and for how long."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    recipient = forms.CharField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy("For example: the bank, or the municipality."),
    )
    version = forms.ChoiceField(label=gettext_lazy("What they may read"))
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long the link is good"),
        coerce=int,
        choices=[
            (14, gettext_lazy("two weeks")),
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("three months")),
            (365, gettext_lazy("a year")),
        ],
        initial=30,
    )
    pass_phrase = forms.CharField(
        label=gettext_lazy("Pass phrase"),
        required=False,
        min_length=8,
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Who opens the link then has to give it. Tell it by telephone, not in the same message as the link. We keep no readable copy."
        ),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in plan.versions.all()}
        choices = [(AS_IT_IS_NOW, _("The plan as it is now, kept as a version"))]
        choices += [(pk, f"{version.number}. {version.name}") for pk, version in self.versions.items()]
        self.fields["version"].choices = choices

    @property
    def chosen_version(self) -> PlanVersion | None:
        """None for the plan as it is now."""
        return self.versions.get(self.cleaned_data["version"])


class PassPhraseForm(forms.Form):
    """What a visitor of a private link gives."""

    pass_phrase = forms.CharField(
        label=gettext_lazy("Pass phrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class PointsForm(forms.Form):
    """The points of each type of home."""

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [home["name"] for home in plan.document.get("dwellings", [])]
        for number, name in enumerate(self.names):
            self.fields[f"points-{number}"] = forms.IntegerField(
                label=_("Points of “%(name)s”") % {"name": name},
                required=False,
                min_value=1,
                max_value=999,
                initial=plan.home_points.get(name),
            )

    @property
    def points(self) -> dict[str, int | None]:
        return {name: self.cleaned_data[f"points-{number}"] for number, name in enumerate(self.names)}


class HomeFactsForm(forms.Form):
    """The facts from which the points of a home are counted."""

    is_apartment = forms.TypedChoiceField(
        label=gettext_lazy("What kind of home"),
        coerce=lambda value: value == "apartment",
        choices=[("apartment", gettext_lazy("Apartment")), ("house", gettext_lazy("House"))],
    )
    living_m2 = NumberField(label=gettext_lazy("Living room"), unit="m²", min_value=4, max_value=500)
    bedrooms = forms.IntegerField(label=gettext_lazy("How many bedrooms"), min_value=1, max_value=10, initial=1)
    bedroom_m2 = NumberField(label=gettext_lazy("Bedrooms together"), unit="m²", min_value=4, max_value=500)
    kitchen_m2 = NumberField(
        label=gettext_lazy("Kitchen"),
        unit="m²",
        min_value=1,
        max_value=200,
        help_text=gettext_lazy("Also when it is a part of the living room; count that part here only."),
    )
    counter_m = NumberField(label=gettext_lazy("Length of the kitchen counter"), unit="m", min_value=1, max_value=20)
    bathroom_m2 = NumberField(label=gettext_lazy("Bathroom"), unit="m²", min_value=1, max_value=100)
    bathing = forms.ChoiceField(
        label=gettext_lazy("In the bathroom"),
        choices=[
            (SHOWER, gettext_lazy("A shower")),
            (BATH, gettext_lazy("A bath")),
            (BOTH, gettext_lazy("A bath and a shower")),
        ],
    )
    storage_m2 = NumberField(label=gettext_lazy("Storage"), unit="m²", min_value=0, max_value=200, initial=0)
    outdoor_m2 = NumberField(
        label=gettext_lazy("Balcony or garden of its own"), unit="m²", min_value=0, max_value=5000, initial=0
    )
    label = forms.ChoiceField(
        label=gettext_lazy("Energy label"), choices=[(label, label) for label in LABELS], initial="A+++"
    )
    woz_value = EuroField(
        label=gettext_lazy("Value for the municipality (WOZ)"),
        min_value=1,
        help_text=gettext_lazy("For a home that is not there yet: of a home like it in the neighbourhood."),
    )
    built_in = forms.IntegerField(label=gettext_lazy("Year of building"), min_value=1500, max_value=2200)

    @property
    def facts(self) -> HomeFacts:
        return HomeFacts(
            **{name: float(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()}
        )


class NormsForm(forms.Form):
    """The norms of a new year."""

    valid_from = forms.DateField(
        label=gettext_lazy("Valid from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Where each figure was published, and when you read it."),
    )
    low_segment_points = forms.IntegerField(
        label=gettext_lazy("Most points of a social home"), min_value=1, max_value=999, initial=143
    )
    middle_segment_points = forms.IntegerField(
        label=gettext_lazy("Most points of a middle-rent home"), min_value=1, max_value=999, initial=186
    )
    new_build_surcharge = PercentField(
        label=gettext_lazy("Surcharge for new middle-rent homes"),
        min_value=0,
        max_value=100,
        initial=Decimal("0.10"),
        help_text=gettext_lazy("Only under the conditions of the law."),
    )
    social_income_one = EuroField(label=gettext_lazy("Social income limit, one person"), min_value=1)
    social_income_more = EuroField(label=gettext_lazy("Social income limit, more persons"), min_value=1)
    middle_income_one = EuroField(label=gettext_lazy("Middle income limit, one person"), min_value=1, required=False)
    middle_income_more = EuroField(label=gettext_lazy("Middle income limit, more persons"), min_value=1, required=False)
    rents = forms.CharField(
        label=gettext_lazy("Highest rent by points"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "One line for each number of points: the points and the rent, with a semicolon or tab between them. For example: 143;932,93"
        ),
    )

    def clean_rents(self) -> dict[int, Decimal]:
        """The rents by points: every number of points once, without gaps, and never less for more points."""
        found: dict[int, Decimal] = {}
        text = self.cleaned_data["rents"].replace("\t", ";")
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=";"), 1):
            if not "".join(row).strip():
                continue
            try:
                points, amount = int(row[0]), parse_number(row[1])
            except (ValueError, IndexError) as error:
                raise ValidationError(
                    _("Line %(number)s: expected points and a rent, such as 143;932,93.") % {"number": number}
                ) from error
            if points in found:
                raise ValidationError(_("Line %(number)s: these points stand there twice.") % {"number": number})
            found[points] = amount
        self._check_order(found)
        return found

    @staticmethod
    def _check_order(rents: dict[int, Decimal]) -> None:
        if not rents:
            raise ValidationError(_("Fill in at least one line."))
        points = sorted(rents)
        missing = set(range(points[0], points[-1] + 1)) - set(points)
        if missing:
            raise ValidationError(_("The rent for %(points)s points is missing.") % {"points": min(missing)})
        for lower, higher in itertools.pairwise(points):
            if rents[higher] < rents[lower]:
                raise ValidationError(
                    _("The rent for %(points)s points is lower than for fewer points.") % {"points": higher}
                )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        low, middle = data.get("low_segment_points"), data.get("middle_segment_points")
        if low and middle and low >= middle:
            self.add_error("middle_segment_points", _("This has to be more than the points of a social home."))
        if (data.get("middle_income_one") is None) != (data.get("middle_income_more") is None) and not self.errors:
            self.add_error("middle_income_more", _("Fill in both limits for middle incomes, or neither."))
        rents = data.get("rents")
        if rents and middle and not min(rents) <= middle <= max(rents):
            self.add_error("rents", _("The rent for %(points)s points is missing.") % {"points": middle})
        return data

    @property
    def figures(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name not in ("valid_from", "rents")}


class MiddleIncomesForm(forms.Form):
    """The limits for middle incomes of a year of which they were not known yet."""

    one = EuroField(label=gettext_lazy("Middle income limit, one person"), min_value=1)
    more = EuroField(label=gettext_lazy("Middle income limit, more persons"), min_value=1)
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=500,
        help_text=gettext_lazy("Where each figure was published, and when you read it."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("one") and data.get("more") and data["more"] < data["one"]:
            self.add_error("more", _("The limit for more persons is at least that for one person."))
        return data


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
        self.fields["first"].choices = self.fields["second"].choices = choices

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
