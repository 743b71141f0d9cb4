"""What stands above the button of whoever signs: what the signature covers, and its seal, which is sent along."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import LineField
from coophub.web.forms import offer
from financing.subsidies.procedure.signing import ToSign


class SealInput(forms.HiddenInput):
    """Sends along the seal of what was read, and shows it in short with what it is of."""

    template_name = "subsidies/seal_input.html"
    covers: str | Promise = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return {**super().get_context(name, value, attrs), "covers": self.covers}


class AskToSignForm(forms.Form):
    """Who of the group is asked to sign along: the button that was pressed."""

    asked = forms.ModelChoiceField(
        queryset=User.objects.none(),
        error_messages={
            "required": _("Choose who signs along."),
            "invalid_choice": _("Choose an owner or editor of your group."),
        },
    )

    def __init__(self, *args: Any, editors: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "asked", editors)


class SignForm(forms.Form):
    """Nothing to fill in but what is signed. A page that sends no seal has shown nothing, and signs nothing."""

    seal = LineField(widget=SealInput, required=False)

    def __init__(self, data: Any = None, *, to_sign: ToSign | None) -> None:
        super().__init__(data, initial={"seal": to_sign.seal if to_sign is not None else ""})
        widget = self.fields["seal"].widget
        if isinstance(widget, SealInput) and to_sign is not None:
            widget.covers = to_sign.covers

    @property
    def read(self) -> str:
        """The seal of what was read, also before anything was sent."""
        found: str = self.cleaned_data["seal"] if self.is_bound else self.initial["seal"]
        return found
