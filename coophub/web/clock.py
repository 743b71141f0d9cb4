"""The one clock of the product: whatever asks what time or what day it is asks here.

It shows the real time, unless the demo or a test sets it. What is pure (the engine, the law) knows no clock: it is
given a day.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import timezone

P = ParamSpec("P")
T = TypeVar("T")

_reading: ContextVar[Callable[[], dt.datetime] | None] = ContextVar("clock", default=None)


def now() -> dt.datetime:
    """This moment, in UTC."""
    reading = _reading.get()
    if reading is None:
        return timezone.now() + settings.CLOCK_AHEAD
    return reading().astimezone(dt.UTC)


def today() -> dt.date:
    """The day that it is in the Netherlands."""
    return day_of(now())


def day_of(moment: dt.datetime | None) -> dt.date:
    """The day on which this moment falls in the Netherlands. Raises ValueError for a moment that is not there yet."""
    if moment is None:
        raise ValueError("What did not happen yet has no day.")
    return local(moment).date()


def local(moment: dt.datetime) -> dt.datetime:
    """The same moment on a clock in the Netherlands. Raises ValueError for a moment without a time zone."""
    return timezone.localtime(moment)


@contextmanager
def at(moment: dt.datetime | Callable[[], dt.datetime]) -> Iterator[None]:
    """Within this block it is that moment, or what that function gives each time that somebody asks; for this thread
    alone.
    """
    token = _reading.set(moment if callable(moment) else lambda: moment)
    try:
        yield
    finally:
        _reading.reset(token)


def at_one_moment(deed: Callable[P, T]) -> Callable[P, T]:
    """Everything that a deed brings about happens at the moment on which it began, also when midnight passes
    meanwhile.
    """

    @wraps(deed)
    def done(*args: P.args, **kwargs: P.kwargs) -> T:
        with at(now()):
            return deed(*args, **kwargs)

    return done
