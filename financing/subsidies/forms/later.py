"""What a decider fills in about the draft of a later decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField
from financing.subsidies.models import LaterDecision


class SignLaterForm(forms.Form):
    """Names the draft that was read, so that no other is signed."""

    draft = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, draft: LaterDecision | None) -> None:
        super().__init__(data, initial={"draft": draft.pk if draft is not None else None})

    @property
    def chosen(self) -> int | None:
        """The draft that this is about, also before anything was sent."""
        found: int | None = self.cleaned_data["draft"] if self.is_bound else self.initial["draft"]
        return found


class TurnDownForm(SignLaterForm):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))

    def __init__(self, data: Any = None, *, draft: LaterDecision | None) -> None:
        super().__init__(data, draft=draft)
        if draft is not None:
            self.fields["reason"].label = gettext("Why do you turn this down: %(decision)s?") % {
                "decision": draft.get_kind_display()
            }
