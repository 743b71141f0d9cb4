"""Whom to ask, and as what."""

from typing import Any

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

    def __init__(self, *args: Any, to_own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if to_own:
            del self.fields["role"]

    @property
    def facts(self) -> dict[str, Any]:
        """Whom to ask; who is the first of a group becomes its owner."""
        return {"role": MemberRole.OWNER, **self.cleaned_data}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices, widget=forms.RadioSelect)
