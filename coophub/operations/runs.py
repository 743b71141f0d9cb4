"""Noting when something was last done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.db import Error

from coophub.operations.models import LastRun
from coophub.web import clock

log = structlog.get_logger(__name__)


@dataclass
class Run:
    """What is being done. Whoever does it says at its end that it went `well`."""

    well: bool = False


@contextmanager
def noted(name: str) -> Iterator[Run]:
    """Notes that something was done, how long it took and whether it went well; also when it raises."""
    run, started = Run(), time.monotonic()
    try:
        yield run
    finally:
        try:
            note(name, seconds=time.monotonic() - started, well=run.well)
        except Error as error:
            # What it is about says that the database is away, and is heard.
            log.warning("run_not_noted", name=name, error=str(error))


def note(name: str, *, seconds: float, well: bool) -> None:
    """One query."""
    ended = {"ended_at": clock.now(), "seconds": seconds}
    LastRun.objects.update_or_create(name=name, defaults=ended | ({"succeeded_at": clock.now()} if well else {}))
