"""The work queue: what waits at the ministry, filtered, and as a list to take along."""

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from coophub.accounts.models import Role, User
from coophub.accounts.rules import is_decider
from coophub.accounts.selectors import people_with_role
from coophub.web import clock
from coophub.web.once import asked_once
from coophub.web.relations import Related
from coophub.web.searching import with_words
from coophub.web.written_once import summed, written_once
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
MOST_URGENT_FIRST = ("decide_by", "submitted_at", "pk")
IN_SHORT = (
    *("number", "state", "amount_requested", "submitted_at", "decide_by", "scheme_version__scheme__slug"),
    *OF_APPLICANT,
)
"""What a program reads of a case."""


@dataclass(frozen=True)
class QueueCounts:
    """How many cases each view of the queue has."""

    everything: int
    todo: int
    mine: int
    unassigned: int
    soon: int
    overdue: int
    sign: int

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
        return self.of(queue(user).filter(_in_view(self.view, user, clock.today())))


def _in_view(view: str, user: User, today: dt.date) -> Q:
    match view:
        case "todo":
            return waits_for(user, today)
        case "mine":
            return is_mine(user)
        case "unassigned":
            return is_unassigned()
        case "soon":
            return is_due_soon(today, soon_after(today))
        case "overdue":
            return is_overdue(today)
    return Q()


def queue(user: User) -> QuerySet[Application]:
    """What waits at the ministry, the most urgent first; not what this person has an interest in. One query."""
    return _queued(Application.objects.filter(state__in=AT_THE_MINISTRY), numbers_with_interest(user))


def to_sign(user: User) -> QuerySet[Application]:
    """What has a draft, of whatever kind, that this person can sign, the most urgent first. One query."""
    return _queued(Application.objects.filter(has_draft_for(user)), numbers_with_interest(user))


def next_case(user: User, after: Application) -> Application | None:
    """The most urgent other case that waits for this person. One query, and one more for who signs."""
    today, interests = clock.today(), numbers_with_interest(user)
    if not is_decider(user):
        return next(iter(_next(user.pk, today, after.pk, *interests)), None)
    first = next(iter(_first_for_who_signs(user.pk, today, after.pk, *interests)), None)
    return next(iter(_listed(first[-1])), None) if first else None


@written_once
def _next(user: int, today: dt.date, after: int, *interests: int) -> QuerySet[Application]:
    return as_listed(_queued(_waiting_for(user, today).exclude(pk=after), interests))[:1]


@written_once
def _first_for_who_signs(user: int, today: dt.date, after: int, *interests: int) -> QuerySet[Application, Any]:
    """Where the first one stands in the order, and its number: the first of each kind, by its own index. As one
    condition of three it read every application there is.
    """
    with_later_draft = Application.objects.filter(_has_later_draft_for(user))
    first, *others = (
        _without(found.exclude(pk=after), interests).order_by(*MOST_URGENT_FIRST).values_list(*MOST_URGENT_FIRST)[:1]
        for found in (_waiting_for(user, today), _with_first_draft_for(user), with_later_draft)
    )
    return first.union(*others).order_by(*MOST_URGENT_FIRST)[:1]


@written_once
def _listed(pk: int) -> QuerySet[Application]:
    return as_listed(_queued(Application.objects.filter(pk=pk), ()))


def _waiting_for(user: int, today: dt.date) -> QuerySet[Application]:
    return Application.objects.filter(state__in=AT_THE_MINISTRY).filter(waits_for(user, today))


def _queued(applications: QuerySet[Application], interests: Collection[int]) -> QuerySet[Application]:
    return (
        with_applicants(_without(applications, interests))
        .select_related("scheme_version__scheme", "reviewer", "assigned_to")
        .order_by(*MOST_URGENT_FIRST)
    )


