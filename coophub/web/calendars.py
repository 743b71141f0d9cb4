"""What stands in calendars outside CoopHub: a file of entries (iCalendar, RFC 5545), found at an address that is a
secret of one person and can be replaced.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils.functional import Promise
from icalendar import Calendar, Event

LENGTH = dt.timedelta(hours=1)
"""Nobody says how long a talk will take: a calendar shows it as an hour."""
HOURS_UNTIL_NEXT = dt.timedelta(hours=4)
"""So often a calendar looks again."""


class SecretCalendar(models.Model):
    """That somebody reads something in a calendar of their own, at an address that is a secret.

    The key in the address is signed, so the database holds none; a new key ends the old address.
    """

    salt: ClassVar[str]
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def token(self) -> str:
        """What its address holds."""
        return self._signer().sign(self.key.hex)

    @classmethod
    def key_of(cls, token: str) -> uuid.UUID | None:
        """The key in this token; None when we never made it."""
        try:
            return uuid.UUID(cls._signer().unsign(token))
        except (BadSignature, ValueError):
            return None

    @classmethod
    def _signer(cls) -> Signer:
        return Signer(salt=cls.salt, sep=".")


@dataclass(frozen=True)
class CalendarEntry:
    """Something on a day, or at a moment. `times_changed` tells calendars which of two is the newer."""

    uid: str
    begins: dt.date | dt.datetime
    title: str
    path: str
    changed_at: dt.datetime
    text: str = ""
    place: str = ""
    times_changed: int = 0
    is_cancelled: bool = False


def calendar_file(name: str | Promise, entries: Iterable[CalendarEntry]) -> bytes:
    """A calendar of these entries, in the language of the moment. What was cancelled is in it as such, and so leaves
    the calendar of who reads it.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//CoopHub//CoopHub//NL")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(name))
    calendar.add("refresh-interval", HOURS_UNTIL_NEXT)
    for entry in entries:
        calendar.add_component(_event(entry))
    content: bytes = calendar.to_ical()
    return content


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@coophub")
    event.add("sequence", entry.times_changed)
    event.add("dtstamp", entry.changed_at)
    if isinstance(entry.begins, dt.datetime):
        event.add("dtstart", entry.begins.astimezone(dt.UTC))
        event.add("dtend", entry.begins.astimezone(dt.UTC) + LENGTH)
    else:
        event.add("dtstart", entry.begins)
        event.add("dtend", entry.begins + dt.timedelta(days=1))
    event.add("summary", entry.title)
    event.add("description", "\n".join(part for part in (entry.text, settings.SITE_URL + entry.path) if part))
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    if entry.place:
        event.add("location", entry.place)
    return event
