"""The documents of a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.documents.forms import UploadField
from coophub.web.fields import LineField
from initiatives.models.documents import DocumentCategory


class GroupDocumentForm(forms.Form):
    """A new document."""

    upload = UploadField()
    title = LineField(
        label=_("What is it?"),
        max_length=200,
        required=False,
        help_text=_("Leave this open to use the name of the file."),
    )
    category = forms.ChoiceField(label=_("Where does it belong?"), choices=DocumentCategory.choices)
