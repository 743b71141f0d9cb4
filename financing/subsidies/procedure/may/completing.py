"""When an application (Awb 4:5) or an objection (6:6) may be completed: the ministry asks, the group adds."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_state
from financing.subsidies.models import Application, Objection, RemedyRequest, State, Subject
from financing.subsidies.procedure.may.objections import why_not_handle
from financing.subsidies.procedure.may.terms import why_not_move


def why_not_ask_to_complete(application: Application) -> Refusal | None:
    if application.state not in (State.SUBMITTED, State.COMPLETED, State.IN_ASSESSMENT):
        return OUT_OF_ORDER
    return OUT_OF_ORDER if open_request(application) else None


def why_not_ask_to_complete_objection(objection: Objection, user: User, today: dt.date) -> Refusal | None:
    if refused := why_not_handle(objection, user):
        return refused
    if open_request(objection) is not None:
        return by_state(_("The group was asked to complete its objection before, and that is still open."))
    return why_not_move(objection, today)


def why_not_complete(application: Application) -> Refusal | None:
    if open_request(application) is None:
        return by_state(_("Nobody asked to complete this application."))
    return None if application.state == State.REMEDY_REQUESTED else OUT_OF_ORDER


def why_not_complete_objection(objection: Objection) -> Refusal | None:
    if not objection.is_open:
        return OUT_OF_ORDER
    return None if open_request(objection) else by_state(_("Nothing is asked to complete this objection."))


def open_request(subject: Subject) -> RemedyRequest | None:
    """The request to complete it that waits for an answer."""
    return next((item for item in subject.remedy_requests.all() if item.is_open), None)
