"""Filters of the work queue, and who gets what."""

from typing import Any

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.fields import LineField
from coophub.web.forms import offer
from financing.subsidies.models import AT_THE_MINISTRY, SchemeVersion, State
from financing.subsidies.selectors import queue

VIEWS = {
    "": _("Everything"),
    "todo": _("Waits for me"),
    "sign": _("To sign"),
    "mine": _("Mine"),
    "unassigned": _("With nobody"),
    "soon": _("Due soon"),
    "overdue": _("Too late"),
}


class CaseFilterForm(forms.Form):
    """Read from the address, so that it can be kept and shared. What is no valid choice filters nothing."""

    q = LineField(label=_("Number or name"), required=False, max_length=100)
    scheme = forms.ModelChoiceField(
        label=_("Scheme"), queryset=SchemeVersion.objects.none(), required=False, empty_label=_("All schemes")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *(choice for choice in State.choices if choice[0] != State.DRAFT)],
        required=False,
    )
    person = forms.ModelChoiceField(
        label=_("With"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scheme", queue.queue_schemes(), read=queue.names_of_queue_schemes)
        offer(self, "person", queue.assignable_people(), read=queue.names_of_assignable_people)

    @property
    def chosen(self) -> queue.CaseFilter:
        """What was filled in and can be read."""
        if self.is_bound:
            self.is_valid()
        data = getattr(self, "cleaned_data", {})
        return queue.CaseFilter(
            **{name: value.pk if isinstance(value, Model) else value for name, value in data.items() if value}
        )

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered by what stands in a field."""
        return self.chosen.narrows


class QueueFilterForm(CaseFilterForm):
    """The same in the work queue, within one of its views."""

    view = forms.ChoiceField(choices=list(VIEWS.items()), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        at_the_ministry = [(state, State(state).label) for state in AT_THE_MINISTRY]
        offer(self, "state", [("", _("All states")), *at_the_ministry])


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Give the chosen ones to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assignee", queue.assignable_people(), read=queue.names_of_assignable_people)


class SaveViewForm(forms.Form):
    name = LineField(label=_("Keep these filters as"), max_length=60)
    query = LineField(required=False, max_length=500, widget=forms.HiddenInput)
