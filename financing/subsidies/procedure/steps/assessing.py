"""Steps of who assesses: take a case up, go on with it, judge, ask colleagues."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.assessing import AssessmentForm, InterestForm
from financing.subsidies.forms.procedure import ReviewersForm
from financing.subsidies.models import Application, State
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.procedure.terms import has_lapsed
from financing.subsidies.services import reviewing

CAN_STILL_BE_ASKED = [State.SUBMITTED, State.COMPLETED, State.IN_ASSESSMENT]


class TakeUp(Step):
    name = "interest"
    title = _("Take it up")
    button = _("Declare and take up")
    permission = "subsidies.declare_interest"
    done = _("Thank you.")
    tab = "application"
    form_class = InterestForm

    def is_offered(self, application: Application, user: User) -> bool:
        has_said = any(item.person_id == user.pk for item in application.interest_declarations.all())
        if application.state in (State.SUBMITTED, State.COMPLETED) and application.reviewer_id is None:
            return True
        is_open = application.state == State.IN_ASSESSMENT
        return is_open and (application.reviewer_id is None or (_is_asked(application, user) and not has_said))

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

    def is_offered(self, application: Application, user: User) -> bool:
        if application.state == State.COMPLETED:
            return application.reviewer_id is not None
        return application.state == State.REMEDY_REQUESTED and remedy_has_lapsed(application)

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

    def is_offered(self, application: Application, user: User) -> bool:
        has_said = any(
            item.person_id == user.pk and not item.has_interest for item in application.interest_declarations.all()
        )
        is_done = any(item.reviewer_id == user.pk for item in application.assessments.all())
        return application.state == State.IN_ASSESSMENT and _is_asked(application, user) and has_said and not is_done

    def is_next(self, application: Application) -> bool:
        return True

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
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

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in CAN_STILL_BE_ASKED

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
        return ReviewersForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return reviewing.assign_reviewers(application=application, user=user, **form.cleaned_data)


def remedy_has_lapsed(application: Application) -> bool:
    """Whether the group had its time to complete the application and did not."""
    requests = list(application.remedy_requests.all())
    return bool(requests) and has_lapsed(requests[-1], clock.today())


def _is_asked(application: Application, user: User) -> bool:
    return any(item.reviewer_id == user.pk for item in application.review_assignments.all())
