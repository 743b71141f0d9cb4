"""The financing plans of one's initiatives: read, and written back so that nobody's change is lost."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext_noop
from ninja import Header, Query, Router
from pydantic import Field

from coophub.portal.api.documents import (
    CamelDocument,
    NumberedQuery,
    PageOf,
    UtcMoment,
    number_key,
    page_of,
    pages,
)
from coophub.portal.api.door import IDEMPOTENCY_KEY, BearerToken, TokenRequest, idempotently
from coophub.portal.api.plans import answered, content_of, in_words, pointer_to, read_object
from coophub.portal.api.problems import ProblemError, Wrong
from coophub.tokens.idempotency import WrittenAnswer
from coophub.tokens.models import Scope
from coophub.web.clashes import ClashError
from financing.engine import PlanError
from financing.plans.models import Plan, PlanVersion
from financing.plans.selectors.may import FOR_EDITORS, why_not_see_plans
from financing.plans.selectors.outcomes import known_result, known_to_close, plans_of
from financing.plans.selectors.versions import document_of_version
from financing.plans.services.editing import replace_document
from financing.plans.services.plans import note_export, start_plan
from financing.plans.views.access import visible_plan
from initiatives.access import visible_initiative

READS, WRITES = BearerToken(Scope.PLANS), BearerToken(Scope.WRITE_PLANS)

router = Router(tags=["own-plans"], auth=READS)

WriteKey = Annotated[
    str | None,
    Header(
        alias=IDEMPOTENCY_KEY,
        description=gettext_noop(
            "A key of your own, such as a UUID. Sent again with it within a day, it is done once."
        ),
    ),
]
ReadTag = Annotated[
    str | None,
    Header(alias="If-Match", description=gettext_noop("The ETag of what you read before you changed it.")),
]
IN_LIST = ("name", "revision", "updated_at", "document")
VERSIONS_IN_LIST = ("plan", "number", "name", "created_at", "closes", "sha256")
"""A list of versions does not read their documents and results: a hundred of them hold some megabytes."""
plans_in_short = pages(lambda initiative: plans_of(initiative).select_related(None).only(*IN_LIST), "pk")
versions_in_short = pages(lambda plan: PlanVersion.objects.filter(plan=plan).only(*VERSIONS_IN_LIST), "number")
ETAG = {"ETag": {"schema": {"type": "string"}, "example": '"12"'}}


class OwnPlan(CamelDocument):
    """A financing plan, in short. `revision` grows with every change."""

    number: int
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    revision: int
    updated_at: UtcMoment
    closes: bool


class PageOfOwnPlans(PageOf[OwnPlan]):
    """The plans of an initiative, in the order of their numbers."""


class OwnVersion(CamelDocument):
    """A plan as it was at one moment, which nobody changes any more. `documentHash` is the SHA-256 of its document."""

    number: int
    name: str
    url: str = Field(json_schema_extra={"format": "uri"})
    made_at: UtcMoment
    closes: bool | None
    document_hash: str


class PageOfOwnVersions(PageOf[OwnVersion]):
    """The versions of a plan, in the order of their numbers."""


@router.get(
    "/{slug:slug}/plans",
    response=PageOfOwnPlans,
    by_alias=True,
    summary=gettext_noop("The financing plans of an initiative of yours"),
)
def own_plans(request: TokenRequest, slug: str, query: Query[NumberedQuery]) -> dict[str, Any]:
    initiative = visible_initiative(request.user, slug)
    if refusal := why_not_see_plans(initiative, request.user):
        raise PermissionDenied(str(refusal.sentence))
    found = plans_in_short(query, initiative.pk)
    return page_of(request, query, found, written=lambda plan: _in_list(plan, slug), key=number_key)


@router.post(
    "/{slug:slug}/plans",
    auth=WRITES,
    summary=gettext_noop("Starts a plan from a document"),
    openapi_extra={
        "requestBody": {"required": True, "content": content_of("Plan")},
        **answered("OwnPlan", 201, {**ETAG, "Location": {"schema": {"type": "string", "format": "uri"}}}),
    },
)
def start_own_plan(request: TokenRequest, slug: str, key: WriteKey = None) -> HttpResponse:
    initiative = visible_initiative(request.user, slug, do="plans.start_plan", why=FOR_EDITORS)
    document = read_object(request)

    def write() -> WrittenAnswer:
        with _refusing():
            plan = start_plan(initiative=initiative, document=document, user=request.user)
        return WrittenAnswer(201, _written(plan, slug), {"ETag": _etag(plan), "Location": _address(request, plan)})

    return idempotently(request, key, write)


@router.get(
    "/{slug:slug}/plans/{int:number}",
    summary=gettext_noop("A plan, as the document that is calculated"),
    openapi_extra=answered("Plan", headers=ETAG),
)
def own_plan(request: TokenRequest, slug: str, number: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, number)
    if _etag(plan) not in parse_etags(request.headers.get("If-None-Match", "")):
        note_export(plan=plan, what="document", user=request.user)
    answer = _document(plan.document)
    answer["ETag"] = _etag(plan)
    return answer


@router.put(
    "/{slug:slug}/plans/{int:number}",
    auth=WRITES,
    summary=gettext_noop("Puts another document in place of that of a plan"),
    openapi_extra={
        "requestBody": {"required": True, "content": content_of("Plan")},
        **answered("OwnPlan", headers=ETAG),
    },
)
def write_own_plan(
    request: TokenRequest, slug: str, number: int, match: ReadTag = None, key: WriteKey = None
) -> HttpResponse:
    plan = visible_plan(request.user, slug, number, do="plans.change_plan")
    document = read_object(request)
    if match is None:
        raise ProblemError(428)

    def write() -> WrittenAnswer:
        with _refusing():
            kept = replace_document(plan=plan, document=document, revision=_revision(plan, match), user=request.user)
        return WrittenAnswer(200, _written(kept, slug), {"ETag": _etag(kept)})

    return idempotently(request, key, write)


@router.get(
    "/{slug:slug}/plans/{int:number}/result",
    summary=gettext_noop("The result of a plan"),
    openapi_extra=answered("Result"),
)
def own_plan_result(request: TokenRequest, slug: str, number: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, number)
    note_export(plan=plan, what="result", user=request.user)
    return _in_json(known_result(plan.document))


@router.get(
    "/{slug:slug}/plans/{int:number}/versions",
    response=PageOfOwnVersions,
    by_alias=True,
    summary=gettext_noop("The versions of a plan that were kept"),
)
def own_versions(request: TokenRequest, slug: str, number: int, query: Query[NumberedQuery]) -> dict[str, Any]:
    plan = visible_plan(request.user, slug, number)
    found = versions_in_short(query, plan.pk)
    return page_of(request, query, found, written=lambda row: _version(row, slug), key=lambda row: str(row.number))


@router.get(
    "/{slug:slug}/plans/{int:number}/versions/{int:version}",
    summary=gettext_noop("A version of a plan, as the document that was calculated"),
    openapi_extra=answered("Plan"),
)
def own_version(request: TokenRequest, slug: str, number: int, version: int) -> HttpResponse:
    plan = visible_plan(request.user, slug, number)
    document = document_of_version(plan, version)
    if document is None:
        raise Http404
    note_export(plan=plan, what="document", user=request.user)
    return _document(document)


def _version(found: PlanVersion, slug: str) -> dict[str, Any]:
    facts = {name: getattr(found, name) for name in ("number", "name", "closes")}
    return {
        **facts,
        "made_at": found.created_at,
        "document_hash": found.sha256,
        "url": settings.SITE_URL + reverse("plans:version", args=[slug, found.plan_id, found.number]),
    }


@contextmanager
def _refusing() -> Iterator[None]:
    """What is wrong with a document, and that somebody else was first, as problems."""
    try:
        yield
    except PlanError as error:
        errors = [Wrong(in_words(found), pointer=pointer_to(found.path)) for found in error.problems]
        raise ProblemError(422, errors=errors) from error
    except ClashError as error:
        raise ProblemError(412) from error


def _etag(plan: Plan) -> str:
    return f'"{plan.revision}"'


def _revision(plan: Plan, match: str) -> int:
    """The revision that the document was made on: that of now, or nobody knows what it would overwrite."""
    if match.strip() != "*" and _etag(plan) not in parse_etags(match):
        raise ProblemError(412)
    return plan.revision


def _document(document: dict[str, Any]) -> HttpResponse:
    return _in_json(json.dumps(document, allow_nan=False, ensure_ascii=False))


def _in_json(text: str) -> HttpResponse:
    return HttpResponse(text, content_type="application/json; charset=utf-8")


def _written(plan: Plan, slug: str) -> str:
    return OwnPlan.model_validate(_in_list(plan, slug)).model_dump_json(by_alias=True)


def _in_list(plan: Plan, slug: str) -> dict[str, Any]:
    return {
        "number": plan.pk,
        "name": plan.name,
        "url": settings.SITE_URL + reverse("plans:detail", args=[slug, plan.pk]),
        "revision": plan.revision,
        "updated_at": plan.updated_at,
        "closes": known_to_close(plan.document),
    }


def _address(request: HttpRequest, plan: Plan) -> str:
    return f"{settings.SITE_URL}{request.path}/{plan.pk}"
