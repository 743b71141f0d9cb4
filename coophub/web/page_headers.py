"""Headers that every page has."""

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)

PRIVATE = "private, no-store"
SECRETS = frozenset({"token", "key", "uidb36"})
"""What an address is called that only who was given it knows."""


class PageHeadersMiddleware:
    """What a browser may do on our pages; and that it keeps no page that is for its reader alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", settings.PERMISSIONS_POLICY)
        # A page of a fault says nothing of its reader, and whether somebody is signed in may be what cannot be asked.
        if response.status_code < 500 and _is_private(request):
            response.headers["Cache-Control"] = PRIVATE
        return response


def _is_private(request: HttpRequest) -> bool:
    """Whether somebody is signed in, or the address itself is a secret.

    Who has no session is not asked for, so that a public page stays the same for everybody.
    """
    match = request.resolver_match
    if match is not None and not SECRETS.isdisjoint(match.kwargs):
        return True
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    # What was answered before anybody asked who this is may be for somebody.
    user = getattr(request, "user", None)
    return user is None or user.is_authenticated


def unlisted(response: Response) -> Response:
    """No search engine, cache or next site learns the address of a page behind a private link.

    Our own site does: without it browsers withhold the origin of a form.
    """
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = PRIVATE
    return response
