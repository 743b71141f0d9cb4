"""What an advisor fills in about what holds a group up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.web import clock
from coophub.web.fields import DayField, EuroField, LineField, TextField, WholeNumberField
from coophub.web.forms import offer
from initiatives.models import Phase
from pilots.models import Bottleneck, MeasureTried
from pilots.models.bottlenecks import MOST_MONTHS
from pilots.selectors.bottlenecks import BottleneckFilter
from pilots.services.bottlenecks import BottleneckInput

MOST_MONEY = 999_999_999
DETAILS = ("severity", "description", "parties", "money_at_stake", "months_at_stake")


def kinds_by_category() -> list[tuple[Any, Any]]:
    """Every kind under its category, and the category itself for what is none of them."""
    return [
        (
            category.label,
            [
                *((kind.value, kind.label) for kind in Bottleneck.Kind if kind.value.split(".")[0] == category),
                (category.value, _("Something else")),
            ],
        )
        for category in Bottleneck.Category
    ]


class BottleneckForm(forms.Form):
    """What holds a group up. One choice gives category and kind, so that they always fit."""

    what = forms.ChoiceField(label=_("What is it about?"))
    description = TextField(label=_("What is the matter?"), rows=3, help_text=_("The group reads this."))
    severity = forms.TypedChoiceField(label=_("How serious is it?"), choices=Bottleneck.Severity.choices, coerce=int)
    opened_on = DayField(label=_("Since"), latest=clock.today)
    parties = forms.MultipleChoiceField(
        label=_("With whom?"),
        choices=Bottleneck.Party,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    money_at_stake = EuroField(label=_("Euros at stake"), min_value=0, max_value=MOST_MONEY, required=False)
    months_at_stake = WholeNumberField(label=_("Months at stake"), min_value=0, max_value=MOST_MONTHS, required=False)

    def __init__(self, *args: Any, bottleneck: Bottleneck | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"opened_on": clock.today()}
        if bottleneck is not None:
            initial = {name: getattr(bottleneck, name) for name in (*DETAILS, "opened_on")}
            initial["what"] = bottleneck.kind or bottleneck.category
        super().__init__(*args, **{**kwargs, "initial": initial})
        offer(self, "what", [("", _("Choose")), *kinds_by_category()])

    @property
    def bottleneck(self) -> BottleneckInput:
        data = self.cleaned_data
        category, _dot, kind = data["what"].partition(".")
        return BottleneckInput(
            category=category, kind=data["what"] if kind else "", **{name: data[name] for name in DETAILS}
        )


class MeasureForm(forms.Form):
    """What was tried. The list of suggestions stands in the page."""

    name = LineField(
        label=_("What was tried?"),
        max_length=120,
        help_text=_("Choose from the list, or write something new. No names of people, please."),
        widget=forms.TextInput(attrs={"list": "measures-known", "autocomplete": "off"}),
    )
    outcome = forms.ChoiceField(label=_("How did it go?"), choices=[("", _("Choose")), *MeasureTried.Outcome.choices])
    on = DayField(label=_("Day"), latest=clock.today, initial=clock.today)


class ResolveForm(forms.Form):
    resolution = TextField(
        label=_("What helped?"), rows=3, help_text=_("Other groups with the same bottleneck learn from it.")
    )


class BottleneckFilterForm(forms.Form):
    """Read from the address, so that it can be kept and shared. What is no valid choice filters nothing."""

    state = forms.ChoiceField(label=_("State"), choices=[("", _("Open")), ("solved", _("Solved"))], required=False)
    category = forms.ChoiceField(
        label=_("Category"), choices=[("", _("All")), *Bottleneck.Category.choices], required=False
    )
    phase = forms.ChoiceField(label=_("Phase"), choices=[("", _("All")), *Phase.choices], required=False)
    severity = forms.ChoiceField(
        label=_("How serious"), choices=[("", _("All")), *Bottleneck.Severity.choices], required=False
    )
    party = forms.ChoiceField(label=_("With whom"), choices=[("", _("All")), *Bottleneck.Party.choices], required=False)

    @property
    def chosen(self) -> BottleneckFilter:
        """What was filled in and can be read."""
        self.is_valid()
        return BottleneckFilter(**self.cleaned_data)

    @property
    def narrows(self) -> bool:
        return self.chosen != BottleneckFilter()
