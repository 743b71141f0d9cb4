"""The documents of one's initiatives."""

from typing import Any
from uuid import UUID

from django.db.models import prefetch_related_objects
from django.http import Http404
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_noop
from ninja import Query, Router
from pydantic import Field

from coophub.documents.models import Document, DocumentVersion
from coophub.documents.selectors import documents_at, latest_version, newest_version_in, place_of
from coophub.documents.services import note_download, refuse_unread
from coophub.portal.api.documents import CamelDocument, PageOf, PageQuery, UtcMoment, page_of, pages
from coophub.portal.api.door import BearerToken, TokenRequest
from coophub.tokens.models import Scope
from coophub.web.streams import stored_file
from initiatives.access import visible_initiative
from initiatives.models import Initiative

router = Router(tags=["own-documents"], auth=BearerToken(Scope.DOCUMENTS))

documents = pages(documents_at, "pk")
FILE = {
    "responses": {
        200: {
            "description": "OK",
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        }
    }
}


class OwnDocument(CamelDocument):
    """A document in its newest version. What the virus scanner refused, or did not see yet, cannot be read."""

    id: UUID
    title: str
    category: str
    version: int
    filename: str
    content_type: str
    size_bytes: int
    checksum: str = Field(description=gettext_noop("SHA-256 of the file, in hexadecimal."))
    uploaded_at: UtcMoment
    can_be_read: bool


class DocumentQuery(PageQuery):
    """Which part of the documents is asked for."""

    cursor: str | None = Field(
        None,
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        max_length=36,
        description=gettext_noop("Where to go on: it stands in the address under `next`."),
    )


class PageOfOwnDocuments(PageOf[OwnDocument]):
    """The documents of an initiative, in the order of their keys."""


@router.get(
    "/{slug:slug}/documents",
    response=PageOfOwnDocuments,
    by_alias=True,
    summary=gettext_noop("The documents of an initiative of yours"),
)
def own_documents(request: TokenRequest, slug: str, query: Query[DocumentQuery]) -> dict[str, Any]:
    found = documents(query, *place_of(_group(request, slug)))
    prefetch_related_objects(found, "versions")
    return page_of(request, query, found, written=_in_list, key=_key)


@router.get(
    "/{slug:slug}/documents/{uuid:key}/content",
    summary=gettext_noop("The file of a document, in its newest version"),
    openapi_extra=FILE,
)
def own_document_content(request: TokenRequest, slug: str, key: UUID) -> HttpResponseBase:
    version = newest_version_in(_group(request, slug), key)
    if version is None:
        raise Http404
    refuse_unread(version)
    response = stored_file(version.file, name=version.filename, content_type=version.content_type)
    note_download(version=version, user=request.user)
    return response


def _group(request: TokenRequest, slug: str) -> Initiative:
    return visible_initiative(request.user, slug, do="initiatives.view_documents")


def _newest(document: Document) -> DocumentVersion:
    version = latest_version(document)
    if version is None:
        raise Http404
    return version


def _key(document: Document) -> str:
    return str(document.pk)


def _in_list(document: Document) -> dict[str, Any]:
    version = _newest(document)
    names = ("filename", "content_type", "size_bytes", "uploaded_at", "can_be_read")
    return {
        "id": document.pk,
        "title": document.title,
        "category": document.category,
        "version": version.number,
        "checksum": version.sha256,
        **{name: getattr(version, name) for name in names},
    }
