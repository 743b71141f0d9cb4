"""The work queue: what waits at the ministry, filtered, and as a list to take along."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from coophub.accounts.models import Role, User
from coophub.accounts.rules import is_decider
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from coophub.web.searching import with_words
from financing.subsidies.models import (
    AT_THE_MINISTRY,
    OPEN_OBJECTIONS,
    RUNNING_AWARDS,
    AdvanceRequest,
    Application,
    Assessment,
    DraftVersion,
    LaterDecision,
    Objection,
    RemedyRequest,
    ReviewAssignment,
    SavedView,
    SchemeVersion,
    State,
    Submission,
)
from financing.subsidies.procedure.interest import numbers_with_interest
from financing.subsidies.procedure.signing import DECISION
from financing.subsidies.selectors.applicants import OF_APPLICANT, with_applicants

SOON_DAYS = 14


@dataclass(frozen=True)
class QueueCounts:
    """How many cases each view of the queue has."""

    everything: int
    todo: int
    sign: int
    mine: int
    unassigned: int
    soon: int
    overdue: int

    def of(self, view: str) -> int:
        """The number of one view, by its name in the address; without a name of everything."""
        return int(getattr(self, view or "everything"))


@dataclass(frozen=True)
class CaseFilter:
    """What is looked at: one view of the queue, and what the filters say, by their keys."""

    view: str = ""
    q: str = ""
    scheme: int | None = None
    state: str = ""
    person: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything is filtered within the view."""
        return self != CaseFilter(view=self.view)

    def of(self, applications: QuerySet[Application]) -> QuerySet[Application]:
        """Those of them that fit the filters."""
        wanted = Q()
        if self.q:
            wanted &= found_by(self.q)
        if self.scheme:
            wanted &= Q(scheme_version=self.scheme)
        if self.state:
            wanted &= Q(state=self.state)
        if self.person:
            wanted &= is_mine(self.person)
        return applications.filter(wanted)

    def in_queue(self, user: User) -> QuerySet[Application]:
        """The cases of the view that fit the filters, for this person."""
        if self.view == "sign":
            return self.of(to_sign(user))
        today = clock.today()
        views = {
            "todo": waits_for(user),
            "mine": is_mine(user),
            "unassigned": is_unassigned(),
            "soon": is_due_soon(today),
            "overdue": is_overdue(today),
        }
        return self.of(queue(user).filter(views.get(self.view, Q())))


def queue(user: User) -> QuerySet[Application]:
    """What waits at the ministry, the most urgent first; not what this person has an interest in. One query."""
    return _queued(Application.objects.filter(state__in=AT_THE_MINISTRY), user)


def to_sign(user: User) -> QuerySet[Application]:
    """What has a draft, of whatever kind, that this person can sign, the most urgent first. One query."""
    return _queued(Application.objects.filter(has_draft_for(user)), user)


def next_case(user: User, after: Application) -> Application | None:
    """The most urgent other case that waits for this person. One query."""
    wanted = Q(state__in=AT_THE_MINISTRY) & waits_for(user)
    if is_decider(user):
        wanted |= has_draft_for(user)
    return as_listed(_queued(Application.objects.filter(wanted).exclude(pk=after.pk), user)).first()


