"""Which question to the database took long: its words, and never the values in it."""

import time
from collections.abc import Callable
from typing import Any

import structlog
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

LONGEST = 2000

log = structlog.get_logger(__name__)


@receiver(connection_created)
def watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Each new connection is watched when LOG_SLOW_QUERY_MS says so."""
    if settings.LOG_SLOW_QUERY_MS and timed not in connection.execute_wrappers:
        connection.execute_wrappers.append(timed)


def timed(execute: Callable[..., Any], query: str, parameters: Any, many: bool, context: dict[str, Any]) -> Any:
    started = time.monotonic()
    try:
        return execute(query, parameters, many, context)
    finally:
        milliseconds = (time.monotonic() - started) * 1000
        if milliseconds >= settings.LOG_SLOW_QUERY_MS:
            log.warning("slow_query", milliseconds=round(milliseconds), query=str(query)[:LONGEST])
