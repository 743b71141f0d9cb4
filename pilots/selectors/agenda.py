"""What advisors and groups have ahead of them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import Role, User
from coophub.web import clock
from coophub.web.formats import moment
from coophub.web.timeline import NEXT, Event
from initiatives.models import Initiative, Membership
from pilots.models import CalendarFeed, Pilot, PlannedSession
from pilots.selectors.coached import coached_by

TO_RECORD_AT_ONCE = 10
DAYS_IN_CALENDAR = 365
"""A calendar gets what was planned in the past year and what is ahead."""


@dataclass(frozen=True)
class Week:
    """The sessions of a week; `monday` is its first day."""

    monday: dt.date
    sessions: list[PlannedSession]

    @property
    def sunday(self) -> dt.date:
        return self.monday + dt.timedelta(days=6)


def to_record(advisor: User) -> QuerySet[PlannedSession]:
    """What this advisor planned with the pilots of today, and has to record still: the oldest first, and no more of it
    than one does at a go.
    """
    return _planned_by(advisor).filter(starts_at__lte=clock.now())[:TO_RECORD_AT_ONCE]


def ahead_of_advisor(advisor: User) -> QuerySet[PlannedSession]:
    """What this advisor planned with the pilots of today."""
    return _planned_by(advisor).filter(starts_at__gt=clock.now())


def by_week(sessions: Iterable[PlannedSession]) -> list[Week]:
    """Sessions in the order of time, under the weeks in which they are."""
    return [Week(monday, list(found)) for monday, found in groupby(sessions, key=_monday)]


def ahead_of(pilot: Pilot) -> QuerySet[PlannedSession]:
    """What is planned with a pilot, and what took place without being recorded."""
    return _ahead().filter(pilot=pilot)


def ahead_of_group(initiative: Initiative) -> QuerySet[PlannedSession]:
    """What is planned with a group from today on."""
    return _ahead().filter(pilot__initiative=initiative, pilot__ended_on=None, starts_at__gte=_midnight())


def sessions_ahead(initiative: Initiative) -> list[Event]:
    """What is planned with a group, for its time line."""
    address = reverse("pilots:coaching", args=[initiative.slug])
    return [
        Event(
            clock.day_of(session.starts_at),
            _("Session with %(advisor)s") % {"advisor": session.advisor},
            NEXT,
            text=f"{moment(session.starts_at)}: {session.about}",
            url=address,
        )
        for session in ahead_of_group(initiative)
    ]


def in_calendar_of(user: User) -> QuerySet[PlannedSession]:
    """What stands in somebody's own calendar: of the pilots that they coach and of the groups that they belong to.
    Cancelled sessions too, so that a calendar can strike them out.
    """
    groups = Q(Exists(Membership.objects.filter(initiative=OuterRef("pilot__initiative"), user=user, left_at=None)))
    coached = Q(coached_by(user, "pilot"), advisor=user) if user.has_role(Role.ADVISOR) else Q(pk=None)
    since = clock.now() - dt.timedelta(days=DAYS_IN_CALENDAR)
    return (
        PlannedSession.objects.filter(coached | groups)
        .filter(starts_at__gte=since)
        .select_related("pilot__initiative", "advisor")
    )


def in_calendar_of_group(initiative: Initiative) -> QuerySet[PlannedSession]:
    """What stands in the calendar of a group, cancelled sessions too."""
    since = clock.now() - dt.timedelta(days=DAYS_IN_CALENDAR)
    found = PlannedSession.objects.filter(pilot__initiative=initiative, starts_at__gte=since)
    return found.select_related("pilot__initiative", "advisor")


def feed_of_token(token: str) -> CalendarFeed | None:
    """The calendar at a secret address; None for an address that we never gave or that was replaced."""
    key = CalendarFeed.key_of(token)
    return CalendarFeed.objects.select_related("user").filter(key=key, user__is_active=True).first() if key else None


def _ahead() -> QuerySet[PlannedSession]:
    return PlannedSession.objects.filter(cancelled_at=None, held_as=None).select_related("pilot__initiative", "advisor")


def _planned_by(advisor: User) -> QuerySet[PlannedSession]:
    return _ahead().filter(coached_by(advisor, "pilot"), advisor=advisor)


def _midnight() -> dt.datetime:
    return clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _monday(session: PlannedSession) -> dt.date:
    on = clock.day_of(session.starts_at)
    return on - dt.timedelta(days=on.weekday())
