"""The initiatives of the person whose token it is."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, UtcMoment, page_of, page_url, pages
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from initiatives.access import visible_initiative
from initiatives.models import Building, CooperativeForm, Ending, Initiative, MemberRole, Membership, Phase, TargetGroup
from initiatives.selectors.people import own_memberships
from initiatives.selectors.road_map import PhaseOnRoadMap, road_map_of

router = Router(tags=["own-initiatives"], auth=BearerToken(Scope.INITIATIVES))


class OwnInitiative(CamelDocument):
    """An initiative, published or not, as those see it who may see its pages."""

    slug: str
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    municipality: str
    municipality_name: str
    form: CooperativeForm
    building: Building
    target_group: TargetGroup
    homes: int
    phase: Phase
    legal_name: str
    kvk_number: str
    published_at: UtcMoment | None
    ended_on: dt.date | None
    outcome: Ending | None


FACTS = OwnInitiative.model_fields.keys() - {"url", "municipality", "municipality_name", "outcome"}
IN_LIST = [f"initiative__{name}" for name in (*FACTS, "outcome", "municipality__name")]
"""What a list reads: not the story of each group, and what it is found by."""

memberships = pages(lambda user: own_memberships(user).only("role", *IN_LIST), "initiative__slug")


class OwnInitiativeInList(OwnInitiative):
    """With the role that the person of the token has in it."""

    role: MemberRole


class StepOfPhase(CamelDocument):
    """A step of the road map."""

    title: str
    planned_on: dt.date | None
    done_on: dt.date | None


class PhaseWithSteps(CamelDocument):
    """A phase of the road map, with its steps in their order."""

    phase: Phase
    entered_on: dt.date | None
    is_current: bool
    steps: list[StepOfPhase]


class OwnInitiativeWithRoadMap(OwnInitiative):
    """An initiative with its road map."""

    summary: str
    description: str
    phases: list[PhaseWithSteps]


class PageOfOwnInitiatives(PageOf[OwnInitiativeInList]):
    """The initiatives of which somebody is a member, in the order of their addresses."""


@router.get(
    "", response=PageOfOwnInitiatives, by_alias=True, summary=gettext_noop("The initiatives of which you are a member")
)
def own_initiatives(request: TokenRequest, query: Query[PageQuery]) -> dict[str, Any]:
    found = memberships(query, request.user.pk)
    return page_of(request, query, found, written=_in_list, key=_slug)


@router.get(
    "/{slug:slug}",
    response=OwnInitiativeWithRoadMap,
    by_alias=True,
    summary=gettext_noop("An initiative of yours, with its road map"),
)
def own_initiative(request: TokenRequest, slug: str) -> dict[str, Any]:
    found = visible_initiative(request.user, slug)
    return {
        **_facts(found),
        "summary": found.summary,
        "description": found.description,
        "phases": [_phase(each) for each in road_map_of(found).phases],
    }


def _slug(membership: Membership) -> str:
    return membership.initiative.slug


def _in_list(membership: Membership) -> dict[str, Any]:
    return {**_facts(membership.initiative), "role": membership.role}


def _facts(found: Initiative) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in FACTS},
        "url": page_url("portal:overview", found.slug),
        "municipality": found.municipality_id,
        "municipality_name": found.municipality.name,
        "outcome": found.outcome or None,
    }


def _phase(each: PhaseOnRoadMap) -> dict[str, Any]:
    return {
        "phase": each.phase,
        "entered_on": each.entered_on,
        "is_current": each.is_current,
        "steps": [StepOfPhase.model_validate(milestone) for milestone in each.milestones],
    }
