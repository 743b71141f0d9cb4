"""The work queue: what waits at the ministry, filtered, and as a list to take along."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from coophub.accounts.models import Role, User
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    OPEN_OBJECTIONS,
    RUNNING_AWARDS,
    AdvanceRequest,
    Application,
    Objection,
    SavedView,
    SchemeVersion,
)
from financing.subsidies.procedure.interest import with_interest
from financing.subsidies.selectors.applicants import with_applicants

SOON_DAYS = 14


@dataclass(frozen=True)
class QueueCounts:
    """How many cases each view of the queue has."""

    everything: int
    mine: int
    unassigned: int
    soon: int
    overdue: int

    def of(self, view: str) -> int:
        """The number of one view, by its name in the address; without a name of everything."""
        return int(getattr(self, view or "everything"))


def queue(user: User) -> QuerySet[Application]:
    """What waits at the ministry, the most urgent first; not what this person has an interest in. One query."""
    return (
        with_applicants(_without_interest(Application.objects.filter(state__in=AT_THE_MINISTRY), user))
        .select_related("scheme_version__scheme", "reviewer", "assigned_to")
        .order_by("decide_by", "submitted_at", "pk")
    )


def all_applications(user: User) -> QuerySet[Application]:
    """Everything that was ever submitted, the newest first; not what this person has an interest in."""
    return (
        with_applicants(_without_interest(Application.objects.filter(submitted_at__isnull=False), user))
        .select_related("scheme_version__scheme", "reviewer", "assigned_to")
        .order_by("-submitted_at", "-pk")
    )


def as_listed(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The same with only what a line of a list shows: a version of a scheme alone is some pages of text."""
    return applications.only(
        "number",
        "state",
        "amount_requested",
        "submitted_at",
        "decide_by",
        *(f"submission__{field}" for field in ("initiative_name", "legal_name", "municipality")),
        "scheme_version__scheme__name",
        *(f"{person}__{field}" for person in ("reviewer", "assigned_to") for field in ("name", "email")),
    )


def is_mine(user: User) -> Q:
    """Assigned to this person, or led by them while assigned to nobody."""
    return Q(assigned_to=user) | Q(assigned_to=None, reviewer=user)


def is_unassigned() -> Q:
    return Q(assigned_to=None, reviewer=None)


def is_due_soon(today: dt.date) -> Q:
    return Q(decide_by__gte=today, decide_by__lte=today + dt.timedelta(days=SOON_DAYS))


def is_overdue(today: dt.date) -> Q:
    return Q(decide_by__lt=today)


def queue_counts(user: User) -> QueueCounts:
    """The numbers beside the views. One query."""
    today = clock.today()
    waiting = _without_interest(Application.objects.filter(state__in=AT_THE_MINISTRY), user)
    found = waiting.aggregate(
        everything=Count("pk"),
        mine=Count("pk", filter=is_mine(user)),
        unassigned=Count("pk", filter=is_unassigned()),
        soon=Count("pk", filter=is_due_soon(today)),
        overdue=Count("pk", filter=is_overdue(today)),
    )
    return QueueCounts(**found)


def saved_views(user: User) -> list[SavedView]:
    return list(SavedView.objects.filter(owner=user))


def assignable_people() -> QuerySet[User]:
    """Who can have applications: everybody who works on them at the ministry."""
    return people_with_role(Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER)


def reviewers() -> QuerySet[User]:
    return people_with_role(Role.REVIEWER)


def queue_schemes() -> QuerySet[SchemeVersion]:
    return SchemeVersion.objects.filter(published_at__isnull=False).select_related("scheme")


def open_objections_count(user: User) -> int:
    """How many objections wait."""
    is_open = Objection.objects.filter(application=OuterRef("pk"), state__in=OPEN_OBJECTIONS)
    return _without_interest(Application.objects.filter(Exists(is_open)), user).count()


def objections(user: User, *, is_open: bool) -> QuerySet[Objection]:
    """The objections that wait, the first due first, or those that were decided on or withdrawn. One query."""
    found = Objection.objects.filter(application__in=_without_interest(Application.objects.all(), user))
    found = found.filter(state__in=OPEN_OBJECTIONS) if is_open else found.exclude(state__in=OPEN_OBJECTIONS)
    return with_applicants(found, "application__").select_related("handler")


def open_advances(user: User) -> QuerySet[AdvanceRequest]:
    """The requests for an advance that wait for a decision, the first due first. One query."""
    waiting = AdvanceRequest.objects.filter(
        application__in=_without_interest(Application.objects.filter(state__in=RUNNING_AWARDS), user), decision=None
    )
    return with_applicants(waiting, "application__").order_by("asked_at", "pk")


def export_rows(applications: QuerySet[Application]) -> Iterator[list[object]]:
    """A line for each case, as a spreadsheet has it."""
    today = clock.today()
    for application in applications.iterator(chunk_size=1000):
        responsible = application.assigned_to or application.reviewer
        yield [
            application.number,
            application.applicant.name,
            application.applicant.municipality,
            application.scheme_version.scheme.name,
            str(application.get_target_display()),
            application.amount_requested,
            str(application.get_state_display()),
            clock.day_of(application.submitted_at) if application.submitted_at else None,
            application.decide_by,
            (application.decide_by - today).days if application.decide_by and application.is_undecided else None,
            str(responsible or ""),
        ]


def _without_interest(applications: QuerySet[Application], user: User) -> QuerySet[Application]:
    return applications.exclude(with_interest(user))
