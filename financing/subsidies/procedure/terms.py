"""The terms of one application, its objections and notices of default, from their rows; the counting is in `law`."""

import datetime as dt

from coophub.web import clock
from financing.subsidies.law.deadlines import Deadline, Suspension
from financing.subsidies.law.decision_term import Extension, decision_term, remedy_end
from financing.subsidies.law.figures import legal_term
from financing.subsidies.law.objection_term import objection_decision_deadline
from financing.subsidies.law.statutory import Penalty, penalty
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    Application,
    DefaultNotice,
    LaterDecision,
    Objection,
    Postponement,
    RemedyRequest,
    SchemeVersion,
    Subject,
)
from financing.subsidies.schemes.terms import extension_weeks

KIND = Postponement.Kind


def waits_for_decision(subject: Subject) -> bool:
    """Whether the ministry still has to decide on it."""
    return subject.is_open if isinstance(subject, Objection) else subject.state in AT_THE_MINISTRY


def deadline_of(subject: Subject) -> Deadline:
    """The last day to decide on it, as its requests, postponements and answers now stand."""
    return objection_term(subject) if isinstance(subject, Objection) else decision_deadline(subject)


def weeks_to_extend(subject: Subject) -> int:
    """By how many weeks the term can be extended, once: as the scheme says, on an objection as the law does (Awb 7:10
    lid 3). Nothing where the scheme does not allow it.
    """
    if isinstance(subject, Objection):
        return legal_term("objection_postponement", subject.object_by).term.length
    return extension_weeks(subject.scheme_version)


def decision_deadline(application: Application) -> Deadline:
    """The last day to decide on a submitted application. Three queries, or none when they were prefetched.

    Requests and postponements only count as far as they are known today: an open request is taken to run its full term.
    """
    version = application.scheme_version
    postponements = list(application.postponements.all())
    return decision_term(
        starts_on=term_starts_on(application),
        term=version.decision_term,
        source=version.decision_source,
        extensions=[
            Extension(found.weeks, clock.day_of(found.made_at))
            for found in postponements
            if found.kind == KIND.EXTENSION and found.weeks
        ],
        suspensions=[
            *_requests(application),
            *(
                Suspension.consent(found.first_day, found.last_day)
                for found in postponements
                if found.is_agreed and found.first_day and found.last_day
            ),
        ],
    )


def term_starts_on(application: Application) -> dt.date:
    """The day of the event from which the decision term runs: the receipt, or the closing of the window (KB 22 lid
    1).
    """
    version = application.scheme_version
    if version.decision_from == SchemeVersion.DecisionFrom.CLOSING:
        return clock.day_of(version.closes_at)
    return clock.day_of(application.submitted_at)


def remedy_ended_on(request: RemedyRequest) -> dt.date:
    """The day from which the four weeks to leave an application out run (Awb 4:5 lid 4)."""
    return remedy_end(completed_on=request.completed_on, last_day=request.last_day)


def has_lapsed(request: RemedyRequest, today: dt.date) -> bool:
    return request.completed_on is None and today > request.last_day


def objection_term(objection: Objection) -> Deadline:
    """The last day to decide on an objection. Two queries, or none when they were prefetched.

    Requests and answers only count as far as they are known today: an open request is taken to run its full term.
    """
    postponements = list(objection.postponements.all())
    return objection_decision_deadline(
        object_by=objection.object_by,
        has_committee=objection.has_committee,
        is_postponed=any(found.kind == KIND.EXTENSION for found in postponements),
        suspensions=_requests(objection),
        agreed_until=max(
            (found.last_day for found in postponements if found.is_agreed and found.last_day), default=None
        ),
    )


def running_penalty(notice: DefaultNotice, today: dt.date) -> Penalty | None:
    """What a late decision costs up to the day it was sent, or today; nothing for a notice that came too early."""
    if notice.is_premature:
        return None
    return penalty(decide_by=notice.decide_by, notice_received_on=notice.received_on, until=decided_on(notice) or today)


def decided_on(notice: DefaultNotice) -> dt.date | None:
    """The day on which the late decision was sent after all."""
    application = notice.application
    if notice.objection_id is None:
        decision = getattr(application, "decision", None)
        return clock.day_of(decision.signed_at) if decision is not None and decision.signed_at else None
    signed = (
        found.signed_at
        for found in application.later_decisions.all()
        if found.kind == LaterDecision.Kind.OBJECTION and found.objection_id == notice.objection_id
    )
    return next((clock.day_of(moment) for moment in signed if moment), None)


def running_term(subject: Subject) -> dt.date | None:
    """By when the decision has to be there; None when it was taken."""
    return subject.decide_by if waits_for_decision(subject) else None


def _requests(subject: Subject) -> list[Suspension]:
    """The days on which the term stood still while something was asked to complete it."""
    return [
        Suspension.of_request(
            request.requested_on,
            request.completed_on,
            request.last_day,
            is_of_objection=isinstance(subject, Objection),
        )
        for request in subject.remedy_requests.all()
    ]
