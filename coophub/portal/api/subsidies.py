"""Schemes that are published, and who got what."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import (
    CamelDocument,
    CodesInPlace,
    Euros,
    PageOf,
    PageQuery,
    UtcMoment,
    page_of,
    page_url,
)
from coophub.web.bilingual import both
from financing.subsidies.applications.wanted_documents import needed_documents
from financing.subsidies.models import SchemeVersion
from financing.subsidies.papers.open_data import fields_of
from financing.subsidies.schemes.eligibility import conditions_in_words
from financing.subsidies.selectors.publication import AwardKey, PublishedAward, award_keys, awards_of
from financing.subsidies.selectors.schemes import (
    ceilings_of,
    current_version,
    current_versions_behind,
    read_rules,
    sources_of,
)

schemes_router = Router(tags=["schemes"])
awards_router = Router(tags=["awards"])

Stage = Literal["upcoming", "open", "closed"]


class SchemeInList(CamelDocument):
    """A published scheme, in short. Of an example the government published no rules: nobody gets money from it."""

    slug: str
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    version: int
    kind: Annotated[SchemeVersion.Kind, CodesInPlace()]
    is_example: bool
    summary: str
    issued_by: str
    legal_reference: str
    stage: Stage
    opens_at: UtcMoment
    closes_at: UtcMoment
    ceiling: Euros
    minimum_amount: Euros
    maximum_amount: Euros
    maximum_per_home: Euros | None


class CeilingDocument(CamelDocument):
    """How much of a ceiling is used: of the whole, or of one target group."""

    title: str
    ceiling: Euros
    awarded: Euros
    asked: Euros
    free: Euros


class WantedDocumentInScheme(CamelDocument):
    title: str
    explanation: str


class CriterionDocument(CamelDocument):
    title: str
    guidance: str
    weight: Decimal


class SchemeDocument(SchemeInList):
    """A scheme as its public page shows it. In English what is not translated is in Dutch: that counts."""

    example_note: str
    own_share: Decimal
    state_aid: SchemeVersion.StateAid
    allocation: SchemeVersion.Allocation
    decision_weeks: int
    decision_from: SchemeVersion.DecisionFrom
    decision_source: str
    conditions: list[str]
    costs: list[str]
    documents: list[WantedDocumentInScheme]
    criteria: list[CriterionDocument]
    ceilings: list[CeilingDocument]
    sources: list[str]


class PageOfSchemes(PageOf[SchemeInList]):
    """Schemes, in the order of their addresses."""


class AmountDocument(CamelDocument):
    """An amount with its day, in the words of the law."""

    soort: str
    datum: dt.date
    bedrag: Euros


class AwardDocument(CamelDocument):
    """An award with the six facts of Woo 3.3a, in the words of the law, and the address of its page."""

    wettelijke_grondslag: str
    ontvanger: str
    activiteiten_en_doelregels: str
    bedragen: list[AmountDocument]
    intrekkingen: list[AmountDocument]
    datum_besluit: dt.date
    url: str = Field(json_schema_extra={"format": "uri"})


class PageOfAwards(PageOf[AwardDocument]):
    """Awards, the newest first."""


class AwardQuery(PageQuery):
    """Which part of the awards is asked for."""

    cursor: str | None = Field(
        None,
        pattern=AwardKey.PATTERN,
        max_length=40,
        description=gettext_noop("Where to go on: it stands in the address under `next`."),
    )


@schemes_router.get("", response=PageOfSchemes, by_alias=True, summary=gettext_noop("Schemes that are published"))
def schemes(request: HttpRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found = current_versions_behind(query.cursor, query.limit + 1)
    return page_of(request, query, found, written=scheme_facts, key=lambda version: version.scheme.slug)


@schemes_router.get("/{slug:slug}", response=SchemeDocument, by_alias=True, summary=gettext_noop("A scheme"))
def scheme(request: HttpRequest, slug: str) -> dict[str, Any]:
    version = current_version(slug)
    read_rules(version)
    documents = [
        WantedDocumentInScheme(title=str(each.title), explanation=str(each.help_text))
        for each in needed_documents(version)
    ]
    criteria = [
        CriterionDocument(title=str(both(each, "title")), guidance=str(both(each, "guidance")), weight=each.weight)
        for each in version.criteria.all()
    ]
    return {
        **scheme_facts(version),
        **{name: getattr(version, name) for name in ("own_share", "state_aid", "allocation", "decision_weeks")},
        "decision_from": version.decision_from,
        "decision_source": version.decision_source,
        "example_note": str(both(version, "example_note")),
        "conditions": [str(sentence) for sentence in conditions_in_words(version)],
        "costs": [str(cost) for cost in version.costs.values()] if version.has_money else [],
        "documents": documents,
        "criteria": criteria,
        "ceilings": [CeilingDocument.model_validate(each) for each in ceilings_of(version)],
        "sources": sources_of(version),
    }


@awards_router.get("", response=PageOfAwards, by_alias=True, summary=gettext_noop("Awards, as the law publishes them"))
def awards(request: HttpRequest, query: Query[AwardQuery]) -> dict[str, Any]:
    after = AwardKey.read(query.cursor) if query.cursor else None
    keys = award_keys(after=after, most=query.limit + 1)
    found = dict(zip(keys, awards_of([key.application for key in keys[: query.limit]]), strict=False))
    return page_of(request, query, keys, written=lambda key: award_facts(found[key]), key=str)


def award_facts(award: PublishedAward) -> dict[str, Any]:
    return {**fields_of(award), "url": page_url("subsidies:award", award.number)}


def scheme_facts(version: SchemeVersion) -> dict[str, Any]:
    facts = {
        name: getattr(version, name)
        for name in SchemeInList.model_fields.keys() - {"slug", "name", "url", "version", "summary"}
    }
    return {
        **facts,
        "slug": version.scheme.slug,
        "name": str(version.title),
        "url": page_url("subsidies:scheme", version.scheme.slug),
        "version": version.number,
        "summary": str(both(version, "summary")),
    }
