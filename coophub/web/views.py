"""Pages that say what went wrong, what is kept and what to do now."""

import sys

from django.core.exceptions import PermissionDenied
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise

from coophub.web.errors import DomainError

RETRY_SECONDS = 10
"""When a database that went away is mostly there again."""


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403 with the sentence that `get_visible` gave, for who may see the thing but not do this with it."""
    why = str(exception) if isinstance(exception, PermissionDenied) else ""
    return render(request, "errors/403.html", {"why": why}, status=403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404 without a reason: a stranger does not learn whether the thing exists."""
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 from a page of its own that needs no database, no session and no layout; 503 while there is no database."""
    if isinstance(sys.exception(), OperationalError | InterfaceError):
        return database_away(request)
    again = request.get_full_path() if request.method == "GET" else ""
    return HttpResponse(render_to_string("errors/500.html", {"again": again}), status=500)


def database_away(request: HttpRequest) -> HttpResponse:
    """503 that says what is true: what was read can be read again, and of what was sent nobody knows what became."""
    context = {"sent": request.method not in ("GET", "HEAD"), "seconds": RETRY_SECONDS}
    page = render_to_string("errors/503.html", context)
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_SECONDS), "Cache-Control": "no-store"})


def conflict(request: HttpRequest, error: DomainError | str | Promise, *, back: str = "") -> HttpResponse:
    """409: the step does not fit with how things stand now. `error` says what is the case, `back` is where to look."""
    return render(request, "errors/409.html", {"why": str(error), "back": back}, status=409)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token is gone, mostly because someone signed in or out elsewhere while it stood open."""
    return render(request, "errors/403_csrf.html", status=403)
