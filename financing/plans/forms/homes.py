"""Filling in many homes at once, from a file: first the file, then what it holds, to be looked at before it is kept."""

import json
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import KeyField, LineField
from financing.plans.document.rows import KEY
from financing.plans.homes.spreadsheet import MAX_BYTES, TOO_LARGE, UNREADABLE

ENDINGS = (".xlsx", ".csv")
CHOICES = [
    ("replace", _("Instead of the homes that are in the plan")),
    ("add", _("Beside the homes that are in the plan")),
]


class HomesImportForm(forms.Form):
    """The file with homes."""

    file = forms.FileField(
        label=_("File with homes"),
        help_text=_(
            "A spreadsheet (.xlsx) or .csv, at most 2 MB. "
            "The first row says which column is the type, the number, the m² and the rent per month."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    way = forms.ChoiceField(label=_("Where the homes go"), choices=CHOICES, initial="replace", widget=forms.RadioSelect)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(_("Choose a file that ends in .xlsx or .csv."))
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        return file


class HomesConfirmForm(forms.Form):
    """The homes as they were read and shown, to be kept. What comes back is judged again by the engine."""

    key = KeyField()
    homes = LineField(widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=CHOICES, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_homes(self) -> list[dict[str, Any]]:
        try:
            homes = json.loads(self.cleaned_data["homes"])
        except ValueError as error:
            raise forms.ValidationError(UNREADABLE) from error
        if not isinstance(homes, list) or not all(isinstance(home, dict) for home in homes):
            raise forms.ValidationError(UNREADABLE)
        return [{name: value for name, value in home.items() if name != KEY} for home in homes]
