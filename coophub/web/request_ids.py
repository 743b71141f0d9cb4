"""One name for everything that a request brings about, in every line of the log: in the web, and in the workers that do
what it asked for.
"""

import logging.config
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from celery.signals import before_task_publish, setup_logging, task_prerun
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

HEADER = "X-Request-ID"
# What a proxy makes. Anything else a visitor may have written, and it would stand in the log.
GIVEN = re.compile(r"[0-9a-fA-F-]{16,64}")

log = structlog.get_logger(__name__)


class RequestIdMiddleware:
    """Takes over the id that a proxy gave, or makes one; gives it back, and says once how the request went."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        # They stay until the next request: Django says what went wrong after every middleware has had its turn.
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        started = time.monotonic()
        response = self.get_response(request)
        response[HEADER] = request_id
        log.info(
            "request",
            method=request.method,
            status=response.status_code,
            milliseconds=round((time.monotonic() - started) * 1000),
        )
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        """The name of the page and not its address, which may be a private link or hold the name of a group."""
        if request.resolver_match:
            bind_contextvars(route=request.resolver_match.view_name)


@before_task_publish.connect
def send_along(headers: dict[str, Any] | None = None, **_signal: Any) -> None:
    if headers is not None and (request_id := get_contextvars().get("request_id")):
        headers["request_id"] = request_id


@task_prerun.connect
def take_over(task_id: str, task: Any, **_signal: Any) -> None:
    clear_contextvars()
    known = {"request_id": getattr(task.request, "request_id", None), "task": task.name, "task_id": task_id}
    bind_contextvars(**{name: value for name, value in known.items() if value})


@setup_logging.connect
def log_as_the_web_does(**_signal: Any) -> None:
    """A worker would else write lines of its own kind."""
    logging.config.dictConfig(settings.LOGGING)
