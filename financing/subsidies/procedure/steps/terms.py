"""Steps with the term of a decision, on the application or on an objection: move it, tell that it is late, and what
lateness costs.
"""

from typing import Any, ClassVar

from django import forms
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.fields import DayField, TextField, WholeNumberField, YesNoField, years_ahead
from coophub.web.refusals import OUT_OF_ORDER, Refusal
from financing.subsidies.models import (
    Application,
    DefaultNotice,
    Subject,
)
from financing.subsidies.procedure.may.objections import open_objection, present_objection
from financing.subsidies.procedure.may.terms import (
    why_not_answer_consent,
    why_not_ask_consent,
    why_not_draft_penalty,
    why_not_enter_default_notice,
    why_not_extend,
    why_not_give_default_notice,
    why_not_give_notice,
)
from financing.subsidies.procedure.steps.step import ReasonForm, Step, SubjectStep, is_drafted, still_there, the_one
from financing.subsidies.schemes.terms import extension_weeks
from financing.subsidies.services import objections, terms


class ExtensionForm(forms.Form):
    weeks = WholeNumberField(label=_("By how many weeks"), min_value=1)
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"weeks": extension_weeks(application.scheme_version)})
        super().__init__(*args, **kwargs)


class ExtendTerm(SubjectStep[Subject]):
    name = "extend"
    title = _("Extend the term")
    button = _("Extend and send the letter")
    permission = "subsidies.move_term"
    done = _("The term is extended. The letter is sent.")
    sends_letter = True
    trail = {"subsidies.extend": _("extended the decision term")}

    def subject(self, application: Application) -> Subject | None:
        return application

    def why_not_with(self, subject: Subject, user: User) -> Refusal | None:
        return why_not_extend(subject, user, clock.today())

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ExtensionForm(data, files, application=application)

    def act_with(self, subject: Subject, user: User, form: Any) -> object:
        return terms.extend_term(subject=subject, user=user, **form.cleaned_data)


class PostponeObjection(ExtendTerm):
    name = "objection-postpone"
    title = _("Postpone the decision on the objection")
    button = _("Postpone and send the letter")
    permission = "subsidies.handle_objection"
    done = _("The decision is postponed. The letter is sent.")
    trail = {"subsidies.postpone_objection": _("postponed the decision on the objection")}

    def subject(self, application: Application) -> Subject | None:
        return present_objection(application)

    def form(self, application: Application, user: User, data: Any = None, files: Any = None) -> Form:
        return ReasonForm(data, files)


class ConsentForm(forms.Form):
    first_day = DayField(label=_("From"), latest=years_ahead(2))
    last_day = DayField(label=_("Up to and including"), latest=years_ahead(2))
    reason = TextField(label=_("Why do you ask for more time?"), help_text=_("The group reads this. Write “jullie”."))


class AskConsent(SubjectStep[Subject]):
    name = "consent"
    title = _("Ask to agree with a later date")
    button = _("Ask the group")
    permission = "subsidies.move_term"
    done = _("The group is asked. The date moves only when an owner agrees.")
    form_class: ClassVar[Any] = ConsentForm
    trail = {"subsidies.ask_consent": _("asked the group to agree with a later decision")}

    def subject(self, application: Application) -> Subject | None:
        return application

    def why_not_with(self, subject: Subject, user: User) -> Refusal | None:
        return why_not_ask_consent(subject, user, clock.today())

    def act_with(self, subject: Subject, user: User, form: Any) -> object:
        return terms.ask_consent(subject=subject, user=user, **form.cleaned_data)


class ObjectionDelayForm(forms.Form):
    last_day = DayField(label=_("When does the decision come at the latest?"), latest=years_ahead(2))
    reason = TextField(label=_("Why do you ask for more time?"), help_text=_("The group reads this. Write “jullie”."))


