"""Filling in many homes at once, from a file: first the file, then what it holds, to be looked at before it is kept."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 2_000_000
ENDINGS = (".xlsx", ".ods", ".csv")
REPLACE, ADD = "replace", "add"
WHERE_HOMES_GO = _("Where the homes go")
CHOICES = [
    (REPLACE, _("Instead of the homes that are in the plan")),
    (ADD, _("Beside the homes that are in the plan")),
]


class HomesImportForm(forms.Form):
    """The file with homes."""

    file = forms.FileField(
        label=_("File with homes"),
        help_text=_(
            "A spreadsheet (.xlsx or .ods) or .csv, at most 2 MB. "
            "The first row says which column is the type, the number, the m² and the rent per month; "
            "and, if you know them, the rooms."
        ),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )
    way = forms.ChoiceField(label=WHERE_HOMES_GO, choices=CHOICES, initial=REPLACE, widget=forms.RadioSelect)

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(_("Choose a file that ends in .xlsx, .ods or .csv."))
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("This file is too large. A list of homes fits in 2 MB."))
        return file
