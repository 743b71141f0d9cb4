"""What is filled in to choose who gets a place: for each application a choice and the reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField
from coophub.web.forms import needed_later
from pilots.models import Selection
from pilots.selectors.selection import CallBoard
from pilots.services.selection import PlaceChoice, SelectionError


class SelectionForm(forms.Form):
    """The choices of one call. It carries the revision that the page showed, so that nobody overwrites another unseen.

    The fields of an application are named by its number: `outcome-12` and `reason-12`.
    """

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(self, board: CallBoard, data: Any = None) -> None:
        initial: dict[str, Any] = {"revision": board.call.revision}
        for applicant in board.applicants:
            if selection := applicant.selection:
                initial |= {
                    _name("outcome", applicant.intake.pk): selection.outcome,
                    _name("reason", applicant.intake.pk): selection.reason,
                }
        super().__init__(data, initial=initial)
        self.keys = [applicant.intake.pk for applicant in board.applicants]
        for applicant in board.applicants:
            self.fields[_name("outcome", applicant.intake.pk)] = needed_later(
                forms.ChoiceField(
                    label=_("Choice for %(group)s") % {"group": applicant.name},
                    choices=[("", _("Nothing chosen yet")), *Selection.Outcome.choices],
                )
            )
            self.fields[_name("reason", applicant.intake.pk)] = needed_later(
                TextField(label=_("Reason for %(group)s") % {"group": applicant.name}, rows=2, max_length=2000)
            )

    @property
    def choices(self) -> dict[int, PlaceChoice]:
        return {
            key: PlaceChoice(self.cleaned_data[_name("outcome", key)], self.cleaned_data[_name("reason", key)])
            for key in self.keys
        }

    def fields_of(self, key: int) -> list[Any]:
        """The two fields of an application, to draw beside it."""
        return [self[_name("outcome", key)], self[_name("reason", key)]]

    def show_refused(self, error: SelectionError) -> None:
        """Puts each sentence beside the field that it is about."""
        for (key, name), sentence in error.sentences.items():
            self.add_error(_name(name, key) if _name(name, key) in self.fields else None, str(sentence))


def _name(name: str, key: int) -> str:
    return f"{name}-{key}"
