"""A time line: what happened, today, and what is planned."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from coophub.web import clock

DONE, NOW, LATE, NEXT, TODAY = "done", "now", "late", "next", "today"


@dataclass(frozen=True)
class Event:
    """One mark. `state` is done, now, late (planned before today and not done), next (planned) or today.

    `key` says what it is in every language, for who has to know it again.
    """

    day: dt.date | None
    title: str
    state: str
    actor: str = ""
    text: str = ""
    url: str = ""
    key: str = ""


def with_today(events: Sequence[Event]) -> list[Event]:
    """The same with today marked, before the first thing that is still to come."""
    place = next((number for number, event in enumerate(events) if event.state == NEXT), len(events))
    words = _("What follows is planned or expected.") if place < len(events) else ""
    return [*events[:place], Event(clock.today(), _("Today"), TODAY, text=words), *events[place:]]


def among_planned(events: Sequence[Event], planned: Sequence[Event]) -> list[Event]:
    """Events with today in them, and after today what else is planned, by its day."""
    today = [event.state for event in events].index(TODAY)
    after = list(events[today + 1 :])
    for event in planned:
        place = next((number for number, other in enumerate(after) if _is_later(other, event)), len(after))
        after.insert(place, event)
    return [*events[: today + 1], *after]


def _is_later(event: Event, other: Event) -> bool:
    """What has no day yet comes after what has one."""
    return event.day is None or (other.day is not None and event.day > other.day)
