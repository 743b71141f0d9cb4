"""Groups that are not on CoopHub, and where what is known of them stands."""

from copy import deepcopy
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, LineField
from coophub.web.model_fields import FIRST_DAY
from initiatives.forms.profile import NewInitiativeForm


class WrittenDownForm(forms.Form):
    """Where something stands that others can read too, and when it was true."""

    source = LineField(
        label=_("Where does it stand?"),
        max_length=300,
        help_text=_("The name of the site, article or report."),
        error_messages={"required": _("Fill in where it stands, so that others can read it too.")},
    )
    source_url = forms.URLField(label=_("Address of the source"), required=False, assume_scheme="https", max_length=200)
    known_on = DayField(
        label=_("True on"),
        earliest=FIRST_DAY,
        latest=clock.today,
        help_text=_("The day of the source, or the day on which you read it there."),
        error_messages={"required": _("Fill in on which day this was true.")},
    )


class ListedGroupForm(NewInitiativeForm):
    """The facts of a group that others wrote about, with where they did. Its page is public at once."""

    summary = LineField(
        label=_("What do they want, in one or two sentences?"),
        max_length=300,
        error_messages={"required": _("Write in one sentence what they want: visitors read that first.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(deepcopy(WrittenDownForm.base_fields))
        labels = {
            "name": _("What is the group called?"),
            "form": _("Which form comes closest?"),
            "homes": _("How many homes, about?"),
            "phase": _("How far are they?"),
        }
        for name, label in labels.items():
            self.fields[name].label = label
        self.fields["form"].help_text = ""
        required = {
            "name": _("Fill in what the group is called."),
            "municipality": _("Choose the municipality of the group."),
            "homes": _("Fill in about how many homes there are, or will be."),
        }
        for name, sentence in required.items():
            self.fields[name].error_messages["required"] = sentence
