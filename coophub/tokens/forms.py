"""What people fill in for a token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.tokens.may import scopes_for
from coophub.tokens.models import TokenHolder
from coophub.web.fields import KeyField, LineField
from coophub.web.forms import offer

DAYS = [(30, _("30 days")), (90, _("three months")), (365, _("a year"))]


class OrganisationTokenForm(forms.Form):
    """Whose programs it is for, what it is called, and for how long."""

    key = KeyField()
    organisation = forms.ChoiceField(
        label=_("Which organisation"),
        error_messages={"required": _("Choose an organisation.")},
        widget=forms.RadioSelect,
        choices=[(organisation.value, organisation.label) for organisation in TokenHolder],
    )
    name = LineField(
        label=_("What for"),
        error_messages={"required": _("Say which program will use the token.")},
        max_length=100,
        help_text=_("For example: the nightly copy of cases. You recognise the token by it later."),
    )
    days = forms.TypedChoiceField(label=_("How long the token is good"), coerce=int, choices=DAYS, initial=365)


class TokenForm(forms.Form):
    """Which program it is for, what that may do, and for how long."""

    key = KeyField()
    name = LineField(
        label=_("Which program"),
        max_length=100,
        help_text=_("For example: our bookkeeping. You recognise the token by it later."),
        error_messages={"required": _("Say which program will use the token.")},
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose no more than it needs. It can never do more than you can yourself."),
        error_messages={"required": _("Choose at least one thing that the program may do.")},
    )
    days = forms.TypedChoiceField(
        label=_("How long the token is good"),
        coerce=int,
        choices=DAYS,
        initial=90,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scopes", [(scope.value, scope.label) for scope in scopes_for(user)])
