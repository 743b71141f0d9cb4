"""What pages show of initiatives, each in a fixed number of queries."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.documents.models import Document
from coophub.documents.selectors import documents_of
from coophub.web import clock, searching
from coophub.web.formats import day
from coophub.web.timeline import DONE, LATE, NEXT, NOW, Event, with_today
from initiatives.models import (
    Initiative,
    Invitation,
    InvitationStop,
    MemberRole,
    Membership,
    Milestone,
    Municipality,
    Phase,
    Task,
)
from initiatives.models.documents import DocumentCategory

# --- People ---------------------------------------------------------------------------------------


def active_members(initiative: Initiative) -> QuerySet[User]:
    """Everybody who is a member now."""
    return User.objects.filter(memberships__initiative=initiative, memberships__left_at=None).order_by("name", "email")


def members_by_initiative(initiatives: Iterable[int]) -> dict[int, list[User]]:
    """Who are members now, by the key of each initiative. One query."""
    keys = set(initiatives)
    members: dict[int, list[User]] = {key: [] for key in keys}
    found = Membership.objects.filter(initiative__in=keys, left_at=None).select_related("user")
    for membership in found.order_by("user__name", "user__email"):
        members[membership.initiative_id].append(membership.user)
    return members


def owners_of(initiative: Initiative) -> QuerySet[User]:
    """The members who may do everything."""
    return User.objects.filter(
        memberships__initiative=initiative, memberships__left_at=None, memberships__role=MemberRole.OWNER
    )


def initiatives_edited_by(user: User) -> QuerySet[Initiative]:
    """The initiatives in which somebody may change things, by name."""
    return Initiative.objects.filter(
        memberships__user=user,
        memberships__left_at=None,
        memberships__role__in=[MemberRole.OWNER, MemberRole.EDITOR],
    ).order_by("name")


def is_active_member(user: User, initiative: Initiative) -> bool:
    return initiative.memberships.filter(user=user, left_at=None).exists()


def memberships_of(initiative: Initiative) -> QuerySet[Membership]:
    """The memberships of today with their people, the oldest first."""
    return initiative.memberships.filter(left_at=None).select_related("user")


def editors_of(initiative: Initiative) -> QuerySet[User]:
    """The members who may write and sign for the group: its owners and editors."""
    return User.objects.filter(
        memberships__initiative=initiative,
        memberships__left_at=None,
        memberships__role__in=[MemberRole.OWNER, MemberRole.EDITOR],
        is_active=True,
    ).order_by("name", "email")


def open_invitations(initiative: Initiative) -> QuerySet[Invitation]:
    """Invitations that nobody accepted or withdrew, expired ones too: they can be renewed."""
    return initiative.invitations.filter(accepted_at=None, withdrawn_at=None).select_related("invited_by")


def invitation_of_token(token: str) -> Invitation | None:
    """The invitation that a link belongs to; None when we never made that link."""
    pk = Invitation.pk_of(token)
    if pk is None:
        return None
    return Invitation.objects.select_related("initiative__municipality").filter(pk=pk).first()


def wants_no_invitations(email: str) -> bool:
    """Whether the reader of this address asked for no more invitations."""
    return InvitationStop.objects.filter(address_sha256=InvitationStop.of(email)).exists()


def has_verified_address(user: User, email: str) -> bool:
    """Whether this person showed to read the mail of this address."""
    return bool(EmailAddress.objects.filter(user=user, email__iexact=email, verified=True).exists())


def invitations_waiting_for(user: User) -> list[Invitation]:
    """The invitations that this person can accept now."""
    addresses = EmailAddress.objects.filter(user=user, verified=True).values("email")
    found = Invitation.objects.filter(email__in=addresses, accepted_at=None, withdrawn_at=None)
    return [invitation for invitation in found.select_related("initiative__municipality") if invitation.is_open]


def own_memberships(user: User) -> QuerySet[Membership]:
    """Where this person is a member, with the initiative, in one query."""
    return (
        Membership.objects.filter(user=user, left_at=None)
        .select_related("initiative__municipality")
        .order_by("initiative__name")
    )


# --- Road map -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PhaseOnRoadMap:
    """One phase with its steps. `entered_on` is the last day on which the initiative came into it."""

    phase: Phase
    entered_on: dt.date | None
    is_current: bool
    is_past: bool
    milestones: list[Milestone]

    @property
    def done(self) -> int:
        return sum(1 for milestone in self.milestones if milestone.done_on)


@dataclass(frozen=True)
class RoadMap:
    """The whole road of an initiative."""

    phases: list[PhaseOnRoadMap]
    next_step: Milestone | None

    @property
    def current(self) -> PhaseOnRoadMap:
        return next(phase for phase in self.phases if phase.is_current)


def road_map_of(initiative: Initiative) -> RoadMap:
    """Phases, steps and what comes next, in two queries.

    The next step is the first one not done of the present phase or, when that is complete, of a later one.
    """
    entered = {change.phase: change.on for change in initiative.phase_changes.all()}
    milestones = list(initiative.milestones.all())
    current = initiative.current_phase
    phases = [
        PhaseOnRoadMap(
            phase=phase,
            entered_on=entered.get(phase),
            is_current=phase == current,
            is_past=phase.number < current.number,
            milestones=[milestone for milestone in milestones if milestone.phase == phase],
        )
        for phase in Phase
    ]
    to_come = [step for phase in phases if not phase.is_past for step in phase.milestones if not step.done_on]
    return RoadMap(phases=phases, next_step=to_come[0] if to_come else None)


def open_tasks(initiative: Initiative) -> QuerySet[Task]:
    """What the group still has to do, the most urgent first (without a date last)."""
    return initiative.tasks.filter(done_at=None).select_related("owner")


def timeline_of(road_map: RoadMap, *, with_steps: bool) -> list[Event]:
    """The phases as a time line, with today; `with_steps` adds the steps of the present phase that have a day: first
    those that are done, then those that are planned.
    """
    events = []
    for phase in road_map.phases:
        state = NOW if phase.is_current else DONE if phase.is_past else NEXT
        events.append(Event(phase.entered_on, str(phase.phase.label), state))
        if with_steps and phase.is_current:
            events += [*_done_steps(phase.milestones), *_planned_steps(phase.milestones)]
    return with_today(events)


def _done_steps(milestones: Iterable[Milestone]) -> list[Event]:
    """On the day on which they were done, with the planned one where that was another."""
    done = [(step.done_on, step) for step in milestones if step.done_on]
    return [
        Event(done_on, step.label, DONE, text=_planned_otherwise(step))
        for done_on, step in sorted(done, key=lambda pair: pair[0])
    ]


def _planned_otherwise(milestone: Milestone) -> str:
    if milestone.planned_on in (None, milestone.done_on):
        return ""
    return _("planned for %(day)s") % {"day": day(milestone.planned_on)}


def _planned_steps(milestones: Iterable[Milestone]) -> list[Event]:
    planned = [(step.planned_on, step) for step in milestones if step.planned_on and not step.done_on]
    return [
        Event(
            planned_on,
            step.label,
            LATE if step.is_late else NEXT,
            text=_("planned for this day, and not done yet") if step.is_late else "",
        )
        for planned_on, step in sorted(planned, key=lambda pair: pair[0])
    ]


def done_tasks(initiative: Initiative) -> QuerySet[Task]:
    """What the group did last, at most twenty tasks."""
    return initiative.tasks.filter(done_at__isnull=False).select_related("owner", "done_by").order_by("-done_at")[:20]


def documents_by_category(initiative: Initiative) -> list[tuple[str, list[Document]]]:
    """The group's documents under the name of their category, in the order of the categories. Two queries."""
    documents = list(documents_of(initiative))
    by_category = [(str(c.label), [d for d in documents if d.category == c]) for c in DocumentCategory]
    return [(label, found) for label, found in by_category if found]