class AskObjectionDelay(AskConsent):
    name = "objection-delay"
    title = _("Ask to agree with a later decision on the objection")
    permission = "subsidies.handle_objection"
    lead = _("More time than the law gives is possible only when the group agrees (Awb 7:10 lid 4).")
    form_class = ObjectionDelayForm
    trail = {"subsidies.ask_objection_delay": _("asked the group to agree with a later decision on the objection")}

    def subject(self, application: Application) -> Subject | None:
        return present_objection(application)


class ConsentAnswerForm(forms.Form):
    is_agreed = YesNoField(
        label=_("Do you agree with a later decision?"),
        choices=[("yes", _("Yes, we agree")), ("no", _("No, we keep to the date"))],
    )


class AnswerConsent(SubjectStep[Subject]):
    is_of_group = True
    name = "consent"
    title = _("Agree with a later decision")
    button = _("Send your answer")
    permission = "subsidies.agree_to_wait"
    done = _("Your answer is sent.")
    lead = _("You do not have to agree. If you agree, the days of this period do not count for the term (Awb 4:15).")
    form_class = ConsentAnswerForm
    trail = {"subsidies.answer_consent": _("answered about a later decision")}
    is_always_next = True

    def subject(self, application: Application) -> Subject | None:
        return application

    def why_not_with(self, subject: Subject, user: User) -> Refusal | None:
        return why_not_answer_consent(subject)

    def act_with(self, subject: Subject, user: User, form: Any) -> object:
        return terms.answer_consent(subject=subject, user=user, **form.cleaned_data)


class AnswerObjectionDelay(AnswerConsent):
    name = "objection-delay"
    title = _("Agree with a later decision on your objection")
    lead = _("You do not have to agree. If you agree, the ministry may decide until the later day (Awb 7:10).")
    trail = {"subsidies.answer_objection_delay": _("answered about a later decision on the objection")}

    def subject(self, application: Application) -> Subject | None:
        return present_objection(application)


class NoticeForm(forms.Form):
    last_day = DayField(label=_("When does the decision come?"), latest=years_ahead(2))
    reason = TextField(label=_("Why"), help_text=_("The group reads this in the letter. Write “u”."))


class GiveNotice(Step):
    name = "notice"
    title = _("Tell that it will be late")
    button = _("Send the letter")
    permission = "subsidies.move_term"
    done = _("The letter is sent. The term itself does not change (Awb 4:14).")
    form_class = NoticeForm
    sends_letter = True
    trail = {"subsidies.give_notice": _("told that the decision will be late")}

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_notice(application)

    def act(self, application: Application, user: User, form: Any) -> object:
        return terms.give_notice(application=application, user=user, **form.cleaned_data)


class GiveDefaultNotice(Step):
    is_of_group = True
    name = "default-notice"
    title = _("Give notice of default")
    button = _("Send the notice")
    permission = "subsidies.object"
    done = _("Your notice is received. If there is no decision in two weeks, the ministry owes you a penalty.")
    lead = _(
        "The decision is late. After this notice the ministry has two weeks; then it owes you an amount for "
        "each day (Awb 4:17)."
    )
    trail = {"subsidies.give_default_notice": _("gave notice of default")}
    is_always_next = True

    def why_not(self, application: Application, user: User) -> Refusal | None:
        return why_not_give_default_notice(application, open_objection(application), clock.today())

    def act(self, application: Application, user: User, form: Any) -> object:
        return objections.give_default_notice(application=application, user=user, objection=open_objection(application))


class DefaultNoticeForm(forms.Form):
    received_on = DayField(label=_("Received on"), latest=clock.today)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"received_on": clock.today()})
        super().__init__(*args, **kwargs)


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


class PenaltyForm(forms.Form):
    reasons = TextField(label=_("Reasons"), help_text=_("The group reads this in the letter. Write “u”."))


class DraftPenalty(Step):
    name = "penalty"
    title = _("Set the penalty")
    button = _("Put it up for signature")
    permission = "subsidies.draft_decision"
    done = _("The draft waits for a signature.")
    drafts_letter = True
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
