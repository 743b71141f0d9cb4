"""Documents to take along."""

import json

from django.http import HttpResponse
from django.utils.text import slugify


def json_download(document: object, name: str) -> HttpResponse:
    """A JSON file that is named after the plan."""
    text = json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name) or "plan"}.json"'
    response["Cache-Control"] = "private, no-store"
    return response
