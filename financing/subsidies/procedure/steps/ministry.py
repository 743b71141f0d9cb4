"""The steps that staff can take in a dossier, in the order of life: when each is offered, what is filled in, what it does."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms import procedure as forms
from financing.subsidies.forms.advances import AdvanceDecisionForm
from financing.subsidies.forms.assessing import AssessmentForm, InterestForm
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    RUNNING_AWARDS,
    SETTLED,
    Application,
    DefaultNotice,
    LaterDecision,
    State,
)
from financing.subsidies.procedure.awards import award_stand
from financing.subsidies.procedure.steps import objections as objection_steps
from financing.subsidies.procedure.steps.step import (
    Step,
    always,
    of_application,
    of_stand,
    open_advance,
    open_objection,
    plain,
    simple,
    still_there,
    unless_drafted,
)
from financing.subsidies.procedure.terms import has_lapsed, running_penalty
from financing.subsidies.schemes.terms import extension_weeks
from financing.subsidies.services import (
    advances,
    deciding,
    dossiers,
    later_decisions,
    objections,
    remedies,
    reviewing,
    settlement,
    terms,
)
from financing.subsidies.services.deciding import BEFORE_A_DECISION

TO_COMPLETE = [State.SUBMITTED, State.COMPLETED, State.IN_ASSESSMENT]


def open_draft(application: Application) -> LaterDecision | None:
    return next((draft for draft in application.later_decisions.all() if draft.signed_at is None), None)


def due_notice(application: Application) -> DefaultNotice | None:
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


def _declares(application: Application, user: User) -> bool:
    is_asked = any(item.reviewer_id == user.pk for item in application.review_assignments.all())
    has_said = any(item.person_id == user.pk for item in application.interest_declarations.all())
    if application.state in (State.SUBMITTED, State.COMPLETED) and application.reviewer_id is None:
        return True
    is_open = application.state == State.IN_ASSESSMENT
    return is_open and (application.reviewer_id is None or (is_asked and not has_said))


def _assesses(application: Application, user: User) -> bool:
    is_asked = any(item.reviewer_id == user.pk for item in application.review_assignments.all())
    has_said = any(
        item.person_id == user.pk and not item.has_interest for item in application.interest_declarations.all()
    )
    is_done = any(item.reviewer_id == user.pk for item in application.assessments.all())
    return application.state == State.IN_ASSESSMENT and is_asked and has_said and not is_done


def _resumes(application: Application, user: User) -> bool:
    if application.state == State.COMPLETED:
        return application.reviewer_id is not None
    return application.state == State.REMEDY_REQUESTED and _has_lapsed(application)


def _has_lapsed(application: Application) -> bool:
    requests = list(application.remedy_requests.all())
    return bool(requests) and has_lapsed(requests[-1], clock.today())


def _can_leave_out(application: Application, user: User) -> bool:
    if not application.remedy_requests.all():
        return False
    return application.state in (State.COMPLETED, State.IN_ASSESSMENT) or (
        application.state == State.REMEDY_REQUESTED and _has_lapsed(application)
    )


def _signs(application: Application, user: User) -> bool:
    decision = getattr(application, "decision", None)
    return application.state == State.DRAFT_DECISION and decision is not None and decision.drafted_by_id != user.pk


def _signs_later(application: Application, user: User) -> bool:
    draft = open_draft(application)
    return draft is not None and draft.drafted_by_id != user.pk


def _settles(application: Application, user: User) -> bool:
    if application.state == State.REPORT_SUBMITTED:
        return True
    return application.state in RUNNING_AWARDS and award_stand(application).arrangement == "small"


def _in(states: list[State]) -> Callable[[Application, User], bool]:
    return lambda application, _user: application.state in states


STEPS = [
    Step(
        "interest",
        _("Take it up"),
        _("Declare and take up"),
        "subsidies.declare_interest",
        _declares,
        simple(InterestForm),
        lambda application, user, form: reviewing.declare_interest(
            application=application, has_interest=form.cleaned_data["has_interest"], user=user
        ),
        _("Thank you."),
        is_next=always,
        tab="application",
    ),
    Step(
        "resume",
        _("Go on with the assessment"),
        _("Go on"),
        "subsidies.assess_application",
        _resumes,
        plain,
        lambda application, user, form: reviewing.take_up(application=application, user=user),
        _("The assessment goes on."),
        is_next=always,
        tab="application",
    ),
    Step(
        "assess",
        _("Assess"),
        _("Store the assessment"),
        "subsidies.assess_application",
        _assesses,
        lambda application, data, files: AssessmentForm(data, criteria=application.scheme_version.criteria.all()),
        lambda application, user, form: reviewing.assess(
            application=application,
            scores=form.scores,
            advice=form.cleaned_data["advice"],
            explanation=form.cleaned_data["explanation"],
            user=user,
        ),
        _("Your assessment is stored."),
        is_next=always,
        tab="assessment",
    ),
    Step(
        "decision",
        _("Draft the decision"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        lambda application, user: (
            application.state == State.ADVISED
            or (application.state == State.DRAFT_DECISION and application.decision.kind != "leave_out")
        ),
        of_application(forms.DecisionForm),
        lambda application, user, form: deciding.draft_decision(application=application, user=user, **form.words),
        _("The draft decision waits for a signature."),
        is_next=always,
    ),
    Step(
        "sign",
        _("Sign the decision"),
        _("Sign the decision"),
        "subsidies.sign_decision",
        _signs,
        plain,
        lambda application, user, form: deciding.sign_decision(application=application, user=user),
        _("The decision is signed. The letter is on its way to the group."),
        is_next=always,
        sends_letter=True,
    ),
    Step(
        "sign-later",
        _("Sign the draft"),
        _("Sign it"),
        "subsidies.sign_decision",
        _signs_later,
        plain,
        lambda application, user, form: later_decisions.sign_later_decision(decision=_draft(application), user=user),
        _("It is signed. The letter is on its way to the group."),
        is_next=always,
        sends_letter=True,
    ),
    *objection_steps.NEXT,
    Step(
        "settlement",
        _("Draft the settlement"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        _settles,
        of_stand(forms.SettlementForm),
        lambda application, user, form: settlement.draft_settlement(
            application=application, user=user, **form.cleaned_data
        ),
        _("The draft waits for a signature."),
        is_next=unless_drafted("settlement"),
        tab="money",
    ),
    Step(
        "advance",
        _("Decide on the advance"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        lambda application, user: application.state in RUNNING_AWARDS and open_advance(application) is not None,
        of_application(AdvanceDecisionForm),
        lambda application, user, form: advances.draft_advance(application=application, user=user, **form.cleaned_data),
        _("The draft waits for a signature."),
        is_next=unless_drafted("advance"),
        tab="money",
    ),
    Step(
        "penalty",
        _("Set the penalty"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        lambda application, user: due_notice(application) is not None,
        simple(forms.LeavingOutForm),
        lambda application, user, form: objections.draft_penalty(
            notice=_notice(application), user=user, **form.cleaned_data
        ),
        _("The draft waits for a signature."),
        is_next=unless_drafted("penalty"),
    ),
    Step(
        "recovery",
        _("Reclaim money"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        _in(SETTLED),
        of_stand(forms.RecoveryForm),
        lambda application, user, form: settlement.draft_recovery(
            application=application, user=user, **form.cleaned_data
        ),
        _("The draft waits for a signature."),
    ),
    Step(
        "amendment",
        _("Change the award"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        _in([State.AWARDED, State.PARTLY_AWARDED]),
        of_stand(forms.AmendmentForm),
        lambda application, user, form: settlement.draft_amendment(
            application=application, user=user, **form.cleaned_data
        ),
        _("The draft waits for a signature."),
    ),
    Step(
        "remedy",
        _("Ask to complete it"),
        _("Send the request"),
        "subsidies.request_remedy",
        _in(TO_COMPLETE),
        of_application(forms.RemedyForm),
        lambda application, user, form: remedies.request_remedy(
            application=application,
            points=form.lines,
            last_day=form.cleaned_data["last_day"],
            explanation=form.cleaned_data["explanation"],
            user=user,
        ),
        _("The request is sent. The decision term stands still from tomorrow."),
        sends_letter=True,
    ),
    Step(
        "leave-out",
        _("Leave out of consideration"),
        _("Put it up for signature"),
        "subsidies.draft_decision",
        _can_leave_out,
        simple(forms.LeavingOutForm),
        lambda application, user, form: deciding.draft_leaving_out(
            application=application, user=user, **form.cleaned_data
        ),
        _("The draft decision waits for a signature."),
    ),
    Step(
        "reviewers",
        _("Ask colleagues to assess"),
        _("Ask them"),
        "subsidies.assign_reviewers",
        _in(TO_COMPLETE),
        of_application(forms.ReviewersForm),
        lambda application, user, form: reviewing.assign_reviewers(
            application=application, user=user, **form.cleaned_data
        ),
        _("Your colleagues are asked."),
    ),
    Step(
        "view",
        _("Ask the group for its view"),
        _("Send the letter"),
        "subsidies.ask_view",
        _in(BEFORE_A_DECISION),
        simple(forms.AskViewForm),
        lambda application, user, form: deciding.ask_view(application=application, user=user, **form.cleaned_data),
        _("The letter is sent."),
        sends_letter=True,
    ),
    Step(
        "send-back",
        _("Send the draft back"),
        _("Send it back"),
        "subsidies.sign_decision",
        _signs,
        simple(forms.ReasonForm),
        lambda application, user, form: deciding.send_back(application=application, user=user, **form.cleaned_data),
        _("The draft went back, with your reason."),
    ),
    Step(
        "drop-later",
        _("Turn the draft down"),
        _("Turn it down"),
        "subsidies.sign_decision",
        _signs_later,
        simple(forms.ReasonForm),
        lambda application, user, form: later_decisions.drop_later_draft(
            decision=_draft(application), user=user, **form.cleaned_data
        ),
        _("The draft is turned down."),
    ),
    Step(
        "extend",
        _("Extend the term"),
        _("Extend and send the letter"),
        "subsidies.move_term",
        lambda application, user: (
            application.state in AT_THE_MINISTRY
            and bool(extension_weeks(application.scheme_version))
            and not any(item.kind == "extension" for item in application.postponements.all())
        ),
        of_application(forms.ExtensionForm),
        lambda application, user, form: terms.extend_term(application=application, user=user, **form.cleaned_data),
        _("The term is extended. The letter is sent."),
        sends_letter=True,
    ),
    Step(
        "consent",
        _("Ask to agree with a later date"),
        _("Ask the group"),
        "subsidies.move_term",
        _in(AT_THE_MINISTRY),
        simple(forms.ConsentForm),
        lambda application, user, form: terms.ask_consent(application=application, user=user, **form.cleaned_data),
        _("The group is asked. The date moves only when an owner agrees."),
    ),
    Step(
        "notice",
        _("Tell that it will be late"),
        _("Send the letter"),
        "subsidies.move_term",
        _in(AT_THE_MINISTRY),
        simple(forms.NoticeForm),
        lambda application, user, form: terms.give_notice(application=application, user=user, **form.cleaned_data),
        _("The letter is sent. The term itself does not change (Awb 4:14)."),
        sends_letter=True,
    ),
    *objection_steps.OTHER,
    Step(
        "default-notice",
        _("Enter a notice of default"),
        _("Enter it"),
        "subsidies.enter_post",
        lambda application, user: application.state in AT_THE_MINISTRY or open_objection(application) is not None,
        simple(forms.DefaultNoticeForm),
        lambda application, user, form: objections.give_default_notice(
            application=application, user=user, objection=open_objection(application), **form.cleaned_data
        ),
        _("The notice is entered."),
    ),
    Step(
        "message",
        _("Write to the group"),
        _("Send"),
        "subsidies.answer_ministry",
        lambda application, user: True,
        simple(forms.MessageForm),
        lambda application, user, form: dossiers.send_message(
            application=application, user=user, is_from_ministry=True, **form.cleaned_data
        ),
        _("The message is sent."),
    ),
    Step(
        "note",
        _("Write a note"),
        _("Keep the note"),
        "subsidies.write_note",
        lambda application, user: True,
        simple(forms.NoteForm),
        lambda application, user, form: dossiers.write_note(application=application, user=user, **form.cleaned_data),
        _("The note is kept."),
    ),
]
BY_NAME = {step.name: step for step in STEPS}


def offered_steps(application: Application, user: User) -> list[Step]:
    """The steps that this person can take now. Permissions that many steps share are asked once."""
    allowed = {name: user.has_perm(name, application) for name in {step.permission for step in STEPS}}
    return [step for step in STEPS if allowed[step.permission] and step.is_offered(application, user)]


def _draft(application: Application) -> LaterDecision:
    draft = application.later_decisions.filter(signed_at=None).first() or application.later_decisions.last()
    return still_there(draft)


def _notice(application: Application) -> DefaultNotice:
    return still_there(due_notice(application) or application.default_notices.last())
