"""Warning people of days that come near.

A daily task calls this; what was missed is made up, and nothing is told twice. By e-mail they go as each person wishes,
together in one message a day unless they chose otherwise (`coophub.notifications.digests`).
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import lazy

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.notifications.digests import add_check
from coophub.notifications.models import HeldNotice
from coophub.notifications.services import News, tell
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
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.may.assessing import BEING_ASSESSED
from financing.subsidies.procedure.terms import remedy_ended_on
from financing.subsidies.schemes.terms import scheme_deadline
from initiatives.selectors.people import members_by_initiative

DAYS_BEFORE = (28, 14, 7, 2, 0, -1)
"""How many days before a deadline somebody is warned; -1 says that it has passed. A matter of good order, not of law.
"""
FOR_THE_GROUP = (14, 7, 2, 0)
FOR_REVIEWERS = (3, 0, -1)
WHEN_IT_PASSED = (-1,)
PASSED_SINCE_DAYS = 28
"""A day that passed longer ago is told of no more: it stands in the lists of what is late."""
CHECK = "day"

day_in_words = lazy(day, str)


@dataclass(frozen=True)
class Due:
    """A day that somebody has to know of. `kind` names its words.

    Of what `is_one_of_many` a reader gets one line with the number of them, and `url` leads to their list.
    """

    subject: str
    kind: str
    day: dt.date
    number: str
    recipients: list[User]
    url: str
    days_before: tuple[int, ...] = DAYS_BEFORE
    is_one_of_many: bool = False

    @property
    def key(self) -> str:
        """What a notice about it is known by: when the day moves it is about another."""
        return f"{CHECK}:{self.url if self.is_one_of_many else f'{self.subject} {self.day}'}"

    def threshold(self, today: dt.date) -> int | None:
        """The most urgent of its warnings that applies today."""
        left = (self.day - today).days
        return min((days for days in self.days_before if left <= days), default=None)


def register() -> None:
    add_check(CHECK, over_days)


def send_warnings() -> int:
    """Tells everybody of the days that come near and that they were not told of; gives how many people were told.

    After missed days each deadline gives one warning, the most urgent one that applies, not all that were missed. When
    a deadline moves its warnings begin anew, for it is another day. Safe to run twice and at the same time.
    """
    today = clock.today()
    reached: dict[User, list[tuple[Due, int]]] = defaultdict(list)
    for due in days_due(today):
        threshold = due.threshold(today)
        if threshold is not None:
            for recipient in due.recipients:
                reached[recipient].append((due, threshold))
    return sum(_tell(recipient, dues) for recipient, dues in reached.items())


def days_due(today: dt.date) -> Iterator[Due]:
    """Every day that is near enough to warn of, or that passed not long ago. A fixed number of queries, and
    one for each reviewer who was asked.
    """
    since, until = today - dt.timedelta(days=PASSED_SINCE_DAYS), today + dt.timedelta(days=max(DAYS_BEFORE))
    managers = list(people_with_role(Role.SCHEME_MANAGER))
    found = (
        *_decisions(since, until, managers),
        *_remedies(today, managers),
        *_objections(since, until, managers),
        *_advances(managers),
        *_payments(since, until, managers),
        *_reviews(since, until),
        *_reports(until),
    )
    return (due for due in found if since <= due.day <= until)


@transaction.atomic
def _tell(recipient: User, reached: list[tuple[Due, int]]) -> bool:
    """A notice of each day that somebody was not told of yet; gives whether there was any."""
    User.objects.select_for_update(no_key=True).get(pk=recipient.pk)  # two who run at once wait for each other
    told = DeadlineWarning.objects.filter(recipient=recipient, day__gte=min(due.day for due, _threshold in reached))
    known = set(told.values_list("subject", "day", "days_before"))
    new = [(due, threshold) for due, threshold in reached if (due.subject, due.day, threshold) not in known]
    if not new:
        return False
    rows = [
        DeadlineWarning(
            subject=due.subject, day=due.day, days_before=threshold, recipient=recipient, sent_at=clock.now()
        )
        for due, threshold in new
    ]
    DeadlineWarning.objects.bulk_create(rows, batch_size=1000)
    tell(recipients=[recipient], news=_news(due for due, _threshold in new))
    return True


def _news(dues: Iterable[Due]) -> list[News]:
    """What to say, the first day first; many of a kind together, as of the first of them."""
    together: dict[tuple[str, str], list[Due]] = defaultdict(list)
    for due in dues:
        together[due.kind, due.key].append(due)
    found = [(min(many, key=lambda due: due.day), len(many)) for many in together.values()]
    by_day = sorted(found, key=lambda one: (one[0].day, one[0].number))
    return [
        News(
            first.kind,
            {"number": first.number, "day": day_in_words(first.day), "count": count},
            first.url,
            day=first.day,
            key=first.key,
        )
        for first, count in by_day
    ]


def over_days(held: Sequence[HeldNotice]) -> set[int]:
    """Of what was told of days and waits for a message: what was done since, moved, or became the work of another."""
    near = {(recipient.pk, due.key) for due in days_due(clock.today()) for recipient in due.recipients}
    return {one.pk for one in held if (one.person_id, one.key) not in near}


def _decisions(since: dt.date, until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Application.objects.filter(state__in=AT_THE_MINISTRY, decide_by__range=(since, until))
    for application in waiting.select_related("assigned_to", "reviewer"):
        if application.decide_by is not None:
            due = _due(application, f"decision-{application.pk}", "subsidies_deadline", application.decide_by)
            yield from _for_who_has_it(due, application.assigned_to or application.reviewer, managers)


def _remedies(today: dt.date, managers: list[User]) -> Iterator[Due]:
    """The group's own term to complete; after it, the ministry's four weeks to leave the application out (Awb 4:5 lid
    4).
    """
    requests = RemedyRequest.objects.filter(application__state=State.REMEDY_REQUESTED, completed_at=None)
    found = list(
        requests.select_related("application__initiative", "application__assigned_to", "application__reviewer")
    )
    members = members_by_initiative(application_of(request.subject).initiative_id for request in found)
    for request in found:
        application = application_of(request.subject)
        if today <= request.last_day:
            yield Due(
                f"remedy-{request.pk}",
                "subsidies_remedy_deadline",
                request.last_day,
                str(application.number),
                members[application.initiative_id],
                reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
                FOR_THE_GROUP,
            )
        else:
            last = leaving_out_deadline(remedy_ended_on(request)).date
            due = _due(application, f"leaving-out-{request.pk}", "subsidies_leaving_out_deadline", last)
            yield from _for_who_has_it(due, application.assigned_to or application.reviewer, managers)


def _objections(since: dt.date, until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Objection.objects.filter(state__in=OPEN_OBJECTIONS, decide_by__range=(since, until))
    for objection in waiting.select_related("application", "handler"):
        due = _due(
            objection.application, f"objection-{objection.pk}", "subsidies_objection_deadline", objection.decide_by
        )
        yield from _for_who_has_it(due, objection.handler, managers, everything=reverse("subsidies:objections"))


def _advances(managers: list[User]) -> Iterator[Due]:
    waiting = AdvanceRequest.objects.filter(decision=None, application__state__in=RUNNING_AWARDS)
    for request in waiting.select_related("application__assigned_to", "application__reviewer"):
        application = request.application
        due = _due(application, f"advance-{request.pk}", "subsidies_advance_deadline", request.decide_by, "?tab=money")
        yield from _for_who_has_it(due, application.assigned_to or application.reviewer, managers)


def _payments(since: dt.date, until: dt.date, managers: list[User]) -> Iterator[Due]:
    waiting = Payment.objects.filter(paid_on=None, cancelled_at=None, pay_by__range=(since, until))
    for payment in waiting.exclude(kind=Payment.Kind.REPAYMENT).select_related("application"):
        yield Due(
            f"payment-{payment.pk}",
            "subsidies_payment_deadline",
            payment.pay_by,
            str(payment.application.number),
            managers,
            reverse("subsidies:payments"),
            is_one_of_many=True,
        )


def _reviews(since: dt.date, until: dt.date) -> Iterator[Due]:
    done = Assessment.objects.filter(application=OuterRef("application"), reviewer=OuterRef("reviewer"))
    waiting = ReviewAssignment.objects.filter(
        ~Exists(done), application__state__in=BEING_ASSESSED, finish_by__range=(since, until)
    )
    asked = list(waiting.select_related("application", "reviewer"))
    aside = {reviewer: numbers_with_interest(reviewer) for reviewer in {assignment.reviewer for assignment in asked}}
    for assignment in asked:
        if assignment.application_id in aside[assignment.reviewer]:
            continue
        yield Due(
            f"review-{assignment.pk}",
            "subsidies_review_reminder",
            assignment.finish_by,
            str(assignment.application.number),
            [assignment.reviewer] if assignment.reviewer.is_active else [],
            _dossier(assignment.application_id),
            FOR_REVIEWERS,
        )


def _reports(until: dt.date) -> Iterator[Due]:
    """When the group has to ask for settlement (KB 22 lid 4)."""
    running = Application.objects.filter(
        Q(decision__arrangement__in=["middle", "large"]) | Q(later_decisions__arrangement__in=["middle", "large"]),
        Q(decision__activities_end_on__lte=until) | Q(later_decisions__activities_end_on__lte=until),
        state__in=[State.AWARDED, State.PARTLY_AWARDED],
    ).distinct()
    rows = running.select_related("initiative", "decision").prefetch_related(
        "later_decisions__objection", "payments", "scheme_version__terms"
    )
    ended = [(application, current_award(application).activities_end_on) for application in rows]
    found = [(application, ends_on) for application, ends_on in ended if ends_on is not None and ends_on <= until]
    members = members_by_initiative(application.initiative_id for application, _ends_on in found)
    for application, ends_on in found:
        yield Due(
            f"report-{application.pk}",
            "subsidies_report_deadline",
            scheme_deadline(application.scheme_version, "settlement_application", ends_on).date,
            str(application.number),
            members[application.initiative_id],
            reverse("subsidies:application", args=[application.initiative.slug, application.pk]),
        )


def _due(application: Application, subject: str, kind: str, last: dt.date, tab: str = "") -> Due:
    """A day of the ministry, about an application."""
    return Due(subject, kind, last, str(application.number), [], _dossier(application.pk) + tab)


def _dossier(pk: int) -> str:
    return reverse("subsidies:dossier", args=[pk])


def _for_who_has_it(due: Due, person: User | None, managers: list[User], everything: str = "") -> Iterator[Due]:
    """For who has the case, and once, when it is late, for the scheme managers too. What nobody has is for the scheme
    managers. `everything` is the address of the list in which they find it, the queue unless said.
    """
    everything = everything or reverse("subsidies:queue")
    if person is None or not person.is_active:
        unassigned = f"{everything}?view=unassigned"
        yield replace(due, kind="subsidies_unassigned", recipients=managers, url=unassigned, is_one_of_many=True)
        return
    yield replace(due, recipients=[person])
    yield replace(
        due,
        subject=f"late-{due.subject}",
        kind="subsidies_overdue",
        recipients=[manager for manager in managers if manager != person],
        url=f"{everything}?view=overdue",
        days_before=WHEN_IT_PASSED,
        is_one_of_many=True,
    )
