"""What people fill in for a financing plan."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import KeyField, LineField, TextField
from coophub.web.forms import RadioCards
from financing.plans.document.examples import EXAMPLES, SIZES, Example
from financing.plans.figures import FIGURES
from financing.plans.forms.section_forms import SectionForms
from financing.plans.forms.sections import SECTIONS, Section, section_named
from initiatives.models import CooperativeForm, Initiative
from initiatives.selectors.people import initiatives_edited_by

__all__ = [
    "SECTIONS",
    "ExampleFilter",
    "ImportForm",
    "KeepForm",
    "NewPlanForm",
    "Section",
    "SectionForms",
    "section_named",
]

MAX_DOCUMENT_BYTES = 2_000_000
CLOSES, DOES_NOT_CLOSE = _("It closes."), _("It does not close yet.")


EXAMPLE_FORMS = [
    (value, label) for value, label in CooperativeForm.choices if value in {example.form for example in EXAMPLES}
]
"""The forms of which there is an example."""


class ExampleFilter(forms.Form):
    """Which examples somebody wants to see: of one form, of about their size."""

    form = forms.ChoiceField(label=_("Form"), required=False, choices=[("", _("Any form")), *EXAMPLE_FORMS])
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("Any size")), *SIZES.items()])

    @property
    def examples(self) -> list[Example]:
        """Those that fit. Nonsense in the address counts for nothing."""
        data = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return [
            example
            for example in EXAMPLES
            if data.get("form") in ("", None, example.form) and data.get("size") in ("", None, example.size)
        ]


class NewPlanForm(forms.Form):
    """From which example a plan starts."""

    key = KeyField()
    name = LineField(label=cast(Any, FIGURES["name"].label), max_length=200)
    example = forms.ChoiceField(label=_("Which example is closest to what you want?"), widget=RadioCards())

    def __init__(self, *args: Any, examples: Sequence[Example] = EXAMPLES, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["example"])
        field.choices = [(example.slug, example.title) for example in examples]
        field.widget.descriptions = {
            example.slug: f"{example.explanation} {CLOSES if example.closes else DOES_NOT_CLOSE}"
            for example in examples
        }


class KeepForm(forms.Form):
    """Into which of their initiatives somebody takes a plan along."""

    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), label=_("With which initiative?"), empty_label=None, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ModelChoiceField[Initiative], self.fields["initiative"])
        field.queryset = initiatives_edited_by(user)
        field.initial = field.queryset.first()
        self.has_a_choice = field.initial is not None


class ImportForm(forms.Form):
    """A plan document, as a file or pasted."""

    key = KeyField()
    file = forms.FileField(
        label=_("Plan document"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    text = TextField(label=_("Or paste it here"), required=False, rows=10, is_prose=False)

    def clean_file(self) -> UploadedFile[bytes] | None:
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MAX_DOCUMENT_BYTES:
            raise forms.ValidationError(_("This file is too large for a plan document."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not data.get("file") and not data.get("text") and not self.errors:
            self.add_error("file", _("Choose a file, or paste the document."))
        return data

    @property
    def content(self) -> bytes | str:
        """What was given, the file first."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        return file.read() if file else str(self.cleaned_data["text"])
