"""Steps with an objection: make it, take it in hand, complete it, hear, wait longer, decide, take it back."""

from abc import abstractmethod
from decimal import Decimal
from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.objections import (
    HearingReportForm,
    MendObjectionForm,
    ObjectionDecisionForm,
    ObjectionDelayForm,
    ObjectionForm,
    ObjectionRemedyForm,
    PostedMendingForm,
    PostedObjectionForm,
    PrepareObjectionForm,
)
from financing.subsidies.forms.plain import ReasonForm
from financing.subsidies.forms.terms import ConsentAnswerForm
from financing.subsidies.models import Application, Objection
from financing.subsidies.procedure.may.objections import (
    open_objection,
    why_not_answer_delay,
    why_not_ask_delay,
    why_not_ask_to_complete_objection,
    why_not_complete_objection,
    why_not_handle,
    why_not_object,
    why_not_postpone,
    why_not_prepare,
    why_not_report_hearing,
    why_not_withdraw_objection,
)
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal
from financing.subsidies.procedure.steps.step import Step, is_drafted, still_there
from financing.subsidies.services import objection_terms, objections

HANDLE = "subsidies.handle_objection"


class ObjectionStep(Step):
    """A step with the objection that is dealt with now."""

    def why_not(self, application: Application, user: User) -> Refusal | None:
        objection = open_objection(application)
        return self.why_not_with(objection, user) if objection is not None else OUT_OF_ORDER

    @abstractmethod
    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        """Why this person cannot take it now with this open objection."""


class ObjectToDecision(Step):
    name = "object"
    title = _("Object")
    button = _("Send the objection")
    permission = "subsidies.object"
    done = _("Your objection is received. You get a receipt.")
    lead = _("Say what you disagree with. You can also object after the last day; then say why you are late.")

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_object(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ObjectionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.object_to(application=application, user=user, **form.cleaned_data)


class EnterObjection(Step):
    name = "objection-by-post"
    title = _("Enter an objection that came by post")
    button = _("Enter it")
    permission = "subsidies.enter_post"
    done = _("The objection is entered. The group gets a receipt.")
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_object(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return PostedObjectionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.object_to(application=application, user=user, **form.cleaned_data)


class WithdrawObjection(ObjectionStep):
    name = "withdraw-objection"
    title = _("Withdraw the objection")
    button = _("Withdraw it")
    permission = "subsidies.withdraw_objection"
    done = _("The objection is withdrawn. The decision stands.")

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_withdraw_objection(objection)

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.withdraw_objection(objection=_objection(application), user=user)


class PrepareObjection(ObjectionStep):
    name = "objection-prepare"
    title = _("Take the objection in hand")
    button = _("Keep it")
    permission = HANDLE
    done = _("The objection is in your hands. With a hearing the invitation goes out.")
    form_class = PrepareObjectionForm
    sends_letter = True

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_prepare(objection, user)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.prepare_objection(objection=_objection(application), user=user, **form.cleaned_data)


class ReportHearing(ObjectionStep):
    name = "objection-hearing"
    title = _("Report of the hearing")
    button = _("Keep the report")
    permission = HANDLE
    done = _("The report is kept.")
    form_class = HearingReportForm

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_report_hearing(objection, user, clock.now())

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.record_hearing(objection=_objection(application), user=user, **form.cleaned_data)


class DraftObjectionDecision(ObjectionStep):
    name = "objection-decision"
    title = _("Draft the decision on the objection")
    button = _("Put it up for signature")
    permission = HANDLE
    done = _("The draft waits for a signature.")

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_handle(objection, user)

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "objection")

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ObjectionDecisionForm(data, objection=open_objection(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        given = {**form.cleaned_data, "amount": form.cleaned_data["amount"] or Decimal(0)}
        return objections.draft_objection_decision(objection=_objection(application), user=user, **given)


class AskToCompleteObjection(ObjectionStep):
    name = "objection-mend"
    title = _("Ask to complete the objection")
    button = _("Send the request")
    permission = HANDLE
    done = _("The request is sent. The term to decide on the objection stands still from tomorrow.")
    lead = _("For an objection that lacks something, such as its grounds (Awb 6:5 and 6:6).")
    form_class = ObjectionRemedyForm
    sends_letter = True

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_ask_to_complete_objection(objection, user, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.ask_objection_remedy(objection=_objection(application), user=user, **form.cleaned_data)


class CompleteObjection(ObjectionStep):
    name = "mend-objection"
    title = _("Complete the objection")
    button = _("Send it")
    permission = "subsidies.object"
    done = _("Your objection is completed. The ministry goes on with it.")
    lead = _("The letter says what is missing. What you add comes beside your objection.")
    form_class = MendObjectionForm

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_complete_objection(objection)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.mend_objection(objection=_objection(application), user=user, **form.cleaned_data)


class EnterWhatCompletesObjection(ObjectionStep):
    name = "objection-mended"
    title = _("Enter what completes the objection")
    button = _("Enter it")
    permission = "subsidies.enter_post"
    done = _("It is entered. The term runs on.")
    lead = _("For what came by post. In CoopHub the group completes its objection itself.")
    form_class = PostedMendingForm

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_complete_objection(objection)

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.mend_objection(objection=_objection(application), user=user, **form.cleaned_data)


class PostponeObjection(ObjectionStep):
    name = "objection-postpone"
    title = _("Postpone the decision on the objection")
    button = _("Postpone and send the letter")
    permission = HANDLE
    done = _("The decision is postponed. The letter is sent.")
    form_class = ReasonForm
    sends_letter = True

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_postpone(objection, user, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.postpone_objection(objection=_objection(application), user=user, **form.cleaned_data)


class AskObjectionDelay(ObjectionStep):
    name = "objection-delay"
    title = _("Ask to agree with a later decision on the objection")
    button = _("Ask the group")
    permission = HANDLE
    done = _("The group is asked. The date moves only when an owner agrees.")
    lead = _("More time than the law gives is possible only when the group agrees (Awb 7:10 lid 4).")
    form_class = ObjectionDelayForm

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_ask_delay(objection, user, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.ask_objection_delay(objection=_objection(application), user=user, **form.cleaned_data)


class AnswerObjectionDelay(ObjectionStep):
    name = "objection-delay"
    title = _("Agree with a later decision on your objection")
    button = _("Send your answer")
    permission = "subsidies.agree_to_wait"
    done = _("Your answer is sent.")
    lead = _("You do not have to agree. If you agree, the ministry may decide until the later day (Awb 7:10).")
    form_class = ConsentAnswerForm

    def why_not_with(self, objection: Objection, user: User) -> Refusal | None:
        return why_not_answer_delay(objection)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return objection_terms.answer_objection_delay(objection=_objection(application), user=user, **form.cleaned_data)


def _objection(application: Application) -> Objection:
    return still_there(open_objection(application) or application.objections.last())
