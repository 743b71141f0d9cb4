"""Planned sessions as entries of a calendar."""

from django.urls import reverse

from coophub.web.calendars import CalendarEntry
from pilots.models import PlannedSession


def session_entry(session: PlannedSession) -> CalendarEntry:
    """A session as it stands in the calendar of advisor and group; the page is open to both alike."""
    group = session.pilot.initiative
    return CalendarEntry(
        uid=str(session.submission_key),
        begins=session.starts_at,
        title=f"{group.name}: {session.about}",
        path=reverse("pilots:coaching", args=[group.slug]),
        changed_at=session.changed_at,
        text=session.get_kind_display(),
        place=session.place,
        times_changed=session.revision,
        is_cancelled=session.cancelled_at is not None,
    )
