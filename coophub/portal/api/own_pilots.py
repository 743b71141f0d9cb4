"""The pilots that the person of a token coaches, or all for Cooplink, with what was recorded of their sessions."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Annotated, Any

from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import (
    CamelDocument,
    CodesInPlace,
    NumberedQuery,
    PageOf,
    PageQuery,
    number_key,
    page_of,
    pages,
)
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from coophub.web.addresses import Numbered
from coophub.web.written_once import written_once
from initiatives.models import Phase
from pilots.access import visible_pilot
from pilots.models import CoachingSession, Pilot
from pilots.selectors.coaching import SessionKey, agreed_in, coached_now, pilots_that_go_on, sessions_behind

router = Router(tags=["own-pilots"], auth=BearerToken(Scope.PILOTS))


IN_LIST = ("started_on", "initiative__slug", "initiative__name", "initiative__phase")
PILOT = Numbered("pilots:pilot")
going_on = pages(lambda: pilots_that_go_on().only(*IN_LIST), "pk")
coached = pages(lambda person: coached_now(person).only(*IN_LIST), "pk")


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
    """A session as it was recorded. The note for advisors alone is not in it; an organisation reads no name of an
    advisor, which is then empty.
    """

    held_on: dt.date
    kind: Annotated[CoachingSession.Kind, CodesInPlace()]
    hours: Decimal
    advisor: str
    summary: str
    actions: list[str]


class SessionQuery(PageQuery):
    """Which part of the sessions is asked for."""

    cursor: str | None = Field(
        None,
        pattern=SessionKey.PATTERN,
        max_length=31,
        description=gettext_noop("Where to go on: it stands in the address under `next`."),
    )


class PageOfSessions(PageOf[SessionOfPilot]):
    """The sessions of a pilot, the first one first."""


@router.get("", response=PageOfOwnPilots, by_alias=True, summary=gettext_noop("The pilots that you coach"))
def own_pilots(request: TokenRequest, query: Query[NumberedQuery]) -> dict[str, Any]:
    person = request.auth.user
    found = going_on(query) if person is None else coached(query, person.pk)
    return page_of(request, query, found, written=_in_list, key=number_key)


@router.get(
    "/{int:key}/sessions",
    response=PageOfSessions,
    by_alias=True,
    summary=gettext_noop("The sessions of a pilot that you coach"),
)
def pilot_sessions(request: TokenRequest, key: int, query: Query[SessionQuery]) -> dict[str, Any]:
    person = request.auth.user
    pilot = get_object_or_404(pilots_that_go_on(), pk=key) if person is None else visible_pilot(person, key)
    after = SessionKey.read(query.cursor) if query.cursor else None
    found = _first_sessions(query.limit)(pilot.pk) if after is None else list(_sessions(pilot.pk, after, query.limit))
    agreed = agreed_in(found)

    def written(session: CoachingSession) -> dict[str, Any]:
        advisor = "" if person is None else str(session.advisor)
        facts = {name: getattr(session, name) for name in ("held_on", "kind", "hours", "summary")}
        return {**facts, "advisor": advisor, "actions": agreed[session.pk]}

    return page_of(request, query, found, written=written, key=lambda session: str(SessionKey.of(session)))


def _sessions(pilot: int, after: SessionKey | None, limit: int) -> QuerySet[CoachingSession]:
    """One more than are shown when there are more."""
    return sessions_behind(pilot, after)[: limit + 1]


@cache
def _first_sessions(limit: int) -> Callable[[int], list[CoachingSession]]:
    return written_once(lambda pilot: _sessions(pilot, None, limit))


def _in_list(pilot: Pilot) -> dict[str, Any]:
    return {
        "key": pilot.pk,
        "url": settings.SITE_URL + PILOT.of(pilot.pk),
        "initiative": pilot.initiative.slug,
        "name": pilot.initiative.name,
        "phase": pilot.initiative.phase,
        "started_on": pilot.started_on,
    }
