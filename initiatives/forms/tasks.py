"""What somebody has to do."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import DayField, KeyField, LineField, years_ahead
from coophub.web.forms import offer
from coophub.web.shared_forms import SharedForm
from initiatives.models import Repeat


class TaskForm(SharedForm):
    """Something to do."""

    title = LineField(
        label=_("What has to be done?"),
        max_length=200,
        error_messages={"required": _("Write in a few words what has to be done.")},
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label=_("Who does it?"), required=False, empty_label=_("Nobody yet")
    )
    due_on = DayField(label=_("Before when?"), latest=years_ahead(10), required=False)
    repeat = forms.ChoiceField(
        label=_("Does it come back?"),
        choices=[("", _("Once")), *Repeat.choices],
        required=False,
        help_text=_("The next one comes on the list when this one is done."),
    )

    def __init__(self, *args: Any, members: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "owner", members)


class NewTaskForm(TaskForm):
    """The same; `key` recognises the same form sent twice."""

    key = KeyField()
