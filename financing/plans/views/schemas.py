"""The JSON Schemas of the documents that plans travel as."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from financing.engine import json_schema_of


@require_safe
def schema(request: HttpRequest, name: str) -> JsonResponse:
    """One of the published schemas, for everyone."""
    try:
        found = json_schema_of(name)
    except KeyError as error:
        raise Http404 from error
    return JsonResponse(found, json_dumps_params={"indent": 2})
