"""Municipalities, and what is known of what they do for co-operatives."""

import datetime as dt
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, behind_cursor, page_of
from coophub.portal.api.problems import ProblemError, wrong_parameters
from coophub.portal.municipalities import (
    MunicipalityFilter,
    MunicipalityRow,
    municipalities_behind,
    municipality_page,
    municipality_rows,
)
from initiatives.models import EnquiryKind, PolicyStance, PolicyStatement, PolicyTopic
from initiatives.selectors.answer_times import as_of
from initiatives.selectors.policies import heirs, municipality_with_count

router = Router(tags=["municipalities"])

PolicyChoice = Literal["ground_lease", "loan_fund", "plots"]


class MunicipalityQuery(PageQuery):
    """How the list of municipalities is narrowed down."""

    q: str | None = Field(None, max_length=60, description=gettext_noop("Name, also of one that merged."))
    province: str | None = Field(None, max_length=30, examples=["Utrecht"])
    policy: PolicyChoice | Literal["known"] | None = Field(
        None, description=gettext_noop("What it does; `known` is anything of which something is known.")
    )


class StanceDocument(CamelDocument):
    topic: PolicyTopic
    stance: PolicyStance


class MunicipalityInList(CamelDocument):
    """A municipality of today. `stances` has what it does; what is not known is not there."""

    code: str
    name: str
    province: str
    latitude: float
    longitude: float
    is_known: bool
    checked_on: dt.date | None
    stances: list[StanceDocument]
    groups: int
    days_to_answer: int | None = Field(description=gettext_noop("Of half of the questions; null with too few groups."))


class StatementDocument(CamelDocument):
    """What is known of one topic, since when and from where."""

    topic: PolicyTopic
    stance: PolicyStance | None
    text: str
    source: str
    source_url: str
    known_on: dt.date
    is_by_the_municipality: bool


class AnswersDocument(CamelDocument):
    """What can be told of questions to a municipality; groups are counted by five at a time."""

    groups: int
    questions: int
    days: int | None
    kinds: list[EnquiryKind]
    as_of: dt.date


class MunicipalityDocument(CamelDocument):
    """A municipality with its policy. `former` are those that merged into it."""

    code: str
    name: str
    province: str
    latitude: float
    longitude: float
    former: list[str]
    policy: list[StatementDocument]
    groups: int
    answers: AnswersDocument | None


class PageOfMunicipalities(PageOf[MunicipalityInList]):
    """Municipalities, in the order of their codes."""


@router.get("", response=PageOfMunicipalities, by_alias=True, summary=gettext_noop("Municipalities of today"))
def municipalities(request: HttpRequest, query: Query[MunicipalityQuery]) -> dict[str, Any]:
    asked = {"q": query.q or "", "province": query.province or "", "policy": query.policy or ""}
    if any(asked.values()):
        found = behind_cursor(_chosen(MunicipalityFilter(asked)), query, _code)
    else:
        found = municipalities_behind(query.cursor, query.limit + 1)
    return page_of(request, query, found, written=municipality_facts, key=_code)


def _chosen(form: MunicipalityFilter) -> list[MunicipalityRow]:
    """Those that fit the filters. Raises ProblemError."""
    if not form.is_valid():
        raise ProblemError(422, errors=wrong_parameters(form))
    return form.chosen(municipality_rows())


@router.get(
    "/{code}",
    response=MunicipalityDocument,
    by_alias=True,
    summary=gettext_noop("A municipality with its policy; one that merged leads to where it went"),
    openapi_extra={"responses": {301: {"description": "Moved Permanently"}}},
)
def municipality(request: HttpRequest, code: str) -> dict[str, Any] | HttpResponse:
    found = municipality_with_count(code)
    if found is None:
        raise Http404
    if found.went_into_id is not None:
        return redirect("api:municipality", code=heirs()[found.pk], permanent=True)
    page = municipality_page(found)
    return {
        "code": found.pk,
        "name": found.name,
        "province": found.province,
        "latitude": found.latitude,
        "longitude": found.longitude,
        "former": [each.name for each in page.came_from],
        "policy": [_statement(line.now) for line in page.policy if line.now],
        "groups": page.count,
        "answers": page.figures and {**vars(page.figures), "as_of": as_of().date()},
    }


def _code(row: MunicipalityRow) -> str:
    return row.code


def municipality_facts(row: MunicipalityRow) -> dict[str, Any]:
    stances = [{"topic": topic, "stance": stance} for topic, stance in row.stances.items()]
    return {**vars(row), "stances": stances, "days_to_answer": row.days}


def _statement(said: PolicyStatement) -> StatementDocument:
    facts = {name: getattr(said, name) for name in StatementDocument.model_fields}
    return StatementDocument(**{**facts, "stance": said.stance or None})
