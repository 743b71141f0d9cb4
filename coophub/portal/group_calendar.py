"""Everything with a day that a group has in any app, as entries of a calendar."""

import datetime as dt

from django.urls import reverse

from coophub.accounts.models import User
from coophub.web import clock
from coophub.web.calendars import CalendarEntry
from coophub.web.timeline import Event
from financing.subsidies.models import Application
from financing.subsidies.procedure.may.roles import why_not_see_applications
from financing.subsidies.selectors.applications import applications_of, days_ahead
from financing.subsidies.selectors.dossiers import with_everything
from initiatives.models import Initiative
from initiatives.selectors.calendar import entries_of
from pilots.selectors.agenda import in_calendar_of_group
from pilots.tables.calendar import session_entry


def all_entries(initiative: Initiative, reader: User) -> list[CalendarEntry]:
    """Meetings, tasks, steps, sessions with the advisor and, for who sees the applications, the days of the procedure.
    A fixed number of queries.
    """
    sessions = [session_entry(session) for session in in_calendar_of_group(initiative)]
    return [*entries_of(initiative), *sessions, *_of_applications(initiative, reader)]


def _of_applications(initiative: Initiative, reader: User) -> list[CalendarEntry]:
    if why_not_see_applications(initiative, reader):
        return []
    applications = with_everything(applications_of(initiative))
    return [
        _entry(initiative, application, event.day, event)
        for application in applications
        for event in days_ahead(application)
        if event.day
    ]


def _entry(initiative: Initiative, application: Application, on: dt.date, event: Event) -> CalendarEntry:
    name = application.number or application.scheme_version.title
    return CalendarEntry(
        uid=f"application-{application.pk}-{event.key}",
        begins=on,
        title=f"{initiative.name}: {event.title}",
        path=reverse("subsidies:application", args=[initiative.slug, application.pk]),
        changed_at=clock.now(),
        text=f"{name}: {event.actor}" if event.actor else str(name),
    )
