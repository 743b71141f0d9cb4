"""Filters of the work queue, and who gets what."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import LineField
from coophub.web.forms import offer
from financing.subsidies.models import AT_THE_MINISTRY, Application, SchemeVersion, State
from financing.subsidies.selectors import queue

VIEWS = {
    "": _("Everything"),
    "mine": _("Mine"),
    "unassigned": _("With nobody"),
    "soon": _("Due soon"),
    "overdue": _("Too late"),
}


class QueueFilterForm(forms.Form):
    """Read from the address, so that a view can be kept and shared. What is no valid choice filters nothing."""

    view = forms.ChoiceField(choices=list(VIEWS.items()), required=False, widget=forms.HiddenInput)
    q = LineField(label=_("Number or name"), required=False, max_length=100)
    scheme = forms.ModelChoiceField(
        label=_("Scheme"), queryset=SchemeVersion.objects.none(), required=False, empty_label=_("All schemes")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All states")), *((state, State(state).label) for state in AT_THE_MINISTRY)],
        required=False,
    )
    person = forms.ModelChoiceField(
        label=_("With"), queryset=User.objects.none(), required=False, empty_label=_("Everybody")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "scheme", queue.queue_schemes())
        offer(self, "person", queue.assignable_people())

    @property
    def chosen_view(self) -> str:
        return self.cleaned_data.get("view", "") if self.is_bound and self.is_valid() else ""

    def apply(self, applications: QuerySet[Application], user: User) -> QuerySet[Application]:
        if not self.is_bound:
            return applications
        self.is_valid()
        data, today = self.cleaned_data, clock.today()
        wanted = Q()
        views = {
            "mine": queue.is_mine(user),
            "unassigned": queue.is_unassigned(),
            "soon": queue.is_due_soon(today),
            "overdue": queue.is_overdue(today),
        }
        wanted &= views.get(data.get("view", ""), Q())
        if data.get("q"):
            wanted &= Q(number__icontains=data["q"]) | Q(submission__initiative_name__icontains=data["q"])
        if data.get("scheme"):
            wanted &= Q(scheme_version=data["scheme"])
        if data.get("state"):
            wanted &= Q(state=data["state"])
        if data.get("person"):
            wanted &= queue.is_mine(data["person"])
        return applications.filter(wanted)


class AssignForm(forms.Form):
    assignee = forms.ModelChoiceField(
        label=_("Give the chosen ones to"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("nobody"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "assignee", queue.assignable_people())


class SaveViewForm(forms.Form):
    name = LineField(label=_("Keep these filters as"), max_length=60)
    query = LineField(required=False, max_length=500, widget=forms.HiddenInput)
