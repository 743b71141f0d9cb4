"""Whom to ask, and as what."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EmailField
from initiatives.models import MemberRole


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
