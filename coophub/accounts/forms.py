"""What people fill in about themselves, and administrators about others."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Organisation, Role, User


class SignupExtraForm(forms.Form):
    """What sign-up asks besides address and password; allauth builds its form on this."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Your group and the people who help you see this name."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    field_order = ["name", "email", "password1"]

    def signup(self, request: object, user: User) -> None:
        """allauth asks for this method; the adapter has saved everything by now."""


class ProfileForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language"]
        labels = {"name": _("Your name"), "language": _("Language of pages and e-mails")}
        widgets = {"name": forms.TextInput(attrs={"autocomplete": "name", "required": True})}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True


class RolesForm(forms.Form):
    """Which roles somebody has, and for whom they work."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), required=False, empty_label=_("None")
    )


class EraseForm(forms.Form):
    confirm = forms.BooleanField(label=_("I understand that this cannot be undone."))
