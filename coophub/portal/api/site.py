"""The API as one whole: its resources, its document, and what is answered to a request that goes wrong."""

import re
from functools import cache
from math import inf
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, URLResolver, re_path
from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, ValidationError
from ninja.openapi.schema import OpenAPISchema, get_schema
from ninja.operation import Operation
from pydantic.alias_generators import to_camel

from coophub.portal.api import (
    archiving,
    cases,
    datasets,
    figures,
    lever_searches,
    library,
    municipalities,
    own_applications,
    own_documents,
    own_initiatives,
    own_pilots,
    own_plans,
    plans,
    programmes,
    register,
    schemas,
    subsidies,
)
from coophub.portal.api.door import BearerToken
from coophub.portal.api.openapi import ROOT, finished
from coophub.portal.api.problems import ProblemError, Wrong, problem
from coophub.portal.api.version import VERSION
from coophub.web.errors import DomainError
from financing.engine.parse import OTHER_VALUE, SENTENCES

OPENAPI = "openapi.json"
TOO_LONG = SENTENCES["string_too_long"]


class PublicApi(NinjaAPI):
    """Ours has no page at its root, and a document with everything that holds for every resource."""

    def get_root_path(self, path_params: dict[str, Any]) -> str:
        return ROOT

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The same in every request; it is in the language of who asks."""
        return _document(self, get_language() or "nl")

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return to_camel(operation.view_func.__name__)

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        found = super()._get_urls()
        return [
            *(each for each in found if getattr(each, "name", "") != "api-root"),
            re_path("", unknown, name="unknown"),
        ]


@cache
def _document(site: PublicApi, language: str) -> OpenAPISchema:
    return finished(get_schema(site, ROOT), _scopes(site))


def _scopes(site: PublicApi) -> dict[str, str]:
    """Which scope each operation asks of a token."""
    operations = [
        operation
        for router in site._get_bound_routers()
        for path_view in router.path_operations.values()
        for operation in path_view.operations
    ]
    return {
        site.get_openapi_operation_id(operation): door.scope.value
        for operation in operations
        for door in operation.auth_callbacks
        if isinstance(door, BearerToken)
    }


def refused_parameters(request: HttpRequest) -> list[Wrong]:
    """The parameters of the address that its resource does not know, and those that are too long as they were sent:
    what is no text is taken out of them before a view reads them.
    """
    if request.resolver_match is None or request.resolver_match.namespace != api.urls_namespace:
        return []
    path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", f"/{request.resolver_match.route}").removeprefix(ROOT.rstrip("/"))
    operation = api.get_openapi_schema()["paths"].get(path, {}).get(str(request.method).lower())
    if operation is None:
        return []
    known = {each["name"]: each["schema"] for each in operation["parameters"] if each["in"] == "query"}
    sent = QueryDict(request.META["QUERY_STRING"])
    wrong = []
    for name in sent:
        if name not in known:
            wrong.append(Wrong(_("This parameter is not known here."), parameter=name))
        elif len(sent[name]) > (most := known[name].get("maxLength", inf)):
            wrong.append(Wrong(_(TOO_LONG) % {"max_length": most}, parameter=name))
    return wrong


@csrf_exempt
def unknown(request: HttpRequest) -> HttpResponse:
    """Any other address, also one of ours with a slash behind it."""
    return problem(404)


api = PublicApi(
    title="CoopHub",
    version=VERSION,
    description=gettext_noop(
        "What CoopHub shows everybody, and its calculation of financing plans, for programs. Nobody needs an account "
        "for that; with a token a program reads and writes what its person may. "
        "Errors are problem documents (RFC 9457) that name everything that is wrong."
    ),
    openapi_url=OPENAPI,
    docs_url=None,
    urls_namespace="api",
)
api.add_router("initiatives", register.router)
api.add_router("statistics", figures.router)
api.add_router("municipalities", municipalities.router)
api.add_router("programmes", programmes.router)
api.add_router("schemes", subsidies.schemes_router)
api.add_router("awards", subsidies.awards_router)
api.add_router("guides", library.router)
api.add_router("datasets", datasets.router)
api.add_router("schemas", schemas.router)
api.add_router("example-plans", plans.examples_router)
api.add_router("plans", plans.router)
api.add_router("plans", lever_searches.router)
api.add_router("own-initiatives", own_initiatives.router)
api.add_router("own-initiatives", own_plans.router)
api.add_router("own-initiatives", own_documents.router)
api.add_router("own-initiatives", own_applications.router)
api.add_router("own-pilots", own_pilots.router)
api.add_router("cases", cases.router)
api.add_router("cases", archiving.router)


@api.exception_handler(ProblemError)
def on_problem(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return error.answer


@api.exception_handler(AuthenticationError)
def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    answer = problem(401)
    answer["WWW-Authenticate"] = 'Bearer realm="CoopHub"'
    return answer


@api.exception_handler(Http404)
def on_not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404)


@api.exception_handler(PermissionDenied)
def on_not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, str(error))


@api.exception_handler(DomainError)
def on_refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    return problem(409, error.message)


@api.exception_handler(ValidationError)
def on_not_understood(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Everything that is wrong with the address at once, in the words of the engine for what is wrong with a plan."""
    # What is wrong with the path itself is an address that leads nowhere.
    if any(found["loc"][0] == "path" for found in error.errors):
        return problem(404)
    errors = [
        Wrong(_(SENTENCES.get(found["type"], OTHER_VALUE)) % found.get("ctx", {}), parameter=str(found["loc"][-1]))
        for found in error.errors
    ]
    return problem(400, errors=errors)
