"""What who assesses fills in: an interest, a judgement, and which colleagues assess too."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import DayField, TextField, WholeNumberField, YesNoField
from coophub.web.forms import offer
from financing.subsidies.models import (
    Application,
    Assessment,
    Criterion,
)
from financing.subsidies.selectors import queue


class InterestForm(forms.Form):
    has_interest = YesNoField(
        label=_("Do you have an interest in this application?"),
        choices=[
            ("no", _("No: I know nobody of this group and gain nothing by the decision")),
            ("yes", _("Yes: somebody else has to assess it")),
        ],
    )


class AssessmentForm(forms.Form):
    """A score for each criterion of the scheme, and an advice."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"score_{criterion.slug}"] = WholeNumberField(
                label=_("%(title)s (weight %(weight)s)") % {"title": criterion.title, "weight": criterion.weight},
                help_text=criterion.guidance,
                min_value=0,
                max_value=10,
            )
        self.fields["advice"] = forms.ChoiceField(
            label=_("Your advice"), choices=Assessment.Advice, widget=forms.RadioSelect
        )
        self.fields["explanation"] = TextField(label=_("Why"))

    @property
    def scores(self) -> dict[str, int]:
        return {criterion.slug: self.cleaned_data[f"score_{criterion.slug}"] for criterion in self.criteria}


class ReviewersForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Who assesses too?"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    finish_by = DayField(label=_("Assess by"))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"finish_by": clock.today() + dt.timedelta(days=14)})
        super().__init__(*args, **kwargs)
        asked = application.review_assignments.values("reviewer")
        aside = application.interest_declarations.filter(has_interest=True).values("person")
        offer(self, "reviewers", queue.reviewers().exclude(pk__in=asked).exclude(pk__in=aside))
