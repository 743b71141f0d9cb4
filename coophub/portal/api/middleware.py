"""What holds for every answer of the API, also where no view of it was reached."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, set_response_etag

from coophub.portal.api.door import BELOW_TOKENS, token_of
from coophub.portal.api.limits import add_limit_headers, count_request
from coophub.portal.api.problems import MOST_BYTES, PROBLEM, ProblemError, problem
from coophub.portal.api.site import refused_parameters
from coophub.portal.api.version import VERSION

BELOW = "/api/v1/"
KEPT_SECONDS = 60
CHANGING = f"{BELOW}plans/lever-searches"
"""What is another thing in a second is kept by no cache."""

FOR_EVERY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "API-Version, ETag, RateLimit, RateLimit-Policy, Retry-After",
}
PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept-Language, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
SAFE = {
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class ApiMiddleware:
    """Stands outside of sessions: the API reads no cookie, so that it answers everybody the same and any site may ask
    it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(BELOW):
            return self.get_response(request)
        request.COOKIES.clear()
        with translation.override(translation.get_language_from_request(request)):
            response = self._answer(request)
            if response.status_code >= 400 and response.headers.get("Content-Type") != PROBLEM:
                response = _as_problem(response)
        return _finished(request, response)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > MOST_BYTES:
            return problem(413)
        if request.method == "HEAD":
            # The server leaves the body out.
            request.method = "GET"
        response = self.get_response(request)
        return _preflight(response) if request.method == "OPTIONS" else response


class ApiLimitMiddleware:
    """Stands within the other, so that a fault here is a problem document too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(BELOW):
            try:
                count_request(request, token_of(request))
            except ProblemError as error:
                return error.answer
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """A parameter that nobody knows is a mistake: who filters by it would take everything for what was asked."""
        wrong = refused_parameters(request) if request.path_info.startswith(BELOW) and request.GET else []
        return problem(400, errors=wrong) if wrong else None


def _preflight(refused: HttpResponse) -> HttpResponse:
    """What a browser asks before a page of another site may send something: no view takes it, and says which it does.

    Where there is nothing, or something is wrong, that is the answer.
    """
    if refused.status_code >= 400 and refused.status_code != 405:
        return refused
    methods = f"{refused.headers.get('Allow', 'GET')}, OPTIONS"
    return HttpResponse(status=204, headers={**PREFLIGHT, "Allow": methods, "Access-Control-Allow-Methods": methods})


def _as_problem(response: HttpResponse) -> HttpResponse:
    """The same status for programs, where a page was made for people."""
    answer = problem(response.status_code)
    for name in ("Allow", "Retry-After"):
        if name in response.headers:
            answer[name] = response.headers[name]
    return answer


def _finished(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    is_own = request.path_info.startswith(BELOW_TOKENS)
    always = {"API-Version": VERSION, **({} if is_own else FOR_EVERY_SITE)}
    for name, value in {**always, **SAFE}.items():
        response[name] = value
    add_limit_headers(request, response)
    response["Vary"] = "Accept-Language, Authorization" if is_own else "Accept-Language"
    response["Cache-Control"] = "private, no-store" if is_own else "no-store"
    if request.method != "GET" or response.status_code >= 300:
        return response
    if not is_own and not request.path_info.startswith(CHANGING):
        response["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    if response.streaming:
        return response
    if "ETag" not in response.headers:
        set_response_etag(response)
    answer = get_conditional_response(request, etag=response["ETag"], response=response) or response
    if answer is not response:
        for name in (*always, "RateLimit", "RateLimit-Policy"):
            answer[name] = response.headers[name]
    return answer
