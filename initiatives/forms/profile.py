"""The facts of an initiative, and what its page says."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.connectors.locations import Location
from coophub.documents.forms import PhotoField
from coophub.web.fields import CoordinateField, KvkNumberField, LineField, WholeNumberField, YearField
from coophub.web.forms import RadioCards, offer
from coophub.web.shared_forms import SharedForm
from initiatives.models import CooperativeForm, GroupPhoto, Initiative, TargetGroup
from initiatives.models.initiative import FIRST_YEAR, LAST_YEAR, MAX_HOMES
from initiatives.selectors.municipalities import municipalities_in_force
from initiatives.services.lifecycle import Blur

FORM_DESCRIPTIONS: dict[str, Any] = {
    CooperativeForm.RENTAL: _("The co-operative owns the homes. You rent from yourselves."),
    CooperativeForm.OWNER_OCCUPIED: _("Everyone buys their own home. You manage and maintain together."),
    CooperativeForm.MIXED: _("Some of the homes are for rent, others for sale."),
    CooperativeForm.MEMBER_EQUITY: _("You rent, and bring in money of your own that you get back when you leave."),
    CooperativeForm.MANAGEMENT: _("A housing corporation stays the owner. You let and maintain the homes yourselves."),
    CooperativeForm.CPO: _("You commission the building of homes together. Afterwards everyone owns their own."),
    CooperativeForm.CLUSTERED: _("Homes around a shared garden or room, often for older people."),
}


class NewInitiativeForm(forms.ModelForm[Initiative]):
    """The first facts. All of them can be changed later."""

    municipality = forms.ModelChoiceField(
        municipalities_in_force(),
        label=_("In which municipality?"),
        help_text=_("Type the first letters to jump to it."),
        empty_label=_("Choose a municipality"),
        error_messages={"required": _("Choose the municipality where you look for a place.")},
    )
    form = forms.ChoiceField(
        label=_("Which form do you have in mind?"),
        help_text=_("Not sure yet? Choose what comes closest."),
        choices=CooperativeForm.choices,
        widget=RadioCards(descriptions=FORM_DESCRIPTIONS),
        error_messages={"required": _("Choose the form that comes closest.")},
    )
    target_group = forms.ChoiceField(
        label=_("For whom in the first place?"),
        choices=[("", _("Choose a group")), *TargetGroup.choices],
        error_messages={"required": _("Choose for whom the homes are in the first place.")},
    )

    homes = WholeNumberField(
        label=_("How many homes, about?"),
        min_value=1,
        max_value=MAX_HOMES,
        error_messages={
            "required": _("Fill in how many homes you have in mind. A guess is fine."),
            "invalid": _("Fill in a whole number of homes, for example 24."),
            "min_value": _("Fill in at least 1 home."),
            "max_value": _("Fill in at most %(limit_value)s homes."),
        },
    )

    class Meta:
        model = Initiative
        fields = ["name", "municipality", "form", "building", "target_group", "homes", "phase", "summary"]
        field_classes: dict[str, type[forms.Field]] = {"name": LineField}
        widgets = {
            "summary": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "name": _("What is the initiative called?"),
            "building": _("Where do the homes come from?"),
            "phase": _("How far are you?"),
            "summary": _("What do you want, in one or two sentences?"),
        }
        help_texts = {"summary": _("You can leave this open now.")}
        error_messages = {
            "name": {"required": _("Give your initiative a name. A working title is fine.")},
        }


class PhotoForm(forms.Form):
    """The photo of the public page, with its words."""

    upload = PhotoField(
        error_messages={"required": _("Choose a photo.")},
        help_text=_(
            "JPG or PNG, best wider than high. We keep what can be seen on it, not where and when it was taken. "
            "Ask whoever can be recognised on it first."
        ),
    )
    alternative_text = LineField(
        label=_("What is on the photo?"),
        max_length=200,
        help_text=_("For who cannot see it, for example: eleven people at a long table in a garden."),
        error_messages={"required": _("Say in a few words what is on the photo.")},
    )
    maker = LineField(
        label=_("Who took it?"),
        max_length=100,
        required=False,
        help_text=_("Stands below the photo. Leave it open when that is not needed."),
    )

    def __init__(self, *args: Any, kept: GroupPhoto | None, **kwargs: Any) -> None:
        if kept is not None:
            kwargs["initial"] = {"alternative_text": kept.alternative_text, "maker": kept.maker}
        super().__init__(*args, **kwargs)
        self.fields["upload"].required = kept is None


class LocationSearchForm(forms.Form):
    """What the group calls its place."""

    q = LineField(
        label=_("Street, neighbourhood, address or postcode"),
        max_length=100,
        help_text=_("For example: Lindenlaan Assen."),
        error_messages={"required": _("Write which place you mean.")},
    )


class LocationForm(forms.Form):
    """Which of the places that were found, and how exactly everybody may see it."""

    location = forms.ChoiceField(
        label=_("Which place is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the places.")},
    )
    blur = forms.ChoiceField(
        label=_("How exactly may everybody see it?"),
        choices=Blur.choices,
        initial=Blur.NEIGHBOURHOOD,
        widget=RadioCards(
            descriptions={
                Blur.NEIGHBOURHOOD: _("The dot is up to some 700 metres away from the place. We keep nothing else."),
                Blur.STREET: _("The dot is up to some 70 metres away."),
                Blur.EXACT: _("The dot is on the place itself. Ask who lives or owns something there first."),
            }
        ),
    )

    def __init__(self, *args: Any, locations: Sequence[Location], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locations = {location.key: location for location in locations}
        offer(self, "location", [(location.key, location.name) for location in locations])
        if len(locations) == 1:
            self.fields["location"].initial = locations[0].key

    @property
    def chosen(self) -> Location:
        return self.locations[self.cleaned_data["location"]]


class MovingYearField(YearField):
    """The year in which people move in, within what an initiative keeps."""

    def __init__(self, *, min_value: int = FIRST_YEAR, max_value: int = LAST_YEAR, **kwargs: Any) -> None:
        super().__init__(min_value=max(min_value, FIRST_YEAR), max_value=min(max_value, LAST_YEAR), **kwargs)


class InitiativeProfileForm(SharedForm, NewInitiativeForm):
    """Every fact about an initiative; the phase changes on the road map."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta(NewInitiativeForm.Meta):
        fields = [
            "name",
            "summary",
            "description",
            "website",
            "seeks_members",
            "takes_messages",
            "municipality",
            "form",
            "building",
            "is_woningwet_cooperative",
            "target_group",
            "homes",
            "moves_in_year",
            "legal_name",
            "kvk_number",
            "latitude",
            "longitude",
        ]
        widgets = {
            **NewInitiativeForm.Meta.widgets,
            "description": forms.Textarea(attrs={"rows": 8}),
        }
        field_classes = {
            **NewInitiativeForm.Meta.field_classes,
            "moves_in_year": MovingYearField,
            "legal_name": LineField,
            "kvk_number": KvkNumberField,
            "latitude": CoordinateField,
            "longitude": CoordinateField,
        }
        labels = {
            "name": _("Name"),
            "summary": _("In one or two sentences"),
            "description": _("Your story"),
        }
        help_texts = {
            "summary": _("This is what visitors read first. It is needed to publish your page."),
            "description": _("Who are you, what do you want to build, and whom are you still looking for?"),
            "latitude": _(
                "For the dot on the map, for example 53.2194. Leave both open to use a point in your municipality."
            ),
            "longitude": _("For example 6.5665."),
            "seeks_members": _("Visitors of the register can look for groups that do."),
            "moves_in_year": _("A guess is fine. Leave it open when you do not know."),
            "takes_messages": _(
                "Owners read the messages at People and get an e-mail of each. Your addresses are never shown."
            ),
            "is_woningwet_cooperative": _(
                "Tick this when you take over homes of a housing corporation as the Housing Act describes it."
            ),
            "legal_name": _("When you have been at the notary: the name in the statutes."),
            "kvk_number": _("Eight digits."),
        }

    def __init__(self, *args: Any, instance: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, instance=instance, row=instance, **kwargs)
        self.fields["municipality"].label = _("Municipality")
        self.fields["form"].label = _("Form")
        self.fields["homes"].label = _("Number of homes")
        self.fields["target_group"].label = _("For whom in the first place")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if (latitude is None) != (longitude is None) and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("longitude", _("Fill in both numbers of the place, or neither."))
        elif latitude is not None and longitude is not None and not (50 <= latitude <= 54 and 3 <= longitude <= 8):
            self.add_error(
                "latitude", _("This place is not in the Netherlands. Latitude is about 52, longitude about 5.")
            )
        return data
