"""The steps that a group can take after it submitted: when each is offered, what is filled in, what it does."""

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms import objections as objection_forms
from financing.subsidies.forms import procedure as forms
from financing.subsidies.forms.advances import AdvanceForm
from financing.subsidies.models import AT_THE_MINISTRY, RUNNING_AWARDS, Application, Report, State
from financing.subsidies.procedure.awards import advance_left, award_stand
from financing.subsidies.procedure.steps.objections import open_delay, open_remedy, the_objection
from financing.subsidies.procedure.steps.step import (
    Step,
    always,
    of_application,
    of_stand,
    open_advance,
    open_objection,
    plain,
    simple,
)
from financing.subsidies.services import (
    advances,
    deciding,
    dossiers,
    objection_terms,
    objections,
    remedies,
    settlement,
    terms,
)


def _points(application: Application) -> list[str]:
    request = application.remedy_requests.last()
    return list(request.points) if request is not None else []


def _is_asked_to_wait(application: Application, user: User) -> bool:
    asked = [item for item in application.postponements.all() if item.kind == "consent" and item.answered_at is None]
    return bool(asked) and application.state in AT_THE_MINISTRY


def _is_late(application: Application, user: User) -> bool:
    today = clock.today()
    if (objection := open_objection(application)) is not None:
        return today > objection.decide_by
    return application.state in AT_THE_MINISTRY and application.decide_by is not None and today > application.decide_by


def _can_ask_settlement(application: Application, user: User) -> bool:
    is_running = application.state in (State.AWARDED, State.PARTLY_AWARDED)
    return is_running and award_stand(application).is_settled_on_report


def _can_ask_advance(application: Application, user: User) -> bool:
    is_running = application.state in (State.AWARDED, State.PARTLY_AWARDED)
    return is_running and open_advance(application) is None and advance_left(application) > 0


