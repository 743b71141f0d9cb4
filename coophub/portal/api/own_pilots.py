"""The pilots that the person of a token coaches, with what was recorded of their sessions."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, CodesInPlace, PageOf, PageQuery, behind_cursor, page_of
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from initiatives.models import Phase
from pilots.access import visible_pilot
from pilots.models import CoachingSession, Pilot
from pilots.selectors.coaching import coached_now, sessions_of

router = Router(tags=["own-pilots"], auth=BearerToken(Scope.PILOTS))


class OwnPilot(CamelDocument):
    """A pilot that goes on, with its group. `key` is its place in this API."""

    key: int
    url: str = Field(json_schema_extra={"format": "uri"})
    initiative: str
    name: str
    phase: Phase
    started_on: dt.date


class PageOfOwnPilots(PageOf[OwnPilot]):
    """The pilots that somebody coaches, in the order of their keys."""


class SessionOfPilot(CamelDocument):
    """A session as it was recorded. The note for advisors alone is not in it."""

    held_on: dt.date
    kind: Annotated[CoachingSession.Kind, CodesInPlace()]
    hours: Decimal
    advisor: str
    summary: str
    actions: list[str]


class PageOfSessions(PageOf[SessionOfPilot]):
    """The sessions of a pilot, the first one first."""


@router.get("", response=PageOfOwnPilots, by_alias=True, summary=gettext_noop("The pilots that you coach"))
def own_pilots(request: TokenRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found = behind_cursor(list(coached_now(request.user)), query, _in_order)
    return page_of(request, query, found, written=_in_list, key=_in_order)


@router.get(
    "/{int:key}/sessions",
    response=PageOfSessions,
    by_alias=True,
    summary=gettext_noop("The sessions of a pilot that you coach"),
)
def pilot_sessions(request: TokenRequest, key: int, query: Query[PageQuery]) -> dict[str, Any]:
    pilot = visible_pilot(request.user, key)
    found = behind_cursor(list(sessions_of(pilot)), query, _by_day)
    return page_of(request, query, found, written=_written, key=_by_day)


def _in_order(pilot: Pilot) -> str:
    return f"{pilot.pk:020}"


def _by_day(session: CoachingSession) -> str:
    return f"{session.held_on.isoformat()}-{session.pk:020}"


def _in_list(pilot: Pilot) -> dict[str, Any]:
    return {
        "key": pilot.pk,
        "url": settings.SITE_URL + reverse("pilots:pilot", args=[pilot.pk]),
        "initiative": pilot.initiative.slug,
        "name": pilot.initiative.name,
        "phase": pilot.initiative.phase,
        "started_on": pilot.started_on,
    }


def _written(session: CoachingSession) -> dict[str, Any]:
    return {
        **{name: getattr(session, name) for name in ("held_on", "kind", "hours", "summary")},
        "advisor": str(session.advisor),
        "actions": [action.task.title for action in session.actions.all()],
    }
