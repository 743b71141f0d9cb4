"""Programmes in which the ministry has initiatives coached."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, page_of, page_url, rows_behind
from coophub.web.bilingual import both
from initiatives.models import TargetGroup
from pilots.models import Programme
from pilots.selectors.running import programme_in_short, shown_programmes

router = Router(tags=["programmes"])


class ProgrammeInList(CamelDocument):
    """A programme, in short. What its sources leave out is empty."""

    slug: str
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    summary: str
    starts_on: dt.date
    ends_on: dt.date | None
    only_years_known: bool
    target_groups: list[TargetGroup]
    places: int | None


class CallDocument(CamelDocument):
    """While groups can apply for a place, or soon."""

    opens_on: dt.date
    closes_on: dt.date


class ProgrammeDocument(ProgrammeInList):
    """A programme as its public page shows it. `others` are groups that show no page of their own."""

    goals: str
    outcome: str
    sources: list[str]
    initiatives: list[str]
    others: int
    call: CallDocument | None


class PageOfProgrammes(PageOf[ProgrammeInList]):
    """Programmes, in the order of their addresses."""


@router.get("", response=PageOfProgrammes, by_alias=True, summary=gettext_noop("Programmes of the ministry"))
def programmes(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found = rows_behind(shown_programmes(), query, "slug")
    return page_of(request, query, found, written=programme_facts, key=_slug)


@router.get("/{slug:slug}", response=ProgrammeDocument, by_alias=True, summary=gettext_noop("A programme"))
def programme(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = programme_in_short(slug)
    return {
        **programme_facts(found.programme),
        "goals": str(both(found.programme, "goals")),
        "outcome": str(both(found.programme, "outcome")),
        "sources": [line for line in found.programme.sources.splitlines() if line.strip()],
        "initiatives": found.slugs,
        "others": found.others,
        "call": found.call and CallDocument.model_validate(found.call),
    }


def _slug(found: Programme) -> str:
    return found.slug


def programme_facts(found: Programme) -> dict[str, Any]:
    names = ("slug", "starts_on", "ends_on", "only_years_known", "target_groups", "places")
    return {
        **{name: getattr(found, name) for name in names},
        "name": str(both(found, "name")),
        "summary": str(both(found, "summary")),
        "url": page_url("pilots:public_programme", found.slug),
    }
