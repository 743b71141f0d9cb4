"""Messages between the two sides, and notes for colleagues."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField


class MessageForm(forms.Form):
    text = TextField(label=_("Message"), rows=4)


class NoteForm(forms.Form):
    text = TextField(label=_("Note"), rows=3)
