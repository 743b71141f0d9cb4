"""Planned sessions as a file for calendars (iCalendar, RFC 5545)."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from pilots.models import PlannedSession

LENGTH = dt.timedelta(hours=1)
"""Nobody says how long a talk will take: a calendar shows it as an hour."""
HOURS_UNTIL_NEXT = dt.timedelta(hours=4)
"""So often a calendar looks again."""


def calendar_file(sessions: Iterable[PlannedSession]) -> bytes:
    """A calendar of these sessions, in the language of the moment. What was cancelled is in it as such, and so leaves
    the calendar of who reads it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//CoopHub//CoopHub//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("Sessions in CoopHub"))
    calendar.add("refresh-interval", HOURS_UNTIL_NEXT)
    for session in sessions:
        calendar.add_component(_event(session))
    content: bytes = calendar.to_ical()
    return content


def _event(session: PlannedSession) -> Event:
    event = Event()
    event.add("uid", f"{session.submission_key}@coophub")
    event.add("sequence", session.revision)
    event.add("dtstamp", session.changed_at)
    event.add("dtstart", session.starts_at.astimezone(dt.UTC))
    event.add("dtend", session.starts_at.astimezone(dt.UTC) + LENGTH)
    event.add("summary", f"{session.pilot.initiative.name}: {session.about}")
    event.add("description", f"{session.get_kind_display()}\n{settings.SITE_URL}{_page_of(session)}")
    event.add("status", "CANCELLED" if session.cancelled_at else "CONFIRMED")
    if session.place:
        event.add("location", session.place)
    return event


def _page_of(session: PlannedSession) -> str:
    """Open to advisor and group alike."""
    return reverse("pilots:coaching", args=[session.pilot.initiative.slug])
