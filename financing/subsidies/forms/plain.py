"""A step with nothing to fill in, and one with a reason alone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField


class PlainForm(forms.Form):
    """Nothing to fill in: the step itself is the answer."""


class ReasonForm(forms.Form):
    reason = TextField(label=_("Why"), help_text=_("Write a whole sentence."))
