"""The name of a scheme that begins with a run."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import LineField


class DraftSchemeForm(forms.Form):
    """Everything else comes from the run, or is written afterwards."""

    name = LineField(label=_("Name of the scheme"), max_length=150)
