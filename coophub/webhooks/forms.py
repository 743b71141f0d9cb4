"""What people fill in for a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import KeyField, LineField
from coophub.web.forms import offer
from coophub.webhooks.events import kinds


class WebhookForm(forms.Form):
    """Which address, and of what it is told."""

    key = KeyField()
    address = LineField(
        label=_("Address"),
        max_length=500,
        help_text=_("Where your program listens, for example https://example.org/coophub."),
        error_messages={"required": _("Say where your program listens.")},
    )
    kinds = forms.MultipleChoiceField(
        label=_("What it is told"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one thing that it is told of.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "kinds", [(kind.name, kind.title) for kind in kinds()])
