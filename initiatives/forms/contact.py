"""What a visitor writes to a group."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import EmailField, KeyField, LineField, TextField


class VisitorMessageForm(forms.Form):
    """What a visitor writes to a group; `key` recognises the same form sent twice."""

    name = LineField(
        label=_("Your name"),
        max_length=80,
        error_messages={"required": _("Fill in your name, so that they know how to address you.")},
    )
    email = EmailField(
        label=_("Your e-mail address"),
        help_text=_("We send you a link to the answer. The group does not see your address."),
        error_messages={"required": _("Fill in the e-mail address at which they can answer you.")},
    )
    text = TextField(
        label=_("Your message"),
        max_length=2000,
        rows=6,
        error_messages={"required": _("Write what you want to tell or ask.")},
    )
    key = KeyField()


class VisitorAnswerForm(forms.Form):
    """What an owner answers a visitor."""

    text = TextField(
        label=_("What you answer"),
        max_length=2000,
        rows=6,
        help_text=_("The visitor reads it with the name of your group, not with yours."),
        error_messages={"required": _("Write your answer.")},
    )
