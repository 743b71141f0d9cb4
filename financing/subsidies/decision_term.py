"""By when an application has to be decided on, and how that day follows (Awb 4:13 to 4:15, KB 22)."""

import datetime as dt

from django.utils import timezone

from financing.subsidies.deadlines import Deadline, Step, Suspension, Term, deadline
from financing.subsidies.models import Application, Postponement, RemedyRequest, SchemeVersion


def decision_deadline(application: Application) -> Deadline:
    """The last day to decide on a submitted application. Three queries, or none when they were prefetched.

    Requests and postponements only count as far as they are known today: an open request is taken to run its full term.
    """
    version = application.scheme_version
    term = version.decision_term
    steps = [Step("The scheme sets the term: %(source)s.", {"source": version.decision_source})]
    postponements = list(application.postponements.all())
    for extension in postponements:
        if extension.kind == Postponement.Kind.EXTENSION and extension.weeks:
            # Whether an extended term is one long term (Atw 4) is not settled: taken as one it ends on the earlier day.
            term = Term(term.length + extension.weeks, "weeks", atw=term.atw)
            steps.append(
                Step(
                    "The term was extended once by %(weeks)s weeks; notice was sent on %(date)s.",
                    {"weeks": extension.weeks, "date": timezone.localdate(extension.made_at)},
                )
            )
    counted = deadline(term_starts_on(application), term, _suspensions(application, postponements))
    return Deadline(counted.date, (*steps, *counted.steps))


def term_starts_on(application: Application) -> dt.date:
    """The day of the event from which the decision term runs: the receipt, or the closing of the window (KB 22 lid 1)."""
    version = application.scheme_version
    if version.decision_from == SchemeVersion.DecisionFrom.CLOSING:
        return timezone.localdate(version.closes_at)
    return timezone.localdate(application.submitted_at)


def suspension_of(request: RemedyRequest) -> Suspension:
    """The days that a request to complete takes out of the term: until it was completed, or its own term had passed."""
    if request.completed_on is not None and request.completed_on <= request.last_day:
        return Suspension.completed(request.requested_on, request.completed_on)
    return Suspension.lapsed(request.requested_on, request.last_day)


def remedy_ended_on(request: RemedyRequest) -> dt.date:
    """The day from which the four weeks to leave an application out run (Awb 4:5 lid 4)."""
    return min(request.completed_on or request.last_day, request.last_day)


def has_lapsed(request: RemedyRequest, today: dt.date) -> bool:
    return request.completed_on is None and today > request.last_day


def _suspensions(application: Application, postponements: list[Postponement]) -> list[Suspension]:
    agreed = [
        Suspension.consent(postponement.first_day, postponement.last_day)
        for postponement in postponements
        if postponement.is_agreed and postponement.first_day and postponement.last_day
    ]
    return [*(suspension_of(request) for request in application.remedy_requests.all()), *agreed]
