"""Warning people of days that come near.

A daily task calls this; what was missed is made up, and nothing is sent twice.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.formats import day
from financing.subsidies.law.statutory import leaving_out_deadline
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    OPEN_OBJECTIONS,
    RUNNING_AWARDS,
    AdvanceRequest,
    Application,
    Assessment,
    DeadlineWarning,
    Objection,
    Payment,
    RemedyRequest,
    ReviewAssignment,
    State,
    application_of,
)
from financing.subsidies.procedure.awards import current_award
from financing.subsidies.procedure.interest import has_interest
from financing.subsidies.procedure.may.assessing import BEING_ASSESSED
from financing.subsidies.procedure.terms import remedy_ended_on
from financing.subsidies.schemes.terms import scheme_deadline
from initiatives.selectors import active_members

DAYS_BEFORE = (28, 14, 7, 2, 0, -1)
"""How many days before a deadline somebody is warned; -1 says that it has passed. A matter of good order, not of law.
"""
FOR_THE_GROUP = (14, 7, 2, 0)
FOR_REVIEWERS = (3, 0, -1)


@dataclass(frozen=True)
class Due:
    """A day that somebody has to know of."""

    subject: str
    kind: str
    day: dt.date
    number: str
    recipients: list[User]
    url: str
    days_before: tuple[int, ...] = DAYS_BEFORE


def send_warnings() -> int:
    """Sends every warning that is due today and was not sent; gives how many people were warned.

    After missed days each deadline gives one warning, the most urgent one that applies, not all that were missed. When
    a deadline moves its warnings begin anew, for it is another day. Safe to run twice and at the same time.
    """
    today = clock.today()
    return sum(_warn(due, today) for due in days_due(today))


def days_due(today: dt.date) -> Iterator[Due]:
    """Every day that is near enough to warn of."""
    until = today + dt.timedelta(days=max(DAYS_BEFORE))
    managers = list(people_with_role(Role.SCHEME_MANAGER))
    yield from _decisions(until, managers)
    yield from _remedies(today, until, managers)
    yield from _objections(until, managers)
    yield from _advances(until, managers)
    yield from _payments(until, managers)
    yield from _reviews(until)
    yield from _reports(today, until)


def _warn(due: Due, today: dt.date) -> int:
    left = (due.day - today).days
    reached = [days for days in due.days_before if left <= days]
    if not reached:
        return 0
    threshold = min(reached)
    count = 0
    for recipient in due.recipients:
        with transaction.atomic():
            _warning, is_new = DeadlineWarning.objects.get_or_create(
                subject=due.subject,
                day=due.day,
                days_before=threshold,
                recipient=recipient,
                defaults={"sent_at": clock.now()},
            )
            if is_new:
                context = {"number": due.number, "day": day(due.day), "days_left": left, "days_late": -left}
                notify(recipients=[recipient], kind=due.kind, context=context, url=due.url)
                count += 1
    return count


def _decisions(until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Application.objects.filter(state__in=AT_THE_MINISTRY, decide_by__lte=until)
    for application in waiting.select_related("assigned_to", "reviewer").iterator():
        if application.decide_by is None:
            continue
        yield Due(
            f"decision-{application.pk}",
            "subsidies_deadline",
            application.decide_by,
            str(application.number),
            _responsible(application, managers),
            reverse("subsidies:dossier", args=[application.pk]),
        )


def _remedies(today: dt.date, until: dt.date, managers: list[User]) -> Iterator[Due]:
    """The group's own term to complete; after it, the ministry's four weeks to leave the application out (Awb 4:5 lid
    4).
    """
    requests = RemedyRequest.objects.filter(application__state=State.REMEDY_REQUESTED, completed_at=None)
    for request in requests.select_related(
        "application__initiative", "application__assigned_to", "application__reviewer"
    ):
        application = application_of(request.subject)
        if today <= request.last_day:
            yield Due(
                f"remedy-{request.pk}",
                "subsidies_remedy_deadline",
                request.last_day,
                str(application.number),
                list(active_members(application.initiative)),
                reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
                FOR_THE_GROUP,
            )
        else:
            yield Due(
                f"leaving-out-{request.pk}",
                "subsidies_leaving_out_deadline",
                leaving_out_deadline(remedy_ended_on(request)).date,
                str(application.number),
                _responsible(application, managers),
                reverse("subsidies:dossier", args=[application.pk]),
            )


def _objections(until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Objection.objects.filter(state__in=OPEN_OBJECTIONS, decide_by__lte=until)
    for objection in waiting.select_related("application", "handler"):
        handler = objection.handler
        yield Due(
            f"objection-{objection.pk}",
            "subsidies_objection_deadline",
            objection.decide_by,
            str(objection.application.number),
            [handler] if handler is not None and handler.is_active else managers,
            reverse("subsidies:dossier", args=[objection.application_id]),
        )


def _advances(until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = AdvanceRequest.objects.filter(decision=None, application__state__in=RUNNING_AWARDS)
    for request in waiting.select_related("application__assigned_to", "application__reviewer"):
        last = request.decide_by
        if last > until:
            continue
        yield Due(
            f"advance-{request.pk}",
            "subsidies_advance_deadline",
            last,
            str(request.application.number),
            _responsible(request.application, managers),
            reverse("subsidies:dossier", args=[request.application_id]) + "?tab=money",
        )


def _payments(until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Payment.objects.filter(paid_on=None, cancelled_at=None, pay_by__lte=until)
    for payment in waiting.exclude(kind=Payment.Kind.REPAYMENT).select_related("application"):
        yield Due(
            f"payment-{payment.pk}",
            "subsidies_payment_deadline",
            payment.pay_by,
            str(payment.application.number),
            managers,
            reverse("subsidies:dossier", args=[payment.application_id]) + "?tab=money",
        )


def _reviews(until: dt.date) -> Iterator[Due]:
    done = Assessment.objects.filter(application=OuterRef("application"), reviewer=OuterRef("reviewer"))
    waiting = ReviewAssignment.objects.filter(
        ~Exists(done), application__state__in=BEING_ASSESSED, finish_by__lte=until
    )
    for assignment in waiting.select_related("application", "reviewer"):
        if has_interest(assignment.application, assignment.reviewer):
            continue
        yield Due(
            f"review-{assignment.pk}",
            "subsidies_review_reminder",
            assignment.finish_by,
            str(assignment.application.number),
            [assignment.reviewer] if assignment.reviewer.is_active else [],
            reverse("subsidies:dossier", args=[assignment.application_id]),
            FOR_REVIEWERS,
        )


def _reports(today: dt.date, until: dt.date) -> Iterator[Due]:
    """When the group has to ask for settlement (KB 22 lid 4)."""
    running = Application.objects.filter(
        Q(decision__arrangement__in=["middle", "large"]) | Q(later_decisions__arrangement__in=["middle", "large"]),
        state__in=[State.AWARDED, State.PARTLY_AWARDED],
    ).distinct()
    rows = running.select_related("initiative", "scheme_version", "decision").prefetch_related(
        "later_decisions__objection", "payments", "scheme_version__terms"
    )
    for application in rows.iterator(chunk_size=500):
        ends_on = current_award(application).activities_end_on
        if ends_on is None or ends_on > until:
            continue
        yield Due(
            f"report-{application.pk}",
            "subsidies_report_deadline",
            scheme_deadline(application.scheme_version, "settlement_application", ends_on).date,
            str(application.number),
            list(active_members(application.initiative)),
            reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
            DAYS_BEFORE,
        )


def _responsible(application: Application, managers: Iterable[User]) -> list[User]:
    """The one it is assigned to, else who leads, else the scheme managers: nobody's case is nobody's."""
    person = application.assigned_to or application.reviewer
    return [person] if person is not None and person.is_active else list(managers)
