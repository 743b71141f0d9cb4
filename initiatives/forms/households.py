"""What a household wishes, and its place on the list."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import DayField, EuroField, KeyField, LineField, TextField, WholeNumberField, years_ahead
from coophub.web.forms import offer
from initiatives.models import Household
from initiatives.models.households import MAX_AREA_M2, MAX_PEOPLE, MAX_PLEDGE, MAX_RENT, MAX_ROOMS


class WishesForm(forms.Form):
    """Who they are, and what they wish.

    The page says what stood in each field when it was opened, so that it changes nothing but what was typed there.
    """

    name = LineField(
        label=_("What do you call this household?"),
        max_length=80,
        help_text=_("For example: Els and Joris. Only members of your group read this."),
    )
    adults = WholeNumberField(label=_("Adults"), min_value=1, max_value=MAX_PEOPLE, initial=1)
    children = WholeNumberField(label=_("Children"), min_value=0, max_value=MAX_PEOPLE, initial=0)
    rooms = WholeNumberField(
        label=_("How many rooms at least?"),
        min_value=1,
        max_value=MAX_ROOMS,
        required=False,
        help_text=_("Living room and bedrooms, without kitchen and bathroom."),
    )
    area_from = WholeNumberField(
        label=_("Living area from"), unit="m²", min_value=1, max_value=MAX_AREA_M2, required=False
    )
    area_to = WholeNumberField(label=_("Living area to"), unit="m²", min_value=1, max_value=MAX_AREA_M2, required=False)
    most_rent = EuroField(
        label=_("Which rent can they bear per month?"),
        min_value=0,
        max_value=MAX_RENT,
        required=False,
        help_text=_("Without service costs, in money of today."),
    )
    pledge = EuroField(
        label=_("How much of their own money do they pledge?"),
        min_value=0,
        max_value=MAX_PLEDGE,
        initial=0,
        help_text=_("What they put into the co-operative once. A pledge binds nobody yet."),
    )
    moves_from = DayField(label=_("From when can they move?"), latest=years_ahead(20), required=False)
    moves_until = DayField(
        label=_("Until when can they move?"),
        latest=years_ahead(20),
        required=False,
        help_text=_("For example because the lease of their present home ends then."),
    )
    remarks = TextField(
        label=_("Remarks"), rows=3, max_length=1000, required=False, help_text=_("For example: no stairs, a dog.")
    )

    def __init__(self, *args: Any, household: Household | None = None, **kwargs: Any) -> None:
        initial = {} if household is None else {name: getattr(household, name) for name in self.base_fields}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for field in self.fields.values():
            field.show_hidden_initial = household is not None

    @property
    def typed(self) -> dict[str, Any]:
        """What was changed on this page."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class HouseholdForm(WishesForm):
    """The same for an editor, who also says whose account it is."""

    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Whose account is it?"),
        required=False,
        empty_label=_("Nobody's"),
        help_text=_("This member can then change what the household wishes."),
    )

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "user", members)


class NewHouseholdForm(HouseholdForm):
    key = KeyField()


class PlaceForm(forms.Form):
    """Where a household stands on the list, and why."""

    place = WholeNumberField(label=_("Place on the list"), min_value=1)
    reason = LineField(
        label=_("Why this place?"),
        max_length=300,
        required=False,
        help_text=_("Every member can read this. For example: decided on the members' evening of 3 March."),
    )
    is_passed_over = forms.BooleanField(label=_("Keeps this place, but gets no home for now"), required=False)

    def __init__(self, *args: Any, household: Household, places: int, **kwargs: Any) -> None:
        initial = {
            "place": household.place,
            "reason": household.place_reason,
            "is_passed_over": household.is_passed_over,
        }
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.fields["place"] = WholeNumberField(
            label=_("Place on the list"), min_value=1, max_value=places, initial=household.place
        )
