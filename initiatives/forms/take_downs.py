"""Why the page of a group is taken off the register."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web.fields import TextField
from initiatives.models.take_down import LONGEST_REASON


class TakeDownForm(forms.Form):
    because = TextField(
        label=_("Why can this page not be shown?"),
        max_length=LONGEST_REASON,
        rows=4,
        help_text=_("The owners of the group read this. Say what has to change, so that they can mend it."),
        error_messages={"required": _("Say why, so that the group can mend it.")},
    )
