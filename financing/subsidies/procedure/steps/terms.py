"""Steps with the term of the decision on an application: move it, tell that it is late, and what lateness costs."""

from typing import Any

from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms.procedure import (
    ConsentAnswerForm,
    ConsentForm,
    DefaultNoticeForm,
    ExtensionForm,
    LeavingOutForm,
    NoticeForm,
)
from financing.subsidies.models import AT_THE_MINISTRY, Application, DefaultNotice
from financing.subsidies.procedure.steps.step import Step, is_drafted, open_objection, still_there
from financing.subsidies.procedure.terms import running_penalty
from financing.subsidies.schemes.terms import extension_weeks
from financing.subsidies.services import objections, terms


class ExtendTerm(Step):
    name = "extend"
    title = _("Extend the term")
    button = _("Extend and send the letter")
    permission = "subsidies.move_term"
    done = _("The term is extended. The letter is sent.")
    sends_letter = True

    def is_offered(self, application: Application, user: User) -> bool:
        return (
            application.state in AT_THE_MINISTRY
            and bool(extension_weeks(application.scheme_version))
            and not any(item.kind == "extension" for item in application.postponements.all())
        )

    def form(self, application: Application, data: Any = None, files: Any = None) -> Form:
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

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AT_THE_MINISTRY

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

    def is_offered(self, application: Application, user: User) -> bool:
        asked = [
            item for item in application.postponements.all() if item.kind == "consent" and item.answered_at is None
        ]
        return bool(asked) and application.state in AT_THE_MINISTRY

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

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AT_THE_MINISTRY

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.give_notice(application=application, user=user, **form.cleaned_data)


class GiveDefaultNotice(Step):
    name = "default-notice"
    title = _("Give notice of default")
    button = _("Send the notice")
    permission = "subsidies.object"
    done = _("Your notice is received. If there is no decision in two weeks, the ministry owes you a penalty.")
    lead = _(
        "The decision is late. After this notice the ministry has two weeks; then it owes you an amount for each day (Awb 4:17)."
    )

    def is_offered(self, application: Application, user: User) -> bool:
        today = clock.today()
        if (objection := open_objection(application)) is not None:
            return today > objection.decide_by
        is_late = application.decide_by is not None and today > application.decide_by
        return application.state in AT_THE_MINISTRY and is_late

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

    def is_offered(self, application: Application, user: User) -> bool:
        return application.state in AT_THE_MINISTRY or open_objection(application) is not None

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
    form_class = LeavingOutForm

    def is_offered(self, application: Application, user: User) -> bool:
        return _due_notice(application) is not None

    def is_next(self, application: Application) -> bool:
        return not is_drafted(application, "penalty")

    def act(self, application: Application, user: User, form: Any) -> object:
        notice = still_there(_due_notice(application) or application.default_notices.last())
        return objections.draft_penalty(notice=notice, user=user, **form.cleaned_data)


def _due_notice(application: Application) -> DefaultNotice | None:
    """A notice of default whose penalty can be set now."""
    has_penalty = any(found.kind == "penalty" for found in application.later_decisions.all())
    if has_penalty:
        return None
    today = clock.today()
    for notice in application.default_notices.all():
        found = running_penalty(notice, today)
        if found is not None and found.amount and (not application.is_undecided or today > found.last_day):
            return notice
    return None
