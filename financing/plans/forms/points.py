"""The points and the rooms of each type of home: filled in, or counted from a few facts."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, NumberField, WholeNumberField, YearField
from financing.plans.document.rows import KEY, PlanRow, homes_by_name, is_room, keyed_document
from financing.plans.homes.rent_points import (
    BATH,
    BOTH,
    LABELS,
    RULES_OF,
    SHOWER,
    VALUED_IN,
    Facts,
    HomeFacts,
    RoomFacts,
)
from financing.plans.models import Plan
from initiatives.models.households import MAX_ROOMS


class OfEachHome(forms.Form):
    """A number for each type of home: `what` is kept of it in `Plan.home_<what>`, by the key of its row.

    The page says what stood in each field when it was opened, so that it changes nothing but what was typed there.
    """

    what = ""
    label: str | Promise = ""
    most = 1

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = getattr(plan, f"home_{self.what}")
        homes = homes_by_name(keyed_document(plan))
        self.homes = {UUID(home[KEY]): name for name, home in homes.items()}
        self.in_plan = {UUID(home[KEY]): home for home in homes.values()}
        self.rooms = {UUID(home[KEY]) for home in homes.values() if is_room(home)}
        for key, name in self.homes.items():
            self.fields[f"{self.what}-{key}"] = WholeNumberField(
                label=str(self.label) % {"name": name},
                required=False,
                min_value=1,
                max_value=self.most,
                initial=kept.get(key.hex),
                show_hidden_initial=True,
            )

    @property
    def typed(self) -> dict[str, int | None]:
        """The numbers that were changed, by the key of the type of home."""
        fields = {f"{self.what}-{key}": key.hex for key in self.homes}
        return {fields[field]: self.cleaned_data[field] for field in self.changed_data}


class PointsForm(OfEachHome):
    what, label, most = "points", gettext_lazy("Points of “%(name)s”"), 999


class RoomsForm(OfEachHome):
    what, label, most = "rooms", gettext_lazy("Rooms of “%(name)s”"), MAX_ROOMS


def area_field(label: Any, least: int, most: int, **kwargs: Any) -> NumberField:
    return NumberField(label=label, unit="m²", decimal_places=3, min_value=least, max_value=most, **kwargs)


class FactsForm(forms.Form):
    """What is asked of a home and of a room alike: the kitchen, the bathroom and the building."""

    is_apartment = forms.TypedChoiceField(
        label=gettext_lazy("What kind of home"),
        coerce=lambda value: value == "apartment",
        choices=[("apartment", gettext_lazy("Apartment")), ("house", gettext_lazy("House"))],
    )
    living_m2 = area_field(gettext_lazy("Living room"), 4, 500)
    kitchen_m2 = area_field(
        gettext_lazy("Kitchen"),
        1,
        200,
        help_text=gettext_lazy("Also when it is a part of the living room; count that part here only."),
    )
    counter_m = NumberField(
        label=gettext_lazy("Length of the kitchen counter"), unit="m", decimal_places=3, min_value=1, max_value=20
    )
    bathroom_m2 = area_field(gettext_lazy("Bathroom"), 1, 100)
    bathing = forms.ChoiceField(
        label=gettext_lazy("In the bathroom"),
        choices=[
            (SHOWER, gettext_lazy("A shower")),
            (BATH, gettext_lazy("A bath")),
            (BOTH, gettext_lazy("A bath and a shower")),
        ],
    )
    storage_m2 = area_field(gettext_lazy("Storage"), 0, 200, initial=0)
    outdoor_m2 = area_field(gettext_lazy("Balcony or garden of its own"), 0, 5000, initial=0)
    label = forms.ChoiceField(
        label=gettext_lazy("Energy label"), choices=[(label, label) for label in LABELS], initial="A+++"
    )
    woz_value = EuroField(
        label=gettext_lazy("Value for the municipality (WOZ)"),
        min_value=1,
        help_text=gettext_lazy("For a home that is not there yet: of a home like it in the neighbourhood."),
    )
    built_in = YearField(label=gettext_lazy("Year of building"), min_value=1500)

    def __init__(self, *args: Any, home: PlanRow, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if home.get("woz_value") is not None:
            value = self.fields["woz_value"]
            value.help_text = " ".join((str(value.help_text), *_of_the_plan(home.get("woz_year"))))

    @property
    def filled_in(self) -> dict[str, Any]:
        return {
            name: float(value) if isinstance(value, Decimal) else value for name, value in self.cleaned_data.items()
        }

    @staticmethod
    def begin_with(home: PlanRow, built_in: int) -> dict[str, Any]:
        """What the form shows before anybody filled it in."""
        return {"built_in": built_in, "woz_value": home.get("woz_value")}

    @staticmethod
    def initial_of(facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of facts that were filled in before."""
        return {**facts, "is_apartment": "apartment" if facts["is_apartment"] else "house"}


def _of_the_plan(year: int | None) -> tuple[str, str]:
    """Where the value in the field comes from, and of which day it should be."""
    known = _("In the plan stands this value, of 1 January %(year)s.") if year else _("This value stands in the plan.")
    needed = _("The rules of %(rules)s look at the value of 1 January %(year)s.")
    return known % {"year": year}, needed % {"rules": RULES_OF, "year": VALUED_IN}


class HomeFactsForm(FactsForm):
    """The facts from which the points of a home are counted."""

    bedrooms = WholeNumberField(label=gettext_lazy("How many bedrooms"), min_value=1, max_value=10, initial=1)
    bedroom_m2 = area_field(gettext_lazy("Bedrooms together"), 4, 500)
    field_order = ("is_apartment", "living_m2", "bedrooms", "bedroom_m2")

    def facts_in(self, municipality: str) -> Facts:
        return HomeFacts(**self.filled_in)


class RoomFactsForm(FactsForm):
    """The facts from which the points of a room in a shared home are counted."""

    shared_by = WholeNumberField(
        label=gettext_lazy("How many rooms share what follows"),
        min_value=2,
        max_value=MAX_ROOMS,
        initial=5,
        help_text=gettext_lazy("Each with somebody who lives there, this room counted too."),
    )
    own_m2 = area_field(gettext_lazy("The room itself"), 4, 200)
    living_m2 = area_field(
        gettext_lazy("Shared living room"), 0, 500, help_text=gettext_lazy("Fill in 0 when there is none.")
    )
    woz_value = EuroField(
        label=gettext_lazy("Value for the municipality (WOZ)"),
        min_value=1,
        required=False,
        help_text=gettext_lazy(
            "Of the whole home. Leave open when it is not known: the rules then count the least for it."
        ),
    )
    home_m2 = WholeNumberField(
        label=gettext_lazy("Living area of the whole home"), unit="m²", min_value=10, max_value=2000
    )
    field_order = ("is_apartment", "own_m2", "shared_by")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in SHARED.items():
            self.fields[name].label = label

    def facts_in(self, municipality: str) -> Facts:
        return RoomFacts(**self.filled_in, municipality=municipality)


SHARED = {
    "kitchen_m2": gettext_lazy("Shared kitchen"),
    "bathroom_m2": gettext_lazy("Shared bathroom"),
    "storage_m2": gettext_lazy("Shared storage"),
    "outdoor_m2": gettext_lazy("Shared balcony or garden"),
}
