"""Steps to the decision on an application: hear the group, draft, sign or send back."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.deciding import AskViewForm, DecisionForm, ViewForm
from financing.subsidies.forms.plain import ReasonForm
from financing.subsidies.forms.signing import SignForm
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.deciding import (
    draft_of,
    why_not_ask_view,
    why_not_draft,
    why_not_give_view,
    why_not_send_back,
    why_not_sign,
)
from financing.subsidies.procedure.may.refusal import Refusal
from financing.subsidies.procedure.signing import decision_to_sign
from financing.subsidies.procedure.steps.step import Step
from financing.subsidies.services import deciding


class AskView(Step):
    name = "view"
    title = _("Ask the group for its view")
    button = _("Send the letter")
    permission = "subsidies.ask_view"
    done = _("The letter is sent.")
    form_class = AskViewForm
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_view(application, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.ask_view(application=application, user=user, **form.cleaned_data)


class GiveView(Step):
    name = "view"
    title = _("Give your view")
    button = _("Send your view")
    permission = "subsidies.change_application"
    done = _("Your view is sent.")
    form_class = ViewForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_view(application)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.give_view(application=application, user=user, **form.cleaned_data)


class DraftDecision(Step):
    name = "decision"
    title = _("Draft the decision")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft decision waits for a signature.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_draft(application)

    def is_next(self, application: Application) -> bool:
        return True

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return DecisionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.draft_decision(application=application, user=user, **form.words)


class SignDecision(Step):
    name = "sign"
    title = _("Sign the decision")
    button = _("Sign the decision")
    permission = "subsidies.sign_decision"
    done = _("The decision is signed. The letter is on its way to the group.")
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_sign(application, user, clock.today())

    def is_next(self, application: Application) -> bool:
        return True

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        draft = draft_of(application)
        return SignForm(data, to_sign=decision_to_sign(draft) if draft is not None else None)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.sign_decision(application=application, user=user, read=form.read)


class SendBack(Step):
    name = "send-back"
    title = _("Send the draft back")
    button = _("Send it back")
    permission = "subsidies.sign_decision"
    done = _("The draft went back, with your reason.")
    form_class = ReasonForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_send_back(application, user)

    def act(self, application: Application, user: User, form: Any) -> object:
        return deciding.send_back(application=application, user=user, **form.cleaned_data)