# --- Register -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RegisterFigures:
    """What the register holds altogether."""

    initiatives: int
    homes: int
    municipalities: int
    living: int


def published_initiatives() -> QuerySet[Initiative]:
    """Everything the public may see, by name."""
    return Initiative.objects.filter(published_at__isnull=False).select_related("municipality")


def with_words(initiatives: QuerySet[Initiative], text: str) -> QuerySet[Initiative]:
    """Those whose name or summary has every word of `text`, or words that begin with it, in any Dutch inflection; by
    name.
    """
    # Sorted anew: in the order of the index of names PostgreSQL would read all that stands before the first one found.
    return searching.with_words(initiatives, text, config="dutch").order_by(Coalesce("name", Value("")), "pk")


def register_figures() -> RegisterFigures:
    """The sums of the register, in one query."""
    sums = Initiative.objects.filter(published_at__isnull=False).aggregate(
        initiatives=Count("*"),
        homes=Sum("homes", default=0),
        municipalities=Count("municipality", distinct=True),
        living=Count("phase", filter=Q(phase=Phase.LIVING)),
    )
    return RegisterFigures(**sums)


def provinces() -> list[str]:
    """The twelve provinces, by name."""
    return list(Municipality.objects.order_by("province").values_list("province", flat=True).distinct())


