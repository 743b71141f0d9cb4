"""Planning sessions: made, moved and cancelled, and the group is told each time."""

import datetime as dt
from dataclasses import asdict, dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.notifications.services import notify
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.refusals import refuse
from initiatives.selectors.people import active_members
from pilots.may import why_not_coach, why_not_move
from pilots.models import CalendarFeed, CoachingSession, Pilot, PlannedSession


@dataclass(frozen=True)
class Appointment:
    """When and how advisor and group meet, and what about."""

    starts_at: dt.datetime
    kind: str
    about: str
    place: str = ""


@transaction.atomic
def plan_session(*, pilot: Pilot, appointment: Appointment, key: UUID, user: User) -> PlannedSession:
    """Makes an appointment with the group, which is told. `key` names the form: sent twice it is one appointment.

    Raises DomainError for who does not coach the pilot, and for a moment that is over.
    """
    pilot = Pilot.objects.select_for_update(of=("self",)).select_related("initiative").get(pk=pilot.pk)
    made_before = PlannedSession.objects.filter(submission_key=key, pilot=pilot).first()
    if made_before is not None:
        return made_before
    refuse(why_not_coach(pilot, user))
    _still_to_come(appointment)
    planned = PlannedSession.objects.create(pilot=pilot, advisor=user, submission_key=key, **asdict(appointment))
    record(actor=user, action="pilots.plan_session", target=planned, after=asdict(appointment))
    _tell(planned, "pilots_session_planned")
    return planned


@transaction.atomic
def move_session(*, planned: PlannedSession, appointment: Appointment, user: User) -> PlannedSession:
    """Gives an appointment another moment, place or subject, and tells the group. The same again changes nothing.

    Raises DomainError for who does not coach the pilot, for one that was cancelled or took place, and for a moment that
    is over.
    """
    planned = _locked(planned)
    refuse(why_not_move(planned, user))
    after = asdict(appointment)
    before = {name: getattr(planned, name) for name in after}
    if before == after:
        return planned
    _still_to_come(appointment)
    for name, value in after.items():
        setattr(planned, name, value)
    planned.revision += 1
    planned.changed_at = clock.now()
    planned.save()
    record(actor=user, action="pilots.move_session", target=planned, before=before, after=after)
    _tell(planned, "pilots_session_moved")
    return planned


@transaction.atomic
def cancel_session(*, planned: PlannedSession, user: User) -> PlannedSession:
    """Calls an appointment off and tells the group. Doing so twice changes nothing.

    Raises DomainError for who does not coach the pilot, and for one that took place.
    """
    planned = _locked(planned)
    if planned.cancelled_at:
        return planned
    refuse(why_not_move(planned, user))
    planned.cancelled_at = planned.changed_at = clock.now()
    planned.revision += 1
    planned.save(update_fields=["cancelled_at", "changed_at", "revision"])
    record(actor=user, action="pilots.cancel_session", target=planned, after={"cancelled_at": planned.cancelled_at})
    _tell(planned, "pilots_session_cancelled")
    return planned


def drop_planned(pilot: Pilot) -> None:
    """Strikes out what was planned with a pilot that ends: inside the transaction that ends it."""
    now = clock.now()
    ahead = pilot.planned_sessions.filter(cancelled_at=None, held_as=None)
    ahead.update(cancelled_at=now, changed_at=now, revision=F("revision") + 1)


def hold_session(*, planned: PlannedSession, session: CoachingSession) -> None:
    """Says that an appointment became this session: inside the transaction that records it.

    Raises DomainError for an appointment of another pilot, or one that was cancelled or recorded before.
    """
    planned = _locked(planned)
    if planned.pilot_id != session.pilot_id or planned.cancelled_at or planned.held_as_id:
        raise DomainError(_("This appointment was cancelled or recorded in the meantime."))
    planned.held_as = session
    planned.save(update_fields=["held_as"])


@transaction.atomic
def renew_calendar(*, user: User) -> CalendarFeed:
    """Gives somebody an address for their calendar, or another one: the old one then shows nothing any more."""
    feed, _is_new = CalendarFeed.objects.update_or_create(user=user, defaults={"key": uuid4()})
    record(actor=user, action="pilots.renew_calendar", target=feed)
    return feed


def _locked(planned: PlannedSession) -> PlannedSession:
    found = PlannedSession.objects.select_for_update(of=("self",)).select_related("pilot__initiative", "advisor")
    return found.get(pk=planned.pk)


def _still_to_come(appointment: Appointment) -> None:
    if appointment.starts_at <= clock.now():
        raise DomainError(_("This moment is over. Record a session that took place instead."), field="starts_at")


def _tell(planned: PlannedSession, kind: str) -> None:
    initiative = planned.pilot.initiative
    notify(
        recipients=active_members(initiative),
        kind=kind,
        context={"initiative": initiative.name, "starts_at": planned.starts_at},
        url=reverse("pilots:coaching", args=[initiative.slug]),
    )
