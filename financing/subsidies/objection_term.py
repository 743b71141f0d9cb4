"""By when an objection has to be decided on, and how that day follows (Awb 7:10)."""

from financing.subsidies.deadlines import Deadline, Suspension
from financing.subsidies.models import Objection, ObjectionRemedy
from financing.subsidies.statutory import objection_decision_deadline


def objection_term(objection: Objection) -> Deadline:
    """The last day to decide on an objection. Two queries, or none when they were prefetched.

    Requests and answers only count as far as they are known today: an open request is taken to run its full term.
    """
    agreed = [delay.last_day for delay in objection.delays.all() if delay.is_agreed]
    return objection_decision_deadline(
        object_by=objection.object_by,
        has_committee=objection.has_committee,
        is_postponed=objection.is_postponed,
        suspensions=[suspension_of(remedy) for remedy in objection.remedies.all()],
        agreed_until=max(agreed, default=None),
    )


def suspension_of(remedy: ObjectionRemedy) -> Suspension:
    """The days that a request to complete the objection takes out of the term: until it was, or its own term had passed."""
    if remedy.mended_on is not None and remedy.mended_on <= remedy.last_day:
        return Suspension.mended(remedy.requested_on, remedy.mended_on)
    return Suspension.unmended(remedy.requested_on, remedy.last_day)