def _queued(applications: QuerySet[Application], user: User) -> QuerySet[Application]:
    return (
        with_applicants(_without_interest(applications, user))
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


def as_listed(applications: QuerySet[Application], *more: str) -> QuerySet[Application]:
    """The same with only what a line of a list shows, and `more`: a version of a scheme alone is some pages of text."""
    return applications.only(
        "number",
        "state",
        "amount_requested",
        "submitted_at",
        "decide_by",
        *OF_APPLICANT,
        "scheme_version__name_en",
        "scheme_version__scheme__name",
        *(f"{person}__{field}" for person in ("reviewer", "assigned_to") for field in ("name", "email")),
        *more,
    )


def cases_in_short(user: User | None) -> QuerySet[Application]:
    """Everything that was ever submitted, with what a program reads in a list; not what this person has an interest
    in. Without a person it is for the record system, which has none.
    """
    found = _without_interest(Application.objects.filter(submitted_at__isnull=False), user)
    shown = ("number", "state", "amount_requested", "submitted_at", "decide_by", "scheme_version__scheme__slug")
    return found.select_related("submission", "scheme_version__scheme").only(*shown, *OF_APPLICANT)


def found_by(text: str) -> Q:
    """With this number, or whose group or place has these words, as they were when it was submitted."""
    named = with_words(Submission.objects.all(), text).values("application")
    return Q(pk__in=with_words(Application.objects.all(), text).values("pk")) | Q(pk__in=named)


def waits_for(user: User) -> Q:
    """What this person is the one to go on with: a case of theirs that waits for no group and no signature, or one
    that they were asked to assess.
    """
    today = clock.today()
    assessed = Q(pk__in=Assessment.objects.filter(reviewer=user).values("application"))
    asked = Q(pk__in=ReviewAssignment.objects.filter(reviewer=user).values("application"))
    # Read once for all cases, and not for each.
    still_open = Q(pk__in=RemedyRequest.objects.filter(completed_on=None, last_day__gte=today).values("application"))
    to_begin = Q(state__in=[State.SUBMITTED, State.COMPLETED]) | Q(state=State.REMEDY_REQUESTED) & ~still_open
    to_assess = Q(state=State.IN_ASSESSMENT) & (is_mine(user) | asked) & ~assessed
    return is_mine(user) & (to_begin | Q(state=State.ADVISED)) | to_assess


def has_draft_for(user: User) -> Q:
    """What has a draft that this person wrote no version of, and in which this person did not assess: to be signed.

    One to leave an application out may be refused by its days, and is asked again at its page.
    """
    wrote = DraftVersion.objects.filter(application=OuterRef("pk"), written_by=user, draft=DECISION)
    assessed = Assessment.objects.filter(application=OuterRef("pk"), reviewer=user)
    first = Q(state=State.DRAFT_DECISION) & ~Q(decision__drafted_by=user) & ~Exists(wrote) & ~Exists(assessed)
    later = LaterDecision.objects.filter(signed_at=None).exclude(drafted_by=user).values("application")
    return first | Q(pk__in=later)


def is_mine(user: User | int) -> Q:
    """Assigned to this person, or led by them while assigned to nobody."""
    return Q(assigned_to=user) | Q(assigned_to=None, reviewer=user)


def is_unassigned() -> Q:
    return Q(assigned_to=None, reviewer=None)


def is_due_soon(today: dt.date) -> Q:
    return Q(decide_by__gte=today, decide_by__lte=today + dt.timedelta(days=SOON_DAYS))


def is_overdue(today: dt.date) -> Q:
    return Q(decide_by__lt=today)


def queue_counts(user: User) -> QueueCounts:
    """The numbers beside the views. One query, and one for who signs."""
    today = clock.today()
    waiting = _without_interest(Application.objects.filter(state__in=AT_THE_MINISTRY), user)
    found = waiting.aggregate(
        everything=Count("pk"),
        todo=Count("pk", filter=waits_for(user)),
        mine=Count("pk", filter=is_mine(user)),
        unassigned=Count("pk", filter=is_unassigned()),
        soon=Count("pk", filter=is_due_soon(today)),
        overdue=Count("pk", filter=is_overdue(today)),
    )
    return QueueCounts(**found, sign=to_sign(user).count() if is_decider(user) else 0)


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
    waiting = Objection.objects.filter(state__in=OPEN_OBJECTIONS)
    return waiting.exclude(application__in=numbers_with_interest(user)).values("application").distinct().count()


def objections(user: User, *, is_open: bool) -> QuerySet[Objection]:
    """The objections that wait, the first due first, or those that were decided on or withdrawn. One query."""
    found = Objection.objects.exclude(application__in=numbers_with_interest(user))
    found = found.filter(state__in=OPEN_OBJECTIONS) if is_open else found.exclude(state__in=OPEN_OBJECTIONS)
    return with_applicants(found, "application__").select_related("handler")


def open_advances(user: User) -> QuerySet[AdvanceRequest]:
    """The requests for an advance that wait for a decision, the first due first. One query."""
    waiting = AdvanceRequest.objects.filter(application__state__in=RUNNING_AWARDS, decision=None).exclude(
        application__in=numbers_with_interest(user)
    )
    return with_applicants(waiting, "application__").order_by("asked_at", "pk")


def export_rows(applications: QuerySet[Application]) -> Iterator[list[object]]:
    """A line for each case, as a spreadsheet has it."""
    today = clock.today()
    for application in as_listed(applications, "target").iterator(chunk_size=1000):
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


def _without_interest(applications: QuerySet[Application], user: User | None) -> QuerySet[Application]:
    """Who has an interest is one query more, asked once for a whole page."""
    return applications if user is None else applications.exclude(pk__in=numbers_with_interest(user))
