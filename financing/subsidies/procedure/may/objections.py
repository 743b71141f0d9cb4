"""Who may deal with an objection, and how it may go on (Awb 6:6 to 7:13)."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from financing.subsidies.models import (
    Application,
    Decision,
    LaterDecision,
    Objection,
    ObjectionDelay,
    ObjectionRemedy,
    ObjectionState,
)
from financing.subsidies.procedure.may.refusal import OUT_OF_ORDER, Refusal, by_person, by_state, by_time
from financing.subsidies.procedure.may.terms import why_not_move

FIRST = "decision"
"""What an objection against the decision on the application itself is against; a later one is named by its number."""


def why_not_object(application: Application) -> Refusal | None:
    """Object, also too late, against a decision that was sent and against which no objection is open."""
    return None if decisions_to_object_to(application) else OUT_OF_ORDER


def why_not_handle(objection: Objection, user: User) -> Refusal | None:
    """Deal with an open objection: not whoever signed the decision that it is against (Awb 10:3)."""
    if not objection.is_open:
        return OUT_OF_ORDER
    decision = decision_named(objection.application, objection.against)
    if decision is not None and decision.signed_by_id == user.pk:
        return by_person(_("You signed the decision itself. Somebody else deals with the objection (Awb 10:3)."))
    return None


def why_not_prepare(objection: Objection, user: User) -> Refusal | None:
    """Take an objection in hand, or plan its hearing anew, until the group was heard."""
    if refused := why_not_handle(objection, user):
        return refused
    return None if objection.state == ObjectionState.RECEIVED else OUT_OF_ORDER


def why_not_report_hearing(objection: Objection, user: User, now: dt.datetime) -> Refusal | None:
    if refused := why_not_handle(objection, user):
        return refused
    if objection.hearing_at is None or objection.hearing_at > now:
        return by_time(_("The hearing has not been held yet. Plan it first."))
    return None if objection.state == ObjectionState.RECEIVED else OUT_OF_ORDER


def why_not_ask_to_complete_objection(objection: Objection, user: User, today: dt.date) -> Refusal | None:
    if refused := why_not_handle(objection, user):
        return refused
    if open_remedy(objection) is not None:
        return by_state(_("The group was asked to complete its objection before, and that is still open."))
    return why_not_move(objection, today)


def why_not_complete_objection(objection: Objection) -> Refusal | None:
    if not objection.is_open:
        return OUT_OF_ORDER
    return None if open_remedy(objection) else by_state(_("Nothing is asked to complete this objection."))


def why_not_postpone(objection: Objection, user: User, today: dt.date) -> Refusal | None:
    """Postpone once, before the term ends (Awb 7:10 lid 3)."""
    if refused := why_not_handle(objection, user):
        return refused
    if objection.is_postponed:
        return by_state(_("The decision on this objection was postponed already. That can be done once."))
    return why_not_move(objection, today)


def why_not_ask_delay(objection: Objection, user: User, today: dt.date) -> Refusal | None:
    if refused := why_not_handle(objection, user):
        return refused
    if open_delay(objection) is not None:
        return by_state(_("An earlier question to the group is still open."))
    return why_not_move(objection, today)


def why_not_answer_delay(objection: Objection) -> Refusal | None:
    if not objection.is_open:
        return OUT_OF_ORDER
    return None if open_delay(objection) else by_state(_("There is no open question about a later decision."))


def why_not_withdraw_objection(objection: Objection) -> Refusal | None:
    return None if objection.is_open else OUT_OF_ORDER


def decision_named(application: Application, against: str) -> Decision | LaterDecision | None:
    """The decision that an objection is against."""
    if against == FIRST:
        return getattr(application, "decision", None)
    return next((found for found in application.later_decisions.all() if str(found.pk) == against), None)


def decisions_to_object_to(application: Application) -> list[Decision | LaterDecision]:
    """Every decision that was sent and has no open objection against it, the newest first; none on an objection itself
    (Awb 7:1).
    """
    first: Decision | None = getattr(application, "decision", None)
    later = [found for found in application.later_decisions.all() if found.kind != LaterDecision.Kind.OBJECTION]
    sent = [found for found in (first, *later) if found is not None and found.signed_at]
    taken = {objection.against for objection in application.objections.all() if objection.is_open}
    return [found for found in reversed(sent) if named(found) not in taken]


def named(decision: Decision | LaterDecision) -> str:
    """What an objection against this decision keeps as its name."""
    return FIRST if isinstance(decision, Decision) else str(decision.pk)


def open_objection(application: Application) -> Objection | None:
    return next((objection for objection in application.objections.all() if objection.is_open), None)


def open_remedy(objection: Objection) -> ObjectionRemedy | None:
    """The request to complete an objection that waits for an answer."""
    return next((item for item in objection.remedies.all() if item.is_open), None)


def open_delay(objection: Objection) -> ObjectionDelay | None:
    """The question about a later decision on an objection that waits for an answer."""
    return next((item for item in objection.delays.all() if item.is_open), None)
