"""What a page asks more than once is asked once.

While somebody only looks, nothing changes, so the first answer holds for the whole page. Whoever does something asks
each time: no step is taken on what was so a moment ago.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import unwrap
from typing import Any, TypeVar, TypeVarTuple, cast

Subjects = TypeVarTuple("Subjects")
Answer = TypeVar("Answer")

_known: ContextVar[dict[Any, Any] | None] = ContextVar("known", default=None)


@contextmanager
def only_looking() -> Iterator[None]:
    """Questions that are `asked_once` keep their answers as long as this lasts."""
    before = _known.set({})
    try:
        yield
    finally:
        _known.reset(before)


def asked_once(ask: Callable[[*Subjects], Answer]) -> Callable[[*Subjects], Answer]:
    """A question whose answer holds while somebody is only looking. Nobody may change the answer."""

    @wraps(ask)
    def answer(*subjects: *Subjects) -> Answer:
        known = _known.get()
        if known is None:
            return ask(*subjects)
        key = (ask, subjects)
        if key not in known:
            known[key] = ask(*subjects)
        return cast(Answer, known[key])

    return answer


def know(ask: Callable[[*Subjects], Answer], answer: Answer, *subjects: *Subjects) -> None:
    """Tells the answer to a question that is `asked_once`, for who read it on the way."""
    known = _known.get()
    if known is not None:
        known[unwrap(ask), subjects] = answer
