"""Which plan the households are laid beside, and where in it the money goes that they pledge."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import EuroField, KeyField, WholeNumberField
from coophub.web.forms import offer
from financing.plans.document.rows import KEY, keyed_document, told_apart
from financing.plans.models import Plan
from financing.plans.selectors.outcomes import MEMBER_MONEY
from financing.plans.selectors.versions import ComparedChoice

NEW = "new"


class PlanChoiceForm(forms.Form):
    """Which plan, as it is now or in a version, the households are laid beside."""

    plan = forms.ChoiceField(label=gettext_lazy("Plan or version"))

    def __init__(self, *args: Any, choices: Sequence[ComparedChoice], chosen: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "initial": {"plan": chosen}})
        offer(self, "plan", [(choice.token, f"{choice.name} ({choice.kind})") for choice in choices])


class PledgesForm(forms.Form):
    """Which source the pledges are. The page carries what it showed: the amount, and the plan that it stood beside."""

    source = forms.ChoiceField(label=gettext_lazy("Which source of the plan is this?"), widget=forms.RadioSelect)
    amount = EuroField(min_value=0, widget=forms.HiddenInput)
    revision = WholeNumberField(min_value=1, widget=forms.HiddenInput)
    key = KeyField()

    def __init__(self, *args: Any, plan: Plan, pledged: Decimal, **kwargs: Any) -> None:
        sources = keyed_document(plan).get("funding", [])
        names = told_apart(source["name"] for source in sources)
        pairs = zip(names, sources, strict=True)
        found = [(source[KEY], name) for name, source in pairs if source["kind"] in MEMBER_MONEY]
        choices = [*found, (NEW, _("A new source: money of members that stays in"))]
        first = {"source": choices[0][0], "amount": pledged, "revision": plan.revision}
        super().__init__(*args, **{**kwargs, "initial": first})
        offer(self, "source", choices)

    @property
    def row(self) -> str:
        """The key of the source; a new one has that of the form, so that it comes once."""
        chosen = self.cleaned_data["source"] if self.is_bound else self.initial["source"]
        return self.cleaned_data["key"].hex if chosen == NEW and self.is_bound else str(chosen)
