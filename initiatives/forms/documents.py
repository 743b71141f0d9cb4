"""The documents of a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import SeveralUploadsField
from coophub.web.fields import LineField
from initiatives.models.documents import DocumentCategory

MOST_AT_ONCE = 20


class GroupDocumentForm(forms.Form):
    """New documents."""

    upload = SeveralUploadsField(most=MOST_AT_ONCE)
    title = LineField(
        label=_("What is it?"),
        max_length=200,
        required=False,
        help_text=_("Leave this open to use the name of the file. Several files each keep their own name."),
    )
    category = forms.ChoiceField(label=_("Where do they belong?"), choices=DocumentCategory.choices)


class DocumentFilterForm(forms.Form):
    """Which documents are looked for."""

    q = LineField(label=_("Words in the title or the text"), max_length=200, required=False)
    category = forms.ChoiceField(
        label=_("Kind"), choices=[("", _("All kinds")), *DocumentCategory.choices], required=False
    )

    @property
    def narrows(self) -> bool:
        return self.is_valid() and any(self.cleaned_data.values())
