"""What a group chooses from its plan and adds as a document. What it fills in stands with each part of the application
(`applications/parts`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.documents.models import Document
from coophub.web.bilingual import Bilingual
from coophub.web.forms import needed_later, offer
from financing.subsidies.applications.parts.budget import kinds_offered


class TakeOverForm(forms.Form):
    """Which lines of the plan become costs, each under a kind of cost."""

    def __init__(self, *args: Any, lines: Iterable[Any], categories: Mapping[str, Bilingual], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = list(lines)
        choices = [("", _("Do not take over")), *kinds_offered(categories)]
        for line in self.lines:
            self.fields[f"line_{line.key}"] = needed_later(
                forms.ChoiceField(label=line.name, choices=choices, initial=line.category, help_text=line.note)
            )

    @property
    def categories(self) -> dict[str, str]:
        """The kind of cost for each line that was chosen, by the key of its row."""
        chosen = {line.key: self.cleaned_data[f"line_{line.key}"] for line in self.lines}
        return {key: category for key, category in chosen.items() if category}


class RequiredDocumentForm(forms.Form):
    """A file, or one of the group's own documents; `likeliest` is the one that it probably is."""

    own = needed_later(
        forms.ModelChoiceField(
            label=_("Choose one of your own documents"), queryset=Document.objects.none(), empty_label=_("Choose")
        )
    )
    upload = needed_later(UploadField(label=_("Or add a file")))

    def __init__(self, *args: Any, own: QuerySet[Document], likeliest: Document | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["own"].initial = likeliest
        if own:
            offer(self, "own", own)
        else:
            del self.fields["own"]
            self.fields["upload"].label = gettext("File")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("own") and not data.get("upload"):
            self.add_error("upload", gettext("Choose a file."))
        return data
