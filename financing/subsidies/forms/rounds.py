"""Another cut or order to try on the round board."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.bilingual import both
from coophub.web.fields import DayField, EuroField, LineField, NumberField, WholeNumberField, years_ahead
from coophub.web.forms import offer
from financing.subsidies.models import SchemeVersion, Target
from financing.subsidies.selectors.rounds import Trial
from financing.subsidies.selectors.waiting import applications_in_round


class TrialForm(forms.Form):
    """Filled in by its address, so that a trial can be shared. It changes nothing."""

    method = forms.ChoiceField(label=_("Another order"), choices=SchemeVersion.Allocation, required=False)
    minimum_score = NumberField(
        label=_("Another least score"), min_value=0, max_value=10, required=False, unit=_("of 10")
    )

    def __init__(self, *args: Any, version: SchemeVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "method", [("", _("As the scheme says")), *SchemeVersion.Allocation.choices])
        for balance in version.balances.all():
            title = Target(balance.target).label if balance.target else _("Whole scheme")
            self.fields[f"ceiling_{balance.target}"] = EuroField(
                label=_("Another ceiling: %(group)s") % {"group": title}, min_value=0, required=False
            )
        for criterion in version.criteria.all():
            self.fields[f"weight_{criterion.slug}"] = WholeNumberField(
                label=_("Another weight: %(criterion)s") % {"criterion": both(criterion, "title")},
                min_value=0,
                max_value=100,
                required=False,
            )
        self.fields["without"] = LineField(
            label=_("Without these applications"),
            required=False,
            help_text=_("Their numbers, with a space or comma between them."),
        )
        self.version = version

    def clean_without(self) -> frozenset[str]:
        """The numbers, each of an application in this round."""
        numbers = frozenset(self.cleaned_data["without"].upper().replace(",", " ").split())
        waiting = applications_in_round(self.version).filter(number__in=numbers)
        if unknown := sorted(numbers - set(waiting.values_list("number", flat=True))):
            raise forms.ValidationError(
                _("There is no application %(number)s on this board."), params={"number": unknown[0]}
            )
        return numbers

    @property
    def trial(self) -> Trial | None:
        """What was filled in; None when nothing was."""
        data = self.cleaned_data
        trial = Trial(
            method=data["method"] or None,
            ceilings=self._given("ceiling_"),
            weights=self._given("weight_"),
            minimum_score=data["minimum_score"],
            without=data["without"],
        )
        return trial if trial != Trial() else None

    def _given(self, prefix: str) -> dict[str, Any]:
        values: dict[str, Decimal | int | None] = {
            name.removeprefix(prefix): value for name, value in self.cleaned_data.items() if name.startswith(prefix)
        }
        return {name: value for name, value in values.items() if value is not None}


class AnnounceForm(forms.Form):
    """Who draws the seed outside CoopHub, and when."""

    witness = LineField(
        label=_("Who draws the seed?"),
        max_length=200,
        help_text=_("Such as the notary, with the place of the office; or a public draw that everybody can look up."),
    )
    draws_on = DayField(
        label=_("On which day?"),
        earliest=clock.today,
        latest=years_ahead(1),
        help_text=_("A day to come, so that nobody knows the seed yet."),
    )


class SeedForm(forms.Form):
    """The seed that was drawn as announced."""

    seed = LineField(
        label=_("The seed"), max_length=64, help_text=_("Exactly as it stands in the record, with capitals and spaces.")
    )
