"""What narrows the list of an advisor's pilots."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web.forms import offer
from initiatives.models import Phase
from pilots.selectors.health import CaseLoadFilter, SignKind
from pilots.selectors.programmes import programmes_coached_in


class CaseLoadFilterForm(forms.Form):
    """Read from the address, so that it can be kept and shared. What is no valid choice filters nothing."""

    sign = forms.ChoiceField(
        label=_("What needs attention"), choices=[("", _("All")), *SignKind.choices], required=False
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=[("", _("All")), *Phase.choices], required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)

    def __init__(self, *args: Any, advisor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = programmes_coached_in(advisor).values_list("slug", "name")
        offer(self, "programme", [("", _("All")), *programmes])

    @property
    def chosen(self) -> CaseLoadFilter:
        """What was filled in and can be read."""
        self.is_valid()
        return CaseLoadFilter(**self.cleaned_data)

    @property
    def narrows(self) -> bool:
        return self.chosen != CaseLoadFilter()
