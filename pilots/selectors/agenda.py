"""What advisors and groups have ahead of them."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.formats import moment
from coophub.web.timeline import NEXT, Event
from initiatives.models import Initiative, Membership
from pilots.models import Assignment, CalendarFeed, Pilot, PlannedSession

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


@dataclass(frozen=True)
class Agenda:
    """What an advisor has to record still, and what is ahead by week."""

    to_record: list[PlannedSession]
    weeks: list[Week]


def agenda_of(advisor: User) -> Agenda:
    """The sessions that this advisor planned with the pilots of today. One query."""
    sessions = list(_ahead().filter(Exists(_coached_by(advisor)), advisor=advisor))
    ahead = [session for session in sessions if not session.is_over]
    return Agenda(
        to_record=[session for session in sessions if session.is_over],
        weeks=[Week(monday, list(found)) for monday, found in groupby(ahead, key=_monday)],
    )


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
    groups = Membership.objects.filter(initiative=OuterRef("pilot__initiative"), user=user, left_at=None)
    since = clock.now() - dt.timedelta(days=DAYS_IN_CALENDAR)
    return (
        PlannedSession.objects.filter(Q(Exists(_coached_by(user)), advisor=user) | Q(Exists(groups)))
        .filter(starts_at__gte=since)
        .select_related("pilot__initiative", "advisor")
    )


def feed_of_token(token: str) -> CalendarFeed | None:
    """The calendar at a secret address; None for an address that we never gave or that was replaced."""
    key = CalendarFeed.key_of(token)
    return CalendarFeed.objects.select_related("user").filter(key=key, user__is_active=True).first() if key else None


def _ahead() -> QuerySet[PlannedSession]:
    return PlannedSession.objects.filter(cancelled_at=None, held_as=None).select_related("pilot__initiative", "advisor")


def _coached_by(user: User) -> QuerySet[Assignment]:
    return Assignment.objects.filter(pilot=OuterRef("pilot"), advisor=user, ended_on=None)


def _midnight() -> dt.datetime:
    return clock.local(clock.now()).replace(hour=0, minute=0, second=0, microsecond=0)


def _monday(session: PlannedSession) -> dt.date:
    on = clock.day_of(session.starts_at)
    return on - dt.timedelta(days=on.weekday())
