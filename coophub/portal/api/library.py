"""The guides of the library, in the language that is asked for."""

import datetime as dt
from typing import Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, behind_cursor, page_of
from pilots.library.guide import Guide, guide_named, guides
from pilots.library.subjects import GuideSubject

router = Router(tags=["guides"])


class GuideInList(CamelDocument):
    """A guide, in short."""

    slug: str
    title: str
    url: str = Field(json_schema_extra={"format": "uri"})
    subject: GuideSubject
    summary: str
    language: Literal["nl", "en"]
    minutes: int
    checked_on: dt.date
    check_again_by: dt.date


class GuideDocument(GuideInList):
    """A guide with its text as Markdown, and its sources."""

    text: str
    sources: list[str]


class PageOfGuides(PageOf[GuideInList]):
    """Guides, in the order of their addresses."""


@router.get("", response=PageOfGuides, by_alias=True, summary=gettext_noop("Guides of the library"))
def guide_list(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    return page_of(request, query, behind_cursor(guides(), query, _slug), written=_in_list, key=_slug)


@router.get("/{slug:slug}", response=GuideDocument, by_alias=True, summary=gettext_noop("A guide, as Markdown"))
def guide(request: HttpRequest, slug: str) -> dict[str, Any]:
    found = guide_named(slug)
    if found is None:
        raise Http404
    return {**_in_list(found), "text": found.text_elsewhere(settings.SITE_URL), "sources": list(found.facts.sources)}


def _slug(found: Guide) -> str:
    return found.facts.slug


def _in_list(found: Guide) -> dict[str, Any]:
    facts = found.facts
    return {
        "slug": facts.slug,
        "title": str(found.title),
        "url": settings.SITE_URL + found.url,
        "subject": facts.subject,
        "summary": str(found.summary),
        "language": found.language,
        "minutes": found.minutes,
        "checked_on": facts.checked_on,
        "check_again_by": facts.check_again_by,
    }
