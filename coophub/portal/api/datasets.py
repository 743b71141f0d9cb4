"""Whole datasets as files, and which there are."""

import datetime as dt
from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument, UtcMoment
from coophub.portal.api.limits import CALCULATIONS, spend
from coophub.portal.open_data.changes import DatasetState, all_changed_at, changed_at, state_of, states_of
from coophub.portal.open_data.datasets import DATASETS, Dataset
from coophub.portal.open_data.files import FILE_KINDS, FileKind, kinds_of
from coophub.web.streams import file_response

router = Router(tags=["datasets"])

ROWS_A_POINT = 100
"""So many rows cost as much as a small calculation."""


class DatasetFileDocument(CamelDocument):
    """A file in one kind."""

    ending: str
    media_type: str
    url: str = Field(json_schema_extra={"format": "uri"})


class DatasetDocument(CamelDocument):
    """A dataset: everything that its list in this API gives, as whole files."""

    name: str
    title: str
    description: str
    modified_at: UtcMoment
    files: list[DatasetFileDocument]


class DatasetsDocument(CamelDocument):
    """Every dataset."""

    items: list[DatasetDocument]


@router.get("", response=DatasetsDocument, by_alias=True, summary=gettext_noop("Whole datasets as files"))
def datasets(request: HttpRequest) -> dict[str, Any]:
    changed = all_changed_at(states_of(DATASETS))
    return {"items": [_written(dataset, changed[name]) for name, dataset in DATASETS.items()]}


@router.get(
    "/{name}/files/{ending}",
    summary=gettext_noop("A dataset as a file"),
    openapi_extra={
        "responses": {
            200: {
                "description": "OK",
                "content": {kind.media_type: {"schema": kind.schema} for kind in FILE_KINDS.values()},
            }
        }
    },
)
def dataset_file(request: HttpRequest, name: str, ending: str) -> HttpResponseBase:
    dataset, kind = DATASETS.get(name), FILE_KINDS.get(ending)
    if dataset is None or kind is None or kind not in kinds_of(dataset):
        raise Http404
    state = state_of(name)
    modified = int(changed_at(name, state).timestamp())
    headers = {"ETag": f'"{state.mark}-{kind.ending}"', "Last-Modified": http_date(modified)}
    whole = HttpResponse(headers=headers)
    known = get_conditional_response(request, etag=headers["ETag"], last_modified=modified, response=whole)
    if known is not None and known is not whole:
        return known
    spend(request, _cost(state))
    response = file_response(kind.write(dataset), name=f"{name}.{ending}", content_type=kind.content_type)
    for header, value in headers.items():
        response[header] = value
    return response


def _cost(state: DatasetState) -> int:
    """In points of calculation. Never more than half of what an address may have: else nobody got the largest."""
    return min(1 + state.rows // ROWS_A_POINT, CALCULATIONS.most // 2)


def _written(dataset: Dataset, modified_at: dt.datetime) -> dict[str, Any]:
    return {
        "name": dataset.name,
        "title": str(dataset.title),
        "description": str(dataset.description),
        "modified_at": modified_at,
        "files": list(map(partial(_file, dataset), kinds_of(dataset))),
    }


def _file(dataset: Dataset, kind: FileKind) -> DatasetFileDocument:
    return DatasetFileDocument(ending=kind.ending, media_type=kind.media_type, url=address_of(dataset, kind))


def address_of(dataset: Dataset, kind: FileKind) -> str:
    """The whole address of a file."""
    return f"{settings.SITE_URL}{_path(dataset.name, kind.ending)}"


@cache
def _path(name: str, ending: str) -> str:
    """Of the few that there are. Django looks long for each."""
    return reverse("api:dataset_file", args=[name, ending])