@dataclass(frozen=True)
class MunicipalityOnMap:
    """A dot on the map: how many of the initiatives asked for are in this municipality."""

    code: str
    name: str
    latitude: float
    longitude: float
    initiatives: int


def municipalities_in_register() -> QuerySet[Municipality]:
    """Those with something in the register."""
    return Municipality.objects.filter(
        Exists(Initiative.objects.filter(municipality=OuterRef("pk"), published_at__isnull=False))
    )


def municipalities_on_map(initiatives: QuerySet[Initiative]) -> list[MunicipalityOnMap]:
    """The municipalities of these initiatives as dots: never more than there are municipalities. Two queries.

    They are counted apart from their names, which the index `register_map` does alone.
    """
    counts = dict(initiatives.order_by().values_list("municipality").annotate(count=Count("*")))
    found = Municipality.objects.filter(pk__in=counts).order_by("name")
    return [
        MunicipalityOnMap(code, name, latitude, longitude, counts[code])
        for code, name, latitude, longitude in found.values_list("code", "name", "latitude", "longitude")
    ]


def latest_published(count: int) -> QuerySet[Initiative]:
    """The initiatives that were published last."""
    return published_initiatives().order_by("-published_at", "-pk")[:count]


# --- News -----------------------------------------------------------------------------------------

NEWS_DAYS = 60


@dataclass(frozen=True)
class NewsItem:
    """Something that happened in a group."""

    on: dt.date
    text: str


def news_of(initiative: Initiative) -> list[NewsItem]:
    """What happened lately, the newest first: phases, steps done, people who came, tasks done. Four queries."""
    since = clock.today() - dt.timedelta(days=NEWS_DAYS)
    phases = [
        NewsItem(change.on, _("New phase: %(phase)s") % {"phase": change.get_phase_display()})
        for change in initiative.phase_changes.filter(on__gte=since)
    ]
    steps = [
        NewsItem(milestone.done_on, _("Reached: %(step)s") % {"step": milestone.label})
        for milestone in initiative.milestones.filter(done_on__gte=since)
        if milestone.done_on
    ]
    people = [
        NewsItem(clock.day_of(membership.joined_at), _("%(name)s joined") % {"name": membership.user})
        for membership in memberships_of(initiative).filter(joined_at__date__gte=since)
    ]
    tasks = [
        NewsItem(clock.day_of(task.done_at), _("Done: %(task)s") % {"task": task.title})
        for task in initiative.tasks.filter(done_at__date__gte=since)
    ]
    return sorted(phases + steps + people + tasks, key=lambda item: item.on, reverse=True)
