"""What a decider fills in about the draft of a later decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import LaterDecision
from financing.subsidies.procedure.signing import ToSign


class _AboutOneDraft(forms.Form):
    """Names the draft that was read, so that it is about no other."""

    draft = forms.IntegerField(widget=forms.HiddenInput)

    @property
    def chosen(self) -> int | None:
        """The draft that this is about, also before anything was sent."""
        found: int | None = self.cleaned_data["draft"] if self.is_bound else self.initial["draft"]
        return found


class SignLaterForm(SignForm, _AboutOneDraft):
    def __init__(self, data: Any = None, *, draft: LaterDecision | None, to_sign: ToSign | None) -> None:
        super().__init__(data, to_sign=to_sign)
        self.initial["draft"] = draft.pk if draft is not None else None


class TurnDownForm(_AboutOneDraft):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))

    def __init__(self, data: Any = None, *, draft: LaterDecision | None) -> None:
        super().__init__(data, initial={"draft": draft.pk if draft is not None else None})
        if draft is not None:
            self.fields["reason"].label = gettext("Why do you turn this down: %(decision)s?") % {
                "decision": draft.get_kind_display()
            }
