"""What people fill in for a financing plan."""

import uuid
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from coophub.web.forms import RadioCards
from financing.plans.examples import EXAMPLES
from financing.plans.forms.sections import SECTIONS, Section, SectionForms, section_named

__all__ = ["SECTIONS", "ImportForm", "Section", "SectionForms", "StartForm", "section_named"]

MAX_DOCUMENT_BYTES = 2_000_000


class StartForm(forms.Form):
    """From which example a plan starts."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name of the plan"), max_length=200)
    example = forms.ChoiceField(
        label=_("Which example is closest to what you want?"),
        choices=[(example.slug, example.title) for example in EXAMPLES],
        widget=RadioCards(descriptions={example.slug: example.explanation for example in EXAMPLES}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class ImportForm(forms.Form):
    """A plan document, as a file or pasted."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(
        label=_("Plan document"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    text = forms.CharField(
        label=_("Or paste it here"), required=False, widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid.uuid4(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_DOCUMENT_BYTES:
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
        file = self.cleaned_data.get("file")
        return file.read() if file else self.cleaned_data["text"]
