"""Steps with the term of the decision on an application: move it, tell that it is late, and what lateness costs."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.terms import (
    ConsentAnswerForm,
    ConsentForm,
    DefaultNoticeForm,
    ExtensionForm,
    NoticeForm,
    PenaltyForm,
)
from financing.subsidies.models import Application, DefaultNotice
from financing.subsidies.procedure.may.objections import open_objection
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal
from financing.subsidies.procedure.may.terms import (
    why_not_answer_consent,
    why_not_ask_consent,
    why_not_draft_penalty,
    why_not_enter_default_notice,
    why_not_extend,
    why_not_give_default_notice,
    why_not_give_notice,
)
from financing.subsidies.procedure.steps.step import Step, is_drafted, still_there, the_one
from financing.subsidies.services import objections, terms


class ExtendTerm(Step):
    name = "extend"
    title = _("Extend the term")
    button = _("Extend and send the letter")
    permission = "subsidies.move_term"
    done = _("The term is extended. The letter is sent.")
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_extend(application, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ExtensionForm(data, files, application=application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.extend_term(application=application, user=user, **form.cleaned_data)


class AskConsent(Step):
    name = "consent"
    title = _("Ask to agree with a later date")
    button = _("Ask the group")
    permission = "subsidies.move_term"
    done = _("The group is asked. The date moves only when an owner agrees.")
    form_class = ConsentForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_ask_consent(application, clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.ask_consent(application=application, user=user, **form.cleaned_data)


class AnswerConsent(Step):
    name = "consent"
    title = _("Agree with a later decision")
    button = _("Send your answer")
    permission = "subsidies.agree_to_wait"
    done = _("Your answer is sent.")
    lead = _("You do not have to agree. If you agree, the days of this period do not count for the term (Awb 4:15).")
    form_class = ConsentAnswerForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_answer_consent(application)

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.answer_consent(application=application, user=user, **form.cleaned_data)


class GiveNotice(Step):
    name = "notice"
    title = _("Tell that it will be late")
    button = _("Send the letter")
    permission = "subsidies.move_term"
    done = _("The letter is sent. The term itself does not change (Awb 4:14).")
    form_class = NoticeForm
    sends_letter = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_notice(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.give_notice(application=application, user=user, **form.cleaned_data)


class GiveDefaultNotice(Step):
    name = "default-notice"
    title = _("Give notice of default")
    button = _("Send the notice")
    permission = "subsidies.object"
    done = _("Your notice is received. If there is no decision in two weeks, the ministry owes you a penalty.")
    lead = _(
        "The decision is late. After this notice the ministry has two weeks; then it owes you an amount for "
        "each day (Awb 4:17)."
    )

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_default_notice(application, open_objection(application), clock.today())

    def is_next(self, application: Application) -> bool:
        return True

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.give_default_notice(application=application, user=user, objection=open_objection(application))


class EnterDefaultNotice(Step):
    name = "default-notice"
    title = _("Enter a notice of default")
    button = _("Enter it")
    permission = "subsidies.enter_post"
    done = _("The notice is entered.")
    form_class = DefaultNoticeForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_enter_default_notice(application, open_objection(application))

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.give_default_notice(
            application=application, user=user, objection=open_objection(application), **form.cleaned_data
        )


class DraftPenalty(Step):
    name = "penalty"
    title = _("Set the penalty")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    form_class = PenaltyForm

    def why_not(self, application: Application, user: User) -> Refusal | None:
        notice = _notice(application)
        return why_not_draft_penalty(notice, clock.today()) if notice is not None else OUT_OF_ORDER

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "penalty")

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.draft_penalty(notice=still_there(_notice(application)), user=user, **form.cleaned_data)


def _notice(application: Application) -> DefaultNotice | None:
    """The notice of default whose penalty is set: the first for which that is possible now."""
    return the_one(application.default_notices.all(), lambda notice: why_not_draft_penalty(notice, clock.today()))
