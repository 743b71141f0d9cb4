"""The door through which every request comes in."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from coophub.web.errors import DomainError
from coophub.web.once import only_looking
from coophub.web.texts import clean_text
from coophub.web.views import conflict

Q = TypeVar("Q", bound=QueryDict)


class CleanTextMiddleware:
    """Cleans what a form or an address brings, before any view reads it. An address that would change leads nowhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if clean_text(request.path_info) != request.path_info:
            raise Http404
        request.GET = _cleaned(request.GET)
        request.POST = _cleaned(request.POST)
        return self.get_response(request)


class OnlyLookingMiddleware:
    """Who asks for a page only looks, so that it asks once what it asks more than once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with only_looking():
            return self.get_response(request)


class RefusalMiddleware:
    """What a service refuses where no view says so beside a field is a page that says it, never a fault of ours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return conflict(request, exception) if isinstance(exception, DomainError) else None


def _cleaned(sent: Q) -> Q:
    pairs = [(name, value) for name, values in sent.lists() for value in values]
    cleaned = [(clean_text(name), clean_text(value)) for name, value in pairs]
    return sent if cleaned == pairs else type(sent)(urlencode(cleaned))
