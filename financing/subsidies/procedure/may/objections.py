"""Who may deal with an objection, and how it may go on (Awb 6:6 to 7:13)."""

import datetime as dt

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web.refusals import OUT_OF_ORDER, Refusal, by_person, by_time
from financing.subsidies.models import (
    Application,
    Decision,
    LaterDecision,
    Objection,
    ObjectionState,
)

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


def present_objection(application: Application) -> Objection | None:
    """The open one, else the last: what was done with it in the meantime is in the way then."""
    return open_objection(application) or next(reversed(application.objections.all()), None)
