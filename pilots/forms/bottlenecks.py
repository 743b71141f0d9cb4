"""What an advisor fills in about what holds a group up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField


class ResolveForm(forms.Form):
    resolution = TextField(
        label=_("What helped?"), rows=3, help_text=_("Other groups with the same bottleneck learn from it.")
    )
