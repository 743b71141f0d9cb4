"""The register of initiatives: what each shows the public itself, and nothing of the others."""

import datetime as dt
from typing import Any, Literal

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, UtcMoment, page_of, page_url
from coophub.portal.api.problems import ProblemError, wrong_parameters
from coophub.portal.filters import RegisterFilter
from initiatives.access import told_publicly
from initiatives.models import Building, CooperativeForm, Ending, Initiative, Phase, TargetGroup
from initiatives.selectors.register import initiatives_in_short, told_to_programs

router = Router(tags=["initiatives"])


class RegisterQuery(PageQuery):
    """The filters of the register."""

    q: str | None = Field(None, max_length=200, description=gettext_noop("Words of the name or the summary."))
    province: str | None = Field(None, max_length=30, examples=["Utrecht"])
    municipality: str | None = Field(
        None, pattern=r"^GM[0-9]{4}$", description=gettext_noop("The code of CBS."), examples=["GM0344"]
    )
    phase: Phase | None = None
    form: CooperativeForm | None = None
    target_group: TargetGroup | None = None
    homes: Literal["few", "some", "more", "many"] | None = Field(
        None, description=gettext_noop("At most 10, 11 to 25, 26 to 50, more than 50.")
    )
    seeks_members: Literal["yes"] | None = None
    moves_in_year: int | None = Field(None, ge=1970, le=2100)

    def as_form(self) -> QueryDict:
        """As the form of the register sends it."""
        sent = QueryDict(mutable=True)
        asked = self.model_dump(mode="json", exclude={"cursor", "limit"}, exclude_none=True)
        sent.update({name: str(value) for name, value in asked.items()})
        return sent


class InitiativeInList(CamelDocument):
    """An initiative, in short. `latitude` and `longitude` are a point in its municipality when it gives none."""

    slug: str
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    summary: str
    municipality: str
    municipality_name: str
    province: str
    form: CooperativeForm
    building: Building
    target_group: TargetGroup
    homes: int
    phase: Phase
    seeks_members: bool
    moves_in_year: int | None
    latitude: float
    longitude: float
    published_at: UtcMoment


FACTS = tuple(
    InitiativeInList.model_fields.keys()
    - {"url", "municipality", "municipality_name", "province", "latitude", "longitude"}
)
"""What is written as it is kept."""


class StartOfPhase(CamelDocument):
    """When an initiative came into a phase."""

    phase: Phase
    on: dt.date


class SourceOfListing(CamelDocument):
    """Where what is known of a group that is not on CoopHub itself stands."""

    source: str
    source_url: str
    known_on: dt.date


class PublishedInitiative(InitiativeInList):
    """An initiative as its public page shows it."""

    description: str
    website: str
    legal_name: str
    kvk_number: str
    is_woningwet_cooperative: bool
    ended_on: dt.date | None
    outcome: Ending | None
    phases: list[StartOfPhase]
    listing: SourceOfListing | None


class PageOfInitiatives(PageOf[InitiativeInList]):
    """Initiatives, in the order of their addresses."""


@router.get("", response=PageOfInitiatives, by_alias=True, summary=gettext_noop("The register of initiatives"))
def initiatives(request: HttpRequest, query: Query[RegisterQuery]) -> dict[str, Any]:
    rows = _chosen(query)
    if query.cursor is not None:
        rows = rows.filter(slug__gt=query.cursor)
    return page_of(request, query, list(rows[: query.limit + 1]), written=facts_of, key=lambda row: row.slug)


def _chosen(query: RegisterQuery) -> QuerySet[Initiative]:
    """Those that fit the filters, in the order of their addresses. Raises ProblemError."""
    asked = query.as_form()
    if not asked:
        return initiatives_in_short().order_by("slug")
    found = RegisterFilter(asked, queryset=initiatives_in_short())
    if not found.form.is_valid():
        raise ProblemError(422, errors=wrong_parameters(found.form))
    # With words PostgreSQL would else read all that stands before the first one found in the order of the index.
    chosen: QuerySet[Initiative] = found.qs.order_by(Coalesce("slug", Value("")) if found.sought else "slug")
    return chosen


@router.get(
    "/{slug:slug}",
    response=PublishedInitiative,
    by_alias=True,
    summary=gettext_noop("An initiative"),
)
def initiative(request: HttpRequest, slug: str) -> dict[str, Any]:
    found: Any = told_publicly(request.user, told_to_programs(slug))
    entered = {change["phase"]: change["on"] for change in found.changes}
    listing = None if found.is_joined else getattr(found, "listing", None)
    return {
        **facts_of(found),
        "description": found.description,
        "website": found.website,
        "legal_name": found.legal_name,
        "kvk_number": found.kvk_number,
        "is_woningwet_cooperative": found.is_woningwet_cooperative,
        "ended_on": found.ended_on,
        "outcome": found.outcome or None,
        "phases": [StartOfPhase(phase=phase, on=entered[phase]) for phase in Phase if phase in entered],
        "listing": listing and SourceOfListing.model_validate(listing),
    }


def facts_of(found: Initiative) -> dict[str, Any]:
    """What a list says of an initiative that is published."""
    latitude, longitude = found.point
    return {
        **{name: getattr(found, name) for name in FACTS},
        "url": page_url("portal:public_initiative", found.slug),
        "municipality": found.municipality_id,
        "municipality_name": found.municipality.name,
        "province": found.municipality.province,
        "latitude": latitude,
        "longitude": longitude,
    }
