"""What somebody has to do."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import DayField, KeyField, LineField, years_ahead
from coophub.web.forms import offer
from coophub.web.shared_forms import carry_marks, merge_with
from initiatives.models import Repeat, Task

TASK_FACTS = ("title", "owner", "due_on", "repeat")


class TaskForm(forms.Form):
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

    def __init__(self, *args: Any, members: QuerySet[User], task: Task | None = None, **kwargs: Any) -> None:
        self.present = {name: getattr(task, name) for name in TASK_FACTS} if task is not None else {}
        super().__init__(*args, **{"initial": self.present, **kwargs})
        offer(self, "owner", members)
        if task is not None:
            carry_marks(self, self.present)

    def clean(self) -> dict[str, Any]:
        merge_with(self, self.present)
        return self.cleaned_data


class NewTaskForm(TaskForm):
    """The same; `key` recognises the same form sent twice."""

    key = KeyField()