def all_applications(user: User) -> QuerySet[Application]:
    """Everything that was ever submitted, the newest first; not what this person has an interest in."""
    return (
        with_applicants(_without(Application.objects.filter(submitted_at__isnull=False), numbers_with_interest(user)))
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
    interests = frozenset() if user is None else numbers_with_interest(user)
    found = _without(Application.objects.filter(submitted_at__isnull=False), interests)
    return found.select_related("submission", "scheme_version__scheme").only(*IN_SHORT)


def case_in_short(pk: int) -> Application | None:
    """One of them, with what was decided first; `read_case` reads the rest. One query."""
    return next(iter(_case_in_short(pk)), None)


def read_case(case: Application) -> None:
    """What a program reads of which a case has many. What it has none of takes no query."""
    _of_a_case().read(case)


@cache
def _of_a_case() -> Related:
    return Related(Application, "later_decisions", "letters", "payments", "archive_statements")


@written_once
def _case_in_short(pk: int) -> QuerySet[Application]:
    decided = ("kind", "amount", "reasons", "conditions", "activities_end_on", "signed_at")
    found = cases_in_short(None).filter(pk=pk).select_related("decision")
    return _of_a_case().with_found(found.only(*IN_SHORT, *(f"decision__{column}" for column in decided)))


def found_by(text: str) -> Q:
    """With this number, or whose group or place has these words, as they were when it was submitted."""
    named = with_words(Submission.objects.all(), text).values("application")
    return Q(pk__in=with_words(Application.objects.all(), text).values("pk")) | Q(pk__in=named)


def waits_for(user: User | int, today: dt.date) -> Q:
    """What this person is the one to go on with: a case of theirs that waits for no group and no signature, or one
    that they were asked to assess.
    """
    assessed = Q(pk__in=Assessment.objects.filter(reviewer=user).values("application"))
    asked = Q(pk__in=ReviewAssignment.objects.filter(reviewer=user).values("application"))
    # Read once for all cases, and not for each.
    still_open = Q(pk__in=RemedyRequest.objects.filter(completed_on=None, last_day__gte=today).values("application"))
    to_begin = Q(state__in=[State.SUBMITTED, State.COMPLETED]) | Q(state=State.REMEDY_REQUESTED) & ~still_open
    to_assess = Q(state=State.IN_ASSESSMENT) & (is_mine(user) | asked) & ~assessed
    return is_mine(user) & (to_begin | Q(state=State.ADVISED)) | to_assess


def has_draft_for(user: User | int) -> Q:
    """What has a draft that this person wrote no version of, and in which this person did not assess: to be signed.

    One to leave an application out may be refused by its days, and is asked again at its page.
    """
    return Q(pk__in=_with_first_draft_for(user).values("pk")) | _has_later_draft_for(user)


def _with_first_draft_for(user: User | int) -> QuerySet[Application]:
    wrote = DraftVersion.objects.filter(application=OuterRef("pk"), written_by=user, draft=DECISION)
    assessed = Assessment.objects.filter(application=OuterRef("pk"), reviewer=user)
    others = Application.objects.filter(state=State.DRAFT_DECISION).exclude(decision__drafted_by=user)
    return others.exclude(Exists(wrote) | Exists(assessed))


def _has_later_draft_for(user: User | int) -> Q:
    return Q(pk__in=LaterDecision.objects.filter(signed_at=None).exclude(drafted_by=user).values("application"))


def is_mine(user: User | int) -> Q:
    """Assigned to this person, or led by them while assigned to nobody."""
    return Q(assigned_to=user) | Q(assigned_to=None, reviewer=user)


def is_unassigned() -> Q:
    return Q(assigned_to=None, reviewer=None)


def is_due_soon(today: dt.date, last: dt.date) -> Q:
    return Q(decide_by__gte=today, decide_by__lte=last)


def soon_after(today: dt.date) -> dt.date:
    """The last day that is soon."""
    return today + dt.timedelta(days=SOON_DAYS)


def is_overdue(today: dt.date) -> Q:
    return Q(decide_by__lt=today)


def queue_counts(user: User) -> QueueCounts:
    """The numbers beside the views. One query, and one for who signs."""
    today, interests = clock.today(), numbers_with_interest(user)
    [found] = _counts(user.pk, today, soon_after(today), *interests)
    [(sign,)] = _count_to_sign(user.pk, *interests) if is_decider(user) else [(0,)]
    everything, todo, mine, unassigned, soon, overdue = found
    return QueueCounts(everything, todo, mine, unassigned, soon, overdue, sign)


@written_once
def _counts(user: int, today: dt.date, last: dt.date, *interests: int) -> QuerySet[Any, tuple[Any, ...]]:
    return summed(
        _without(Application.objects.filter(state__in=AT_THE_MINISTRY), interests),
        everything=Count("pk"),
        todo=Count("pk", filter=waits_for(user, today)),
        mine=Count("pk", filter=is_mine(user)),
        unassigned=Count("pk", filter=is_unassigned()),
        soon=Count("pk", filter=is_due_soon(today, last)),
        overdue=Count("pk", filter=is_overdue(today)),
    )


@written_once
def _count_to_sign(user: int, *interests: int) -> QuerySet[Any, tuple[Any, ...]]:
    return summed(_without(Application.objects.filter(has_draft_for(user)), interests), sign=Count("pk"))


def saved_views(user: User) -> list[SavedView]:
    return _saved_views(user.pk)


@written_once
def _saved_views(user: int) -> QuerySet[SavedView]:
    return SavedView.objects.filter(owner=user)


def assignable_people() -> QuerySet[User]:
    """Who can have applications: everybody who works on them at the ministry."""
    return people_with_role(Role.REVIEWER, Role.DECIDER, Role.SCHEME_MANAGER)


@asked_once
@written_once
def names_of_assignable_people() -> QuerySet[User]:
    """The same with only their names, for a choice."""
    return assignable_people().only("name", "email")


def reviewers() -> QuerySet[User]:
    return people_with_role(Role.REVIEWER)


def queue_schemes() -> QuerySet[SchemeVersion]:
    return SchemeVersion.objects.filter(published_at__isnull=False).select_related("scheme")


@written_once
def names_of_queue_schemes() -> QuerySet[SchemeVersion]:
    """The same with only their names, for a choice."""
    return queue_schemes().only("number", "scheme__name")


def open_objections_count(user: User) -> int:
    """How many applications have an objection that waits."""
    [(count,)] = _count_of_objections(*numbers_with_interest(user))
    return int(count)


@written_once
def _count_of_objections(*interests: int) -> QuerySet[Any, tuple[Any, ...]]:
    waiting = Objection.objects.filter(state__in=OPEN_OBJECTIONS).exclude(application__in=interests)
    return summed(waiting, count=Count("application", distinct=True))


def objections(user: User, *, is_open: bool) -> QuerySet[Objection]:
    """The objections that wait, the first due first, or those that were decided on or withdrawn. One query."""
    found = Objection.objects.exclude(application__in=numbers_with_interest(user))
    found = found.filter(state__in=OPEN_OBJECTIONS) if is_open else found.exclude(state__in=OPEN_OBJECTIONS)
    return with_applicants(found, "application__").select_related("handler")


def open_advances(user: User) -> QuerySet[AdvanceRequest]:
    """The requests for an advance that wait for a decision, the first due first. One query."""
    return with_applicants(_waiting_advances(numbers_with_interest(user)), "application__").order_by("asked_at", "pk")


def open_advances_count(user: User) -> int:
    """How many of them wait."""
    [(count,)] = _count_of_advances(*numbers_with_interest(user))
    return int(count)


@written_once
def _count_of_advances(*interests: int) -> QuerySet[Any, tuple[Any, ...]]:
    return summed(_waiting_advances(interests), count=Count("pk"))


def _waiting_advances(interests: Collection[int]) -> QuerySet[AdvanceRequest]:
    waiting = AdvanceRequest.objects.filter(application__state__in=RUNNING_AWARDS, decision=None)
    return waiting.exclude(application__in=interests)


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


def _without(applications: QuerySet[Application], interests: Collection[int]) -> QuerySet[Application]:
    """The same but for those in which somebody has an interest; which these are is asked once for a whole page."""
    return applications.exclude(pk__in=interests)
