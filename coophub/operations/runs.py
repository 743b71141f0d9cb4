"""Noting when something was last done."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from coophub.operations.models import LastRun
from coophub.web import clock


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
        note(name, seconds=time.monotonic() - started, well=run.well)


def note(name: str, *, seconds: float, well: bool) -> None:
    """One query."""
    ended = {"ended_at": clock.now(), "seconds": seconds}
    LastRun.objects.update_or_create(name=name, defaults=ended | ({"succeeded_at": clock.now()} if well else {}))
