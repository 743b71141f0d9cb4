"""Steps to complete an application (Awb 4:5): the ministry asks, the group adds, or it is left out."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.completing import CompleteForm, RemedyForm
from financing.subsidies.forms.deciding import LeavingOutForm
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.completing import why_not_ask_to_complete, why_not_complete
from financing.subsidies.procedure.may.deciding import why_not_leave_out
from financing.subsidies.procedure.may.refusal import Refusal
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.services import deciding, remedies


class AskToComplete(Step):
    name = "remedy"
    title = _("Ask to complete it")
    button = _("Send the request")
    permission = "subsidies.request_remedy"
    done = _("The request is sent. The decision term stands still from tomorrow.")
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_to_complete(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return RemedyForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return remedies.request_remedy(
            application=application,
            points=form.lines,
            last_day=form.cleaned_data["last_day"],
            explanation=form.cleaned_data["explanation"],
            user=user,
        )


class LeaveOut(Step):
    name = "leave-out"
    title = _("Leave out of consideration")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft decision waits for a signature.")
    form_class = LeavingOutForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_leave_out(application, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.draft_leaving_out(application=application, user=user, **form.cleaned_data)


class Complete(Step):
    name = "complete"
    title = _("Complete the application")
    button = _("Send it")
    permission = "subsidies.change_application"
    done = _("Your application is completed. The ministry goes on with it.")
    lead = _(
        "What you submitted stays as it is. What you add here comes beside it, and cannot be changed after you send it."
    )

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_complete(application)

    def is_next(self, application: Application) -> bool:
        return True

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        request = application.remedy_requests.last()
        return CompleteForm(data, files, points=list(request.points) if request is not None else [])

    def act(self, application: Application, user: User, form: Any) -> object:
        return remedies.complete_application(
            application=application, answers=form.answers, uploads=form.uploads, user=user
        )
