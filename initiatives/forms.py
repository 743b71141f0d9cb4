"""What people fill in about their initiative."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.documents.forms import UploadField
from coophub.web import clock
from coophub.web.fields import (
    CoordinateField,
    DayField,
    EmailField,
    KeyField,
    KvkNumberField,
    LineField,
    TextField,
    WholeNumberField,
    years_ahead,
)
from coophub.web.forms import RadioCards, offer
from initiatives.models import CooperativeForm, Initiative, MemberRole, Municipality, Phase, TargetGroup
from initiatives.models.documents import DocumentCategory
from initiatives.models.initiative import MAX_HOMES

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
        Municipality.objects.all(),
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


class InitiativeProfileForm(NewInitiativeForm):
    """Every fact about an initiative; the phase changes on the road map."""

    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")

    class Meta(NewInitiativeForm.Meta):
        fields = [
            "name",
            "summary",
            "description",
            "website",
            "takes_messages",
            "municipality",
            "form",
            "building",
            "is_woningwet_cooperative",
            "target_group",
            "homes",
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
            "takes_messages": _(
                "Owners read the messages at People and get an e-mail of each. Your addresses are never shown."
            ),
            "is_woningwet_cooperative": _(
                "Tick this when you take over homes of a housing corporation as the Housing Act describes it."
            ),
            "legal_name": _("When you have been at the notary: the name in the statutes."),
            "kvk_number": _("Eight digits."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].label = _("Municipality")
        self.fields["form"].label = _("Form")
        self.fields["homes"].label = _("Number of homes")
        self.fields["target_group"].label = _("For whom in the first place")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        latitude, longitude = data.get("latitude"), data.get("longitude")
        if (latitude is None) != (longitude is None) and not {"latitude", "longitude"} & set(self.errors):
            self.add_error("longitude", _("Fill in both numbers of the place, or neither."))
        elif latitude is not None and longitude is not None and not (50 <= latitude <= 54 and 3 <= longitude <= 8):
            self.add_error(
                "latitude", _("This place is not in the Netherlands. Latitude is about 52, longitude about 5.")
            )
        return data


class VisitorMessageForm(forms.Form):
    """What a visitor writes to a group; `key` recognises the same form sent twice."""

    name = LineField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Fill in your name, so that they know how to address you.")},
    )
    email = EmailField(
        label=_("Your e-mail address"),
        help_text=_("The group answers you here."),
        error_messages={"required": _("Fill in the e-mail address at which they can answer you.")},
    )
    text = TextField(
        label=_("Your message"),
        max_length=2000,
        rows=6,
        error_messages={"required": _("Write what you want to tell or ask.")},
    )
    key = KeyField()


class InvitationForm(forms.Form):
    """Whom to ask, and as what."""

    email = EmailField(
        label=_("E-mail address"),
        error_messages={"required": _("Fill in the e-mail address of the person you want to invite.")},
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=MemberRole.choices, initial=MemberRole.EDITOR, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, widget=forms.RadioSelect)


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


class MilestoneForm(forms.Form):
    """When a step is planned, and when it was done."""

    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)
    done_on = DayField(
        label=_("Done on"), latest=clock.today, required=False, help_text=_("Leave this open while it is not done.")
    )


class OwnMilestoneForm(forms.Form):
    """A step that no template has."""

    title = LineField(
        label=_("What has to be reached?"),
        max_length=150,
        error_messages={"required": _("Write in a few words what has to be reached.")},
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=Phase.choices)
    planned_on = DayField(label=_("Planned on"), latest=years_ahead(30), required=False)


class TaskForm(forms.Form):
    """Something to do; `key` recognises the same form sent twice."""

    title = LineField(
        label=_("What has to be done?"),
        max_length=200,
        error_messages={"required": _("Write in a few words what has to be done.")},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it?"), required=False, empty_label=_("Nobody yet")
    )
    due_on = DayField(label=_("Before when?"), latest=years_ahead(10), required=False)
    key = KeyField()

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", members)


class GroupDocumentForm(forms.Form):
    """A new document."""

    upload = UploadField()
    title = LineField(
        label=_("What is it?"),
        max_length=200,
        required=False,
        help_text=_("Leave this open to use the name of the file."),
    )
    category = forms.ChoiceField(label=_("Where does it belong?"), choices=DocumentCategory.choices)
