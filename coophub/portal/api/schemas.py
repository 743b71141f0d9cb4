"""The JSON Schemas of the documents that plans and results travel as."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext_noop
from ninja import Router
from pydantic import Field

from coophub.portal.api.documents import CamelDocument
from financing.engine import SCHEMA_NAMES, json_schema_of

router = Router(tags=["schemas"])

SchemaName = Literal["plan-1", "result-1", "levers-1", "stress-1", "heat-map-1", "portfolio-1", "policy-1", "norms-1"]


class SchemaInList(CamelDocument):
    """A schema, and where it is."""

    name: str
    url: str = Field(json_schema_extra={"format": "uri"})


class SchemasDocument(CamelDocument):
    """All schemas."""

    items: list[SchemaInList]


@router.get("", response=SchemasDocument, by_alias=True, summary=gettext_noop("JSON Schemas of plan and result"))
def schemas(request: HttpRequest) -> dict[str, Any]:
    return {
        "items": [
            {"name": name, "url": settings.SITE_URL + reverse("api:schema", args=[name])} for name in SCHEMA_NAMES
        ]
    }


@router.get("/{name}", summary=gettext_noop("A JSON Schema"), response=dict[str, Any])
def schema(request: HttpRequest, name: SchemaName) -> JsonResponse:
    return JsonResponse(json_schema_of(name), json_dumps_params={"ensure_ascii": False})
