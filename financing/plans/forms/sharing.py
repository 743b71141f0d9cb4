"""What people fill in for a private link: who makes it, and who comes by it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.web.fields import KeyField, LineField
from coophub.web.forms import offer
from financing.plans.models import Plan, PlanVersion

AS_IT_IS_NOW = "now"


class ShareForm(forms.Form):
    """Who gets to read which version, and for how long."""

    key = KeyField()
    recipient = LineField(
        label=gettext_lazy("For whom"),
        max_length=200,
        help_text=gettext_lazy("For example: the bank, or the municipality."),
    )
    version = forms.ChoiceField(label=gettext_lazy("What they may read"))
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long the link is good"),
        coerce=int,
        choices=[
            (14, gettext_lazy("two weeks")),
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("three months")),
            (365, gettext_lazy("a year")),
        ],
        initial=30,
    )
    pass_phrase = LineField(
        label=gettext_lazy("Pass phrase"),
        required=False,
        min_length=8,
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Who opens the link then has to give it. Tell it by telephone, not in the same message as the "
            "link. We keep no readable copy."
        ),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in plan.versions.all()}
        choices = [(AS_IT_IS_NOW, _("The plan as it is now, kept as a version"))]
        choices += [(pk, f"{version.number}. {version.name}") for pk, version in self.versions.items()]
        offer(self, "version", choices)

    @property
    def chosen_version(self) -> PlanVersion | None:
        """None for the plan as it is now."""
        return self.versions.get(self.cleaned_data["version"])


class PassPhraseForm(forms.Form):
    """What a visitor of a private link gives."""

    pass_phrase = LineField(
        label=gettext_lazy("Pass phrase"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
