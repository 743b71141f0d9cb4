"""Steps of who assesses: take a case up, go on with it, judge, ask colleagues."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.assessing import AssessmentForm, InterestForm, ReviewersForm
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.assessing import (
    why_not_ask_reviewers,
    why_not_assess,
    why_not_declare,
    why_not_take_up,
)
from financing.subsidies.procedure.may.refusal import Refusal
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.services import reviewing


class TakeUp(Step):
    name = "interest"
    title = _("Take it up")
    button = _("Declare and take up")
    permission = "subsidies.declare_interest"
    done = _("Thank you.")
    tab = "application"
    form_class = InterestForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_declare(application, user, clock.today())

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.declare_interest(
            application=application, has_interest=form.cleaned_data["has_interest"], user=user
        )


class GoOn(Step):
    name = "resume"
    title = _("Go on with the assessment")
    button = _("Go on")
    permission = "subsidies.assess_application"
    done = _("The assessment goes on.")
    tab = "application"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_take_up(application, user, clock.today())

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.take_up(application=application, user=user)


class Assess(Step):
    name = "assess"
    title = _("Assess")
    button = _("Store the assessment")
    permission = "subsidies.assess_application"
    done = _("Your assessment is stored.")
    tab = "assessment"

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_assess(application, user)

    def is_next(self, application: Application) -> bool:
        return True

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


class AskReviewers(Step):
    name = "reviewers"
    title = _("Ask colleagues to assess")
    button = _("Ask them")
    permission = "subsidies.assign_reviewers"
    done = _("Your colleagues are asked.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_reviewers(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ReviewersForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.assign_reviewers(application=application, user=user, **form.cleaned_data)
