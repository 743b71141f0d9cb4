"""What advisor and group write each other."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import KeyField, TextField
from pilots.models.thread import LONGEST_MESSAGE


class ThreadForm(forms.Form):
    """A message. `key` names the form, so that sent twice is once."""

    key = KeyField(initial=uuid.uuid4)
    text = TextField(label=_("Message"), rows=4, max_length=LONGEST_MESSAGE)
