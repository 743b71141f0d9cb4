"""The OpenAPI document: what django-ninja makes of the types, with all that holds for every resource."""

import json
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop
from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from coophub.portal.api.archiving import ArchivingRequest
from coophub.portal.api.door import BearerToken
from coophub.portal.api.lever_searches import LeverSearchDocument
from coophub.portal.api.own_plans import OwnPlan
from coophub.portal.api.plans import REQUESTS
from coophub.portal.api.problems import KINDS, PROBLEM, ProblemDocument
from financing.engine.result_documents import Levers, Result, Stress

ROOT = "/api/v1/"

REF = "#/components/schemas/{model}"
ANSWERS: tuple[type[BaseModel], ...] = (Result, Levers, Stress)

HEADERS: dict[str, dict[str, Any]] = {
    "API-Version": {"schema": {"type": "string"}, "example": "1.0.0"},
    "RateLimit": {"schema": {"type": "string"}, "example": '"requests";r=299;t=60'},
    "RateLimit-Policy": {"schema": {"type": "string"}, "example": '"requests";q=300;w=60'},
}
TAGS = {
    "initiatives": gettext_noop("The register of initiatives."),
    "statistics": gettext_noop("Figures about all groups together."),
    "municipalities": gettext_noop("What municipalities do for co-operatives."),
    "programmes": gettext_noop("Programmes in which initiatives are coached."),
    "schemes": gettext_noop("Schemes that give or lend money."),
    "awards": gettext_noop("Who got money, as the law publishes it."),
    "datasets": gettext_noop("Everything of a list at once, as a file."),
    "guides": gettext_noop("Guides of the library."),
    "schemas": gettext_noop("How documents of plans are written."),
    "example-plans": gettext_noop("Plans to begin with."),
    "plans": gettext_noop(
        "Calculating with a plan that you send. Nothing of it is kept, but for an hour a search that takes long."
    ),
    "own-initiatives": gettext_noop("The initiatives of who the token is of."),
    "own-plans": gettext_noop("Their financing plans."),
    "own-documents": gettext_noop("Their documents."),
    "own-applications": gettext_noop("What they applied for, and what was awarded."),
    "own-pilots": gettext_noop("The pilots that one coaches."),
    "cases": gettext_noop("The applications at the ministry."),
}
"""What each group of resources is about."""

OF_EVERYTHING = (400, 404, 405, 429, 500, 503)
OF_BODIES = (413, 415, 422)
OF_TOKENS = (401, 403, 409)
OF_MATCHES = (412, 428)
WITH_BODY = ("post", "put")


def finished(document: OpenAPISchema, scopes: Mapping[str, str]) -> OpenAPISchema:
    """Adds problems, headers, the documents of plans, and who to ask; in the language of the reader.

    `scopes` says by operation what a token has to be for.
    """
    document["info"]["contact"] = {
        "name": "CoopHub",
        "url": settings.SITE_URL + reverse("portal:about"),
        "email": settings.DATA_CONTACT,
    }
    document["tags"] = [{"name": name, "description": said} for name, said in TAGS.items()]
    document["externalDocs"] = {"url": settings.SITE_URL + reverse("portal:api")}
    base = ROOT.rstrip("/")
    document["servers"] = [{"url": settings.SITE_URL + base}]
    document["paths"] = {path.removeprefix(base): operations for path, operations in document["paths"].items()}
    schemas = document["components"]["schemas"]
    kinds: list[type[BaseModel]] = [
        *REQUESTS,
        *ANSWERS,
        OwnPlan,
        ArchivingRequest,
        LeverSearchDocument,
        ProblemDocument,
    ]
    for kind in kinds:
        made = kind.model_json_schema(ref_template=REF, by_alias=True)
        schemas.update(made.pop("$defs", {}))
        schemas[kind.__name__] = made
    document["components"]["headers"] = HEADERS
    document["components"]["responses"] = {f"Problem{status}": _problem(status) for status in KINDS}
    for operations in document["paths"].values():
        for method, operation in operations.items():
            _finish(operation, method)
            if scope := scopes.get(operation["operationId"]):
                operation["security"] = [{BearerToken.__name__: [scope]}]
    _drop_unused(document)
    _translate(document)
    return document


def _finish(operation: dict[str, Any], method: str) -> None:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    for response in operation["responses"].values():
        response["headers"] = {**response.get("headers", {}), **headers}
    statuses = {*OF_EVERYTHING, 422}
    if method in WITH_BODY:
        statuses |= set(OF_BODIES)
    if "security" in operation:
        statuses |= set(OF_TOKENS)
    if method == "put":
        statuses |= set(OF_MATCHES)
    if method == "post" and {"201", 201, "202", 202} & set(operation["responses"]):
        # The framework adds it to everything; what is started or asked is never answered so.
        operation["responses"].pop(200)
    for status in sorted(statuses):
        operation["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    operation["responses"] = {str(status): response for status, response in operation["responses"].items()}
    for parameter in operation["parameters"]:
        # Examples stand in the schema; beside it they would have names.
        parameter.pop("examples", None)
        _without_null(parameter)


def _without_null(parameter: dict[str, Any]) -> None:
    """What is left out of an address is not null: it is not there."""
    schema = parameter["schema"]
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        schema.update(choices[0])
    elif choices:
        schema["anyOf"] = choices


def _drop_unused(document: dict[str, Any]) -> None:
    """The types of what stands in an address: each parameter is described where it is asked."""
    named = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(document, default=str)))
    schemas = document["components"]["schemas"]
    for name in schemas.keys() - named:
        del schemas[name]


def _problem(status: int) -> dict[str, Any]:
    headers: dict[str, Any] = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    if status in (429, 503):
        headers["Retry-After"] = {"schema": {"type": "integer"}}
    schema = {"$ref": REF.format(model=ProblemDocument.__name__)}
    return {"description": str(KINDS[status][0]), "headers": headers, "content": {PROBLEM: {"schema": schema}}}


def _translate(part: Any) -> None:
    """What people read, in the language that they asked for."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("summary", "description") and isinstance(value, str) and value:
                part[name] = gettext(value)
            else:
                _translate(value)
    elif isinstance(part, list):
        for each in part:
            _translate(each)
