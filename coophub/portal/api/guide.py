"""What the page about the API shows: its resources and limits, from the same as the API itself."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from coophub.portal.api.limits import CALCULATIONS, REQUESTS
from coophub.portal.api.openapi import ROOT
from coophub.portal.api.problems import KINDS, MOST_BYTES
from coophub.portal.api.site import api
from coophub.portal.api.version import MONTHS_OF_NOTICE, RELEASES, VERSION
from coophub.web.formats import filesize
from coophub.web.tables import Cell, Column, Table

TRIED = {
    "initiatives": "?limit=2",
    "municipalities": "?policy=ground_lease&limit=2",
    "programmes": "?limit=2",
    "schemes": "?limit=2",
    "awards": "?limit=2",
    "datasets": "",
    "guides": "?limit=2",
    "statistics": "",
    "schemas": "",
    "schemas/{name}": "schemas/plan-1",
    "example-plans": "?limit=2",
    "example-plans/{slug}": "example-plans/wonen-met-vrienden",
    "municipalities/{code}": "municipalities/GM0363",
}
"""What a reader can try at once: the same address with a question behind it, or an address of one."""


def api_page() -> dict[str, Any]:
    return {
        "version": VERSION,
        "root": settings.SITE_URL + ROOT,
        "document": f"{ROOT}openapi.json",
        "resources": _resource_table(),
        "own_resources": _own_table(),
        "statuses": [(status, title, _said(status)) for status, (title, _usual) in KINDS.items()],
        "requests": REQUESTS,
        "calculations": CALCULATIONS,
        "most": filesize(MOST_BYTES),
        "releases": RELEASES,
        "months": MONTHS_OF_NOTICE,
    }


def _said(status: int) -> str:
    return str(KINDS[status][1]) % {"most": filesize(MOST_BYTES)}


def _resource_table() -> Table:
    """Every resource with what it gives, in the order of the document."""
    rows = []
    for address, operations in api.get_openapi_schema()["paths"].items():
        for method, operation in operations.items():
            path = address.removeprefix("/")
            if _is_open(operation):
                rows.append([Cell(f"{method.upper()} {ROOT}{path}", url=_tried(path)), operation["summary"]])
    return Table(_("Resources"), [Column(_("Address")), Column(_("What it gives"))], rows)


def _own_table() -> Table:
    """What a token opens, with the scope that it asks."""
    rows = [
        [f"{method.upper()} {ROOT}{address.removeprefix('/')}", operation["summary"], *_scopes_of(operation)]
        for address, operations in api.get_openapi_schema()["paths"].items()
        for method, operation in operations.items()
        if not _is_open(operation)
    ]
    columns = [Column(_("Address")), Column(_("What it gives")), Column(_("Scope"))]
    return Table(_("Resources behind a token"), columns, rows)


def _scopes_of(operation: dict[str, Any]) -> list[str]:
    return [scope for asked in operation["security"] for scopes in asked.values() for scope in scopes]


def _is_open(operation: dict[str, Any]) -> bool:
    return "security" not in operation


def _tried(path: str) -> str:
    if path not in TRIED:
        return ""
    example = TRIED[path]
    return f"{ROOT}{path}{example}" if not example or example.startswith("?") else f"{ROOT}{example}"
