"""What makes a plan close, where that takes too long for a request: a worker looks for it, and a program fetches it."""

import datetime as dt
import json
from typing import Any, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, UtcMoment
from coophub.portal.api.limits import spend
from coophub.portal.api.plans import (
    CalculationWork,
    LeversRequest,
    answered,
    body_of,
    levers_cost,
    read_body,
    refusing,
)
from coophub.portal.api.problems import ProblemDocument, ProblemError, problem
from coophub.reports.models import ReportJob
from coophub.reports.selectors import reports_of
from coophub.web import clock
from financing.engine.parameters import PublicParameters
from financing.engine.result_documents import Levers
from financing.plans.models import LeverSearch
from financing.plans.reports.levers import levers_of_job
from financing.plans.services.lever_searches import enough_searches_wait, start_lever_search

router = Router(tags=["plans"])

MOST_OF_SEARCH = 70_000
"""Rows of the plan times years: some seconds of a worker, and less than an address may spend in a minute."""
SECONDS_TO_WAIT = 2
SECONDS_BUSY = 60

SearchState = Literal["waiting", "running", "done", "failed"]
STATES: dict[str, SearchState] = {
    ReportJob.State.QUEUED: "waiting",
    ReportJob.State.WORKING: "running",
    ReportJob.State.DONE: "done",
    ReportJob.State.FAILED: "failed",
}


class LeverSearchDocument(CamelDocument):
    """A search for what makes a plan close: once it is done with what was found, and when it failed with why."""

    key: UUID
    url: str = Field(json_schema_extra={"format": "uri"})
    state: SearchState
    asked_at: UtcMoment
    kept_until: UtcMoment
    result: Levers | None
    problem: ProblemDocument | None


LATER = {"Retry-After": {"schema": {"type": "integer"}}}


@router.post(
    "/lever-searches",
    summary=gettext_noop("Has a worker look for what would make a plan close, where that takes long"),
    openapi_extra={
        **body_of("LeversRequest", "LeverSearchDocument"),
        **answered("LeverSearchDocument", 202, {**LATER, "Location": {"schema": {"type": "string", "format": "uri"}}}),
    },
)
def ask_lever_search(request: HttpRequest) -> HttpResponse:
    asked = read_body(request, LeversRequest)
    work = CalculationWork.of(asked.plan)
    work.within(MOST_OF_SEARCH, pointer="/plan/horizon_years", nearest=MOST_OF_SEARCH // work.rows)
    with refusing("/parameters"):
        PublicParameters.of(asked.parameters.model_dump(exclude_none=True))
    spend(request, levers_cost(work))
    if enough_searches_wait():
        return _busy()
    search, job = start_lever_search(asked=_kept(asked))
    answer = _answer(search, job, status=202)
    answer["Location"] = _address(search)
    return answer


@router.get(
    "/lever-searches/{uuid:key}",
    summary=gettext_noop("How a search for what would make a plan close stands, and what it found"),
    openapi_extra=answered("LeverSearchDocument", headers=LATER),
)
def lever_search(request: HttpRequest, key: UUID) -> HttpResponse:
    search = get_object_or_404(LeverSearch, pk=key, expires_at__gt=clock.now())
    job = reports_of(search).first()
    if job is None:
        raise ProblemError(404)
    return _answer(search, job)


def _kept(asked: LeversRequest) -> bytes:
    """What was read, as the worker reads it again."""
    return asked.model_dump_json(exclude_unset=True, by_alias=True).encode()


def _answer(search: LeverSearch, job: ReportJob, status: int = 200) -> HttpResponse:
    document = {
        "key": str(search.pk),
        "url": _address(search),
        "state": STATES[job.state],
        "askedAt": _moment(search.asked_at),
        "keptUntil": _moment(search.expires_at),
        "result": levers_of_job(job) if job.is_done else None,
        "problem": _failure() if job.state == ReportJob.State.FAILED else None,
    }
    answer = HttpResponse(
        json.dumps(document, allow_nan=False, ensure_ascii=False),
        status=status,
        content_type="application/json; charset=utf-8",
    )
    if job.is_waited_for:
        answer["Retry-After"] = str(SECONDS_TO_WAIT)
    return answer


def _failure() -> dict[str, Any]:
    failure: dict[str, Any] = json.loads(problem(500, _("This search broke off. We were told; ask it again.")).content)
    return failure


def _busy() -> HttpResponse:
    answer = problem(503, _("Many searches wait already, so this one was not kept. Ask it again in a minute."))
    answer["Retry-After"] = str(SECONDS_BUSY)
    return answer


def _address(search: LeverSearch) -> str:
    return f"{settings.SITE_URL}{reverse('api:lever_search', args=[search.pk])}"


def _moment(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
