"""Tells the audit trail from which address a request came."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from coophub.audit.origin import acting_from


def client_address(request: HttpRequest) -> str:
    """The visitor's address: the one that the outermost trusted proxy saw, or else the connection's own.

    A visitor can write anything in X-Forwarded-For; only as many entries from its end count as there are trusted
    proxies.
    """
    header: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    forwarded = [part.strip() for part in header.split(",") if part.strip()]
    proxies: int = settings.TRUSTED_PROXY_COUNT
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    own: str = request.META.get("REMOTE_ADDR", "")
    return own


class OriginMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with acting_from(client_address(request)):
            return self.get_response(request)
