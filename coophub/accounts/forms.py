"""What people fill in about themselves, and administrators about others."""

from django import forms
from django.urls import reverse
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import Organisation, Role, User
from coophub.web.fields import LineField

NAME_WIDGET = forms.TextInput(attrs={"autocomplete": "name"})


def _terms_link() -> str:
    address, words = reverse("accounts:terms"), gettext("Read the terms of use")
    return format_html('<a class="utrecht-link utrecht-link--html-a" href="{}">{}</a>', address, words)


class SignupExtraForm(forms.Form):
    """What sign-up asks besides address and password, on which allauth builds its form.

    The language is that of the page.
    """

    name = LineField(
        label=_("Your name"),
        max_length=150,
        help_text=_("Your group and the people who help you see this name."),
        widget=NAME_WIDGET,
    )
    terms = forms.BooleanField(
        label=_("I agree to the terms of use."),
        help_text=lazy(_terms_link, str)(),
        error_messages={"required": _("You can only use CoopHub when you agree to the terms.")},
    )

    field_order = ["name", "email", "password1", "terms"]

    def signup(self, request: object, user: User) -> None:
        """allauth asks for this method; the adapter has saved everything by now."""


class ProfileForm(forms.Form):
    """A person's own name and language."""

    name = LineField(label=_("Your name"), max_length=150, widget=NAME_WIDGET)
    language = forms.ChoiceField(label=_("Language of pages and e-mails"), choices=User.Language)


class RolesForm(forms.Form):
    """Which roles somebody has, and for whom they work."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=Role, required=False, widget=forms.CheckboxSelectMultiple
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.all(), required=False, empty_label=_("None")
    )


class SignOutPersonForm(forms.Form):
    because = LineField(
        label=_("Why"),
        max_length=300,
        help_text=_("For example: a lost phone, or somebody who left. It stands in the log."),
    )


class EraseForm(forms.Form):
    confirm = forms.BooleanField(
        label=_("I understand that this cannot be undone."),
        error_messages={"required": _("Tick the box first. Nothing is erased yet.")},
    )
