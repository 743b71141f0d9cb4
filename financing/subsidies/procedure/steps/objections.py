"""The steps that staff can take with an objection, in the order of life."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.web import clock
from financing.subsidies.forms import objections as objection_forms
from financing.subsidies.forms.procedure import ReasonForm
from financing.subsidies.models import Application, Objection, ObjectionDelay, ObjectionRemedy
from financing.subsidies.procedure.steps.step import (
    Step,
    always,
    of_application,
    open_objection,
    simple,
    still_there,
    unless_drafted,
)
from financing.subsidies.services import objection_terms, objections


def open_remedy(application: Application) -> ObjectionRemedy | None:
    """The request to complete an objection that waits for an answer."""
    objection = open_objection(application)
    return next((item for item in objection.remedies.all() if item.is_open), None) if objection else None


def open_delay(application: Application) -> ObjectionDelay | None:
    """The question about a later decision on an objection that waits for an answer."""
    objection = open_objection(application)
    return next((item for item in objection.delays.all() if item.is_open), None) if objection else None


def the_objection(application: Application) -> Objection:
    return still_there(open_objection(application) or application.objections.last())


def _has_objection(application: Application, user: User) -> bool:
    return open_objection(application) is not None


NEXT = [
    Step(
        "objection-prepare",
        _("Take the objection in hand"),
        _("Keep it"),
        "subsidies.handle_objection",
        lambda application, user: (found := open_objection(application)) is not None and found.state == "received",
        simple(objection_forms.PrepareObjectionForm),
        lambda application, user, form: objections.prepare_objection(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("The objection is in your hands. With a hearing the invitation goes out."),
        is_next=always,
        sends_letter=True,
    ),
    Step(
        "objection-hearing",
        _("Report of the hearing"),
        _("Keep the report"),
        "subsidies.handle_objection",
        lambda application, user: (
            (found := open_objection(application)) is not None
            and found.state == "received"
            and found.hearing_at is not None
            and found.hearing_at <= clock.now()
        ),
        simple(objection_forms.HearingReportForm),
        lambda application, user, form: objections.record_hearing(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("The report is kept."),
        is_next=always,
    ),
    Step(
        "objection-decision",
        _("Draft the decision on the objection"),
        _("Put it up for signature"),
        "subsidies.handle_objection",
        lambda application, user: open_objection(application) is not None,
        lambda application, data, files: objection_forms.ObjectionDecisionForm(
            data, objection=open_objection(application)
        ),
        lambda application, user, form: objections.draft_objection_decision(
            objection=the_objection(application),
            user=user,
            **{**form.cleaned_data, "amount": form.cleaned_data["amount"] or Decimal(0)},
        ),
        _("The draft waits for a signature."),
        is_next=unless_drafted("objection"),
    ),
]
OTHER = [
    Step(
        "objection-mend",
        _("Ask to complete the objection"),
        _("Send the request"),
        "subsidies.handle_objection",
        lambda application, user: _has_objection(application, user) and open_remedy(application) is None,
        simple(objection_forms.ObjectionRemedyForm),
        lambda application, user, form: objection_terms.ask_objection_remedy(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("The request is sent. The term to decide on the objection stands still from tomorrow."),
        sends_letter=True,
        lead=_("For an objection that lacks something, such as its grounds (Awb 6:5 and 6:6)."),
    ),
    Step(
        "objection-mended",
        _("Enter what completes the objection"),
        _("Enter it"),
        "subsidies.enter_post",
        lambda application, user: open_remedy(application) is not None,
        simple(objection_forms.PostedMendingForm),
        lambda application, user, form: objection_terms.mend_objection(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("It is entered. The term runs on."),
        lead=_("For what came by post. In CoopHub the group completes its objection itself."),
    ),
    Step(
        "objection-postpone",
        _("Postpone the decision on the objection"),
        _("Postpone and send the letter"),
        "subsidies.handle_objection",
        lambda application, user: (found := open_objection(application)) is not None and not found.is_postponed,
        simple(ReasonForm),
        lambda application, user, form: objection_terms.postpone_objection(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("The decision is postponed. The letter is sent."),
        sends_letter=True,
    ),
    Step(
        "objection-delay",
        _("Ask to agree with a later decision on the objection"),
        _("Ask the group"),
        "subsidies.handle_objection",
        lambda application, user: _has_objection(application, user) and open_delay(application) is None,
        simple(objection_forms.ObjectionDelayForm),
        lambda application, user, form: objection_terms.ask_objection_delay(
            objection=the_objection(application), user=user, **form.cleaned_data
        ),
        _("The group is asked. The date moves only when an owner agrees."),
        lead=_("More time than the law gives is possible only when the group agrees (Awb 7:10 lid 4)."),
    ),
    Step(
        "objection-by-post",
        _("Enter an objection that came by post"),
        _("Enter it"),
        "subsidies.enter_post",
        lambda application, user: bool(objection_forms.decisions_to_object_to(application)),
        of_application(objection_forms.PostedObjectionForm),
        lambda application, user, form: objections.object_to(application=application, user=user, **form.cleaned_data),
        _("The objection is entered. The group gets a receipt."),
        sends_letter=True,
    ),
]