STEPS = [
    Step(
        "complete",
        _("Complete the application"),
        _("Send it"),
        "subsidies.change_application",
        lambda application, user: application.state == State.REMEDY_REQUESTED,
        lambda application, data, files: forms.CompleteForm(data, files, points=_points(application)),
        lambda application, user, form: remedies.complete_application(
            application=application, answers=form.answers, uploads=form.uploads, user=user
        ),
        _("Your application is completed. The ministry goes on with it."),
        is_next=always,
        lead=_(
            "What you submitted stays as it is. What you add here comes beside it, and cannot be changed after you send it."
        ),
    ),
    Step(
        "view",
        _("Give your view"),
        _("Send your view"),
        "subsidies.change_application",
        lambda application, user: any(item.answered_at is None for item in application.hearings.all()),
        simple(forms.ViewForm),
        lambda application, user, form: deciding.give_view(application=application, user=user, **form.cleaned_data),
        _("Your view is sent."),
        is_next=always,
    ),
    Step(
        "consent",
        _("Agree with a later decision"),
        _("Send your answer"),
        "subsidies.agree_to_wait",
        _is_asked_to_wait,
        simple(forms.ConsentAnswerForm),
        lambda application, user, form: terms.answer_consent(application=application, user=user, **form.cleaned_data),
        _("Your answer is sent."),
        is_next=always,
        lead=_("You do not have to agree. If you agree, the days of this period do not count for the term (Awb 4:15)."),
    ),
    Step(
        "mend-objection",
        _("Complete the objection"),
        _("Send it"),
        "subsidies.object",
        lambda application, user: open_remedy(application) is not None,
        simple(objection_forms.MendObjectionForm),
        lambda application, user, form: objection_terms.mend_objection(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("Your objection is completed. The ministry goes on with it."),
        is_next=always,
        lead=_("The letter says what is missing. What you add comes beside your objection."),
    ),
    Step(
        "objection-delay",
        _("Agree with a later decision on your objection"),
        _("Send your answer"),
        "subsidies.agree_to_wait",
        lambda application, user: open_delay(application) is not None,
        simple(forms.ConsentAnswerForm),
        lambda application, user, form: objection_terms.answer_objection_delay(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("Your answer is sent."),
        is_next=always,
        lead=_("You do not have to agree. If you agree, the ministry may decide until the later day (Awb 7:10)."),
    ),
    Step(
        "default-notice",
        _("Give notice of default"),
        _("Send the notice"),
        "subsidies.object",
        _is_late,
        plain,
        lambda application, user, form: objections.give_default_notice(
            application=application, user=user, objection=open_objection(application)
        ),
        _("Your notice is received. If there is no decision in two weeks, the ministry owes you a penalty."),
        is_next=always,
        lead=_(
            "The decision is late. After this notice the ministry has two weeks; then it owes you an amount for each day (Awb 4:17)."
        ),
    ),
    Step(
        "report",
        _("Ask for settlement"),
        _("Send the report"),
        "subsidies.change_application",
        _can_ask_settlement,
        of_stand(forms.FinalReportForm),
        lambda application, user, form: settlement.submit_report(
            application=application, kind=Report.Kind.FINAL, user=user, **form.cleaned_data
        ),
        _("Your report is received. You hear what the subsidy comes to."),
        is_next=lambda application: award_stand(application).report_is_due(clock.today()),
        lead=_("Do this when all activities are done. You cannot change the report after you send it."),
    ),
    Step(
        "progress",
        _("Report progress"),
        _("Send the report"),
        "subsidies.change_application",
        lambda application, user: application.state in (State.AWARDED, State.PARTLY_AWARDED),
        simple(forms.ProgressForm),
        lambda application, user, form: settlement.submit_report(
            application=application, kind=Report.Kind.PROGRESS, user=user, **form.cleaned_data
        ),
        _("Your progress report is received."),
    ),
    Step(
        "advance",
        _("Ask for an advance"),
        _("Send the request"),
        "subsidies.change_application",
        _can_ask_advance,
        of_application(AdvanceForm),
        lambda application, user, form: advances.ask_advance(application=application, user=user, **form.cleaned_data),
        _("Your request is received. You get a decision within eight weeks."),
        lead=_(
            "An advance is a part of your award, paid before the settlement. You cannot change the request after you send it."
        ),
    ),
    Step(
        "change",
        _("Report a change"),
        _("Send it"),
        "subsidies.change_application",
        lambda application, user: application.state in RUNNING_AWARDS,
        simple(forms.ChangeForm),
        lambda application, user, form: settlement.ask_change(application=application, user=user, **form.cleaned_data),
        _("The ministry knows. You hear whether the award changes."),
        lead=_(
            "Tell at once when something will not, not in time or not fully be done, or when you want to change the award."
        ),
    ),
    Step(
        "object",
        _("Object"),
        _("Send the objection"),
        "subsidies.object",
        lambda application, user: (
            bool(objection_forms.decisions_to_object_to(application)) and open_objection(application) is None
        ),
        of_application(objection_forms.ObjectionForm),
        lambda application, user, form: objections.object_to(application=application, user=user, **form.cleaned_data),
        _("Your objection is received. You get a receipt."),
        lead=_("Say what you disagree with. You can also object after the last day; then say why you are late."),
    ),
    Step(
        "withdraw-objection",
        _("Withdraw the objection"),
        _("Withdraw it"),
        "subsidies.withdraw_objection",
        lambda application, user: open_objection(application) is not None,
        plain,
        lambda application, user, form: objections.withdraw_objection(
            objection=application.objections.last(), user=user
        ),
        _("The objection is withdrawn. The decision stands."),
    ),
    Step(
        "message",
        _("Write to the ministry"),
        _("Send"),
        "subsidies.change_application",
        lambda application, user: application.submitted_at is not None,
        simple(forms.MessageForm),
        lambda application, user, form: dossiers.send_message(
            application=application, user=user, is_from_ministry=False, **form.cleaned_data
        ),
        _("The message is sent."),
    ),
]
BY_NAME = {step.name: step for step in STEPS}


def offered_steps(application: Application, user: User) -> list[Step]:
    """The steps that this member can take now."""
    allowed = {name: user.has_perm(name, application) for name in {step.permission for step in STEPS}}
    return [step for step in STEPS if allowed[step.permission] and step.is_offered(application, user)]
