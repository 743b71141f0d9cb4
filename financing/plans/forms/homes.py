"""Filling in many homes at once, or their values, from a file: first the file, then what it holds, to be looked at
before it is kept.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.formats import euro
from coophub.web.texts import clean_line
from financing.plans.forms.figure_fields import field_of
from financing.plans.homes.values import PresentHome, RowLeftOut

MAX_BYTES, LONGEST_FILE_NAME = 2_000_000, 80
ENDINGS = (".xlsx", ".ods", ".csv")
REPLACE, ADD = "replace", "add"
WHERE_HOMES_GO = _("Where the homes go")
CHOICES = [
    (REPLACE, _("Instead of the homes that are in the plan")),
    (ADD, _("Beside the homes that are in the plan")),
]


def list_field(label: Any, help_text: Any) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        allow_empty_file=True,
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(ENDINGS)}),
    )


class ListForm(forms.Form):
    """A file with a list of homes, in the field `file`."""

    @property
    def parameters(self) -> dict[str, Any]:
        """What else is asked, as the job that reads the file keeps it."""
        raise NotImplementedError

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if not str(file.name).lower().endswith(ENDINGS):
            raise forms.ValidationError(_("Choose a file that ends in .xlsx, .ods or .csv."))
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(_("This file is too large. A list of homes fits in 2 MB."))
        return file


class HomesImportForm(ListForm):
    """The file with homes."""

    file = list_field(
        _("File with homes"),
        _(
            "A spreadsheet (.xlsx or .ods) or .csv, at most 2 MB. "
            "The first row says which column is the type, the number, the m² and the rent per month; "
            "and, if you know them, the rooms and the WOZ value."
        ),
    )
    way = forms.ChoiceField(label=WHERE_HOMES_GO, choices=CHOICES, initial=REPLACE, widget=forms.RadioSelect)

    @property
    def parameters(self) -> dict[str, Any]:
        return {"way": self.cleaned_data["way"]}


class ValuesImportForm(ListForm):
    """The file with the value of each home, and the year of which they are."""

    file = list_field(
        _("File with WOZ values"),
        _(
            "A spreadsheet (.xlsx or .ods) or .csv, at most 2 MB. "
            "The first row says which column is the WOZ value, and which the name of the home or its address; "
            "for homes that are called after their size also the m² and the year of building."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["woz_year"] = field_of("dwellings[].woz_year")
        # The tax of a year is on the value at the beginning of the year before.
        self.fields["woz_year"].initial = clock.today().year - 1

    @property
    def parameters(self) -> dict[str, Any]:
        name = clean_line(self.cleaned_data["file"].name)[:LONGEST_FILE_NAME]
        return {"year": self.cleaned_data["woz_year"], "name": name}


class RowsLeftOutForm(forms.Form):
    """For which home the value of each row is that belongs to none for certain. What is not chosen stays out."""

    def __init__(self, *args: Any, rows: Sequence[RowLeftOut], homes: Sequence[PresentHome], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.homes = {home.key: home for home in homes}
        for row in rows:
            self.fields[f"row-{row.number}"] = forms.ChoiceField(
                label=row_in_words(row),
                help_text=why_left_out(row),
                choices=[("", _("For no home: leave it out")), *((home.key, home.name) for home in homes)],
                required=False,
            )

    @property
    def chosen(self) -> dict[int, PresentHome]:
        """The homes that were chosen, by the numbers of their rows."""
        return {int(name.removeprefix("row-")): self.homes[key] for name, key in self.cleaned_data.items() if key}


def row_in_words(row: RowLeftOut) -> str:
    facts = {"number": row.number, "called": row.called}
    said = (gettext("Row %(number)s, “%(called)s”") if row.called else gettext("Row %(number)s")) % facts
    return f"{said}: {euro(Decimal(row.woz_value))}" if row.woz_value else said


def why_left_out(row: RowLeftOut) -> str:
    """With the home that comes nearest."""
    if not row.nearest:
        return gettext("No home in the plan looks like this one.")
    return gettext("We do not know for certain which home this is. “%(name)s” comes nearest.") % {"name": row.nearest}
