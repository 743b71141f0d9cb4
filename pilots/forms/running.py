"""What is filled in about a programme itself."""

from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from coophub.web.clashes import ClashError
from coophub.web.errors import DomainError
from coophub.web.fields import DayField, EuroField, LineField, NumberField, TextField, WholeNumberField, in_english
from coophub.web.forms import show_error
from initiatives.models import TargetGroup
from pilots.models import MOST_PLACES, Pilot, Programme
from pilots.selectors.programmes import pilots_in
from pilots.services.running import ProgrammeInput


def go_on_from(form: forms.Form, revision: int) -> None:
    """Lets a form that was refused build on this revision: who sends it once more has read that somebody else wrote."""
    data = cast(QueryDict, form.data).copy()
    data["revision"] = str(revision)
    form.data = data


def show_refused(form: forms.Form, error: DomainError) -> None:
    """Says what a service refused; after a clash the form builds on what stands there now."""
    show_error(form, error)
    if isinstance(error, ClashError):
        go_on_from(form, error.revision)


class EndProgrammeForm(forms.Form):
    """What came of a programme, and how it ends for each pilot that goes on: `ending-12`, by its number."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    outcome = TextField(
        label=_("What came of it?"),
        help_text=_("What groups reached and what you learnt, for everybody to read. Name no people."),
        rows=6,
    )
    outcome_en = in_english(TextField, _("What came of it?"), rows=6)

    def __init__(self, programme: Programme, data: Any = None) -> None:
        initial = {name: getattr(programme, name) for name in self.base_fields}
        super().__init__(data, initial=initial)
        for pilot in pilots_in(programme).filter(ended_on=None).select_related("initiative"):
            self.fields[f"ending-{pilot.pk}"] = forms.ChoiceField(
                label=_("How does it end for %(group)s?") % {"group": pilot.initiative},
                choices=[("", _("Choose an ending")), *Pilot.Outcome.choices],
            )

    @property
    def endings(self) -> dict[int, str]:
        return {
            int(name.removeprefix("ending-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("ending-")
        }


class ProgrammeForm(forms.Form):
    """A programme. It carries the revision that the page showed, so that nobody overwrites another unseen."""

    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    name = LineField(label=_("Name"), max_length=200)
    name_en = in_english(LineField, _("Name"), max_length=200)
    summary = TextField(
        label=_("What is it?"), help_text=_("Two or three sentences, for everybody to read."), rows=4, required=False
    )
    summary_en = in_english(TextField, _("What is it?"), rows=4)
    goals = TextField(label=_("What should it reach?"), rows=4, required=False)
    goals_en = in_english(TextField, _("What should it reach?"), rows=4)
    starts_on = DayField(label=_("First day"))
    ends_on = DayField(label=_("Last day"), required=False)
    only_years_known = forms.BooleanField(
        label=_("Only the years are known"), required=False, help_text=_("Pages then show the years alone.")
    )
    target_groups = forms.MultipleChoiceField(
        label=_("For whom"), choices=TargetGroup, widget=forms.CheckboxSelectMultiple, required=False
    )
    places = WholeNumberField(
        label=_("Places"),
        help_text=_("How many groups can take part."),
        min_value=1,
        max_value=MOST_PLACES,
        required=False,
    )
    hours_per_pilot = NumberField(
        label=_("Hours of coaching for each pilot"),
        decimal_places=1,
        min_value=0,
        max_value=99999,
        required=False,
    )
    coaching_budget = EuroField(label=_("Budget for coaching"), min_value=0, max_value=9_999_999_999, required=False)
    sources = TextField(label=_("Sources, one on a line"), rows=3, required=False)
    is_public = forms.BooleanField(label=_("Everybody can read about it"), required=False)

    @classmethod
    def initial_of(cls, programme: Programme | None) -> dict[str, Any]:
        if programme is None:
            return {"revision": 0, "is_public": True}
        return {name: getattr(programme, name) for name in cls.base_fields}

    @property
    def programme(self) -> ProgrammeInput:
        return ProgrammeInput(**{name: value for name, value in self.cleaned_data.items() if name != "revision"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("This is before the first day."))
        return data
