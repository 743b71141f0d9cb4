"""Steps of who assesses: take a case up, go on with it, judge, ask colleagues."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.forms import Form
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.bilingual import both, filled_in, marked
from coophub.web.fields import DayField, TextField, WholeNumberField, YesNoField, years_ahead
from coophub.web.forms import offer
from coophub.web.refusals import Refusal
from financing.subsidies.models import (
    Application,
    Assessment,
    Criterion,
)
from financing.subsidies.procedure.interest import people_with_interest
from financing.subsidies.procedure.may.assessing import (
    why_not_ask_reviewers,
    why_not_assess,
    why_not_declare,
    why_not_take_up,
)
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.selectors import queue
from financing.subsidies.services import reviewing


class InterestForm(forms.Form):
    has_interest = YesNoField(
        label=_("Do you have an interest in this application?"),
        choices=[
            ("no", _("No: I know nobody of this group and gain nothing by the decision")),
            ("yes", _("Yes: somebody else has to assess it")),
        ],
    )
    reason = TextField(label=_("What is your interest?"), help_text=_("Only if you have one."), required=False, rows=2)


class TakeUp(Step):
    name = "interest"
    title = _("Take it up")
    button = _("Declare and take up")
    permission = "subsidies.assess_application"
    done = _("Thank you.")
    tab = "application"
    form_class = InterestForm
    trail = {"subsidies.declare_interest": _("declared whether there is an interest")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_declare(application, user, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.declare_interest(application=application, user=user, **form.cleaned_data)


class GoOn(Step):
    name = "resume"
    title = _("Go on with the assessment")
    button = _("Go on")
    permission = "subsidies.assess_application"
    done = _("The assessment goes on.")
    tab = "application"
    trail = {"subsidies.take_up": _("took the application up")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_take_up(application, user, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.take_up(application=application, user=user)


SCALE = _("0: not at all. 5: half. 10: entirely.")
"""Beside the guidance of each criterion, so that two who score alone mean the same."""


def guidance_with_scale(criterion: Criterion) -> str:
    """What a criterion asks, with our scale where the scheme gives none of its own."""
    words = both(criterion, "guidance")
    has_scale = any(sign.isdigit() for sign in str(words))
    return marked(words) if has_scale else format_html("{} {}", marked(words), SCALE)


class AssessmentForm(forms.Form):
    """A score for each criterion of the scheme, and an advice."""

    def __init__(self, *args: Any, criteria: Iterable[Criterion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(criteria)
        for criterion in self.criteria:
            self.fields[f"score_{criterion.slug}"] = WholeNumberField(
                label=filled_in(
                    gettext("%(title)s (weight %(weight)s)"),
                    title=both(criterion, "title"),
                    weight=str(criterion.weight),
                ),
                help_text=guidance_with_scale(criterion),
                unit=_("of 10"),
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


class Assess(Step):
    name = "assess"
    title = _("Assess")
    button = _("Store the assessment")
    permission = "subsidies.assess_application"
    done = _("Your assessment is stored.")
    tab = "assessment"
    beside = "case"
    trail = {"subsidies.assess": _("assessed the application")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_assess(application, user)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return AssessmentForm(data, criteria=application.scheme_version.criteria.all())

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.assess(
            application=application,
            scores=form.scores,
            advice=form.cleaned_data["advice"],
            explanation=form.cleaned_data["explanation"],
            user=user,
        )


class ReviewersForm(forms.Form):
    reviewers = forms.ModelMultipleChoiceField(
        label=_("Who assesses too?"), queryset=User.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    finish_by = DayField(label=_("Assess by"), earliest=clock.today, latest=years_ahead(1))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"finish_by": clock.today() + dt.timedelta(days=14)})
        super().__init__(*args, **kwargs)
        asked = application.review_assignments.values("reviewer")
        aside = people_with_interest(application)
        offer(self, "reviewers", queue.reviewers().exclude(pk__in=asked).exclude(pk__in=aside))


class AskReviewers(Step):
    name = "reviewers"
    title = _("Ask colleagues to assess")
    button = _("Ask them")
    permission = "subsidies.assign_reviewers"
    done = _("Your colleagues are asked.")
    trail = {"subsidies.assign_reviewers": _("asked colleagues to assess")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_reviewers(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ReviewersForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.assign_reviewers(application=application, user=user, **form.cleaned_data)
