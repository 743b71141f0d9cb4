"""How far a long command is: a bar in a terminal, for who waits at it. In a pipe, with --json, in the web and in a
worker there is none.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")

_is_shown: ContextVar[bool] = ContextVar("progress_is_shown", default=False)


@contextmanager
def progress_shown(is_shown: bool = True) -> Iterator[None]:
    """What is followed inside has a bar, when standard error is a terminal."""
    token = _is_shown.set(is_shown)
    try:
        yield
    finally:
        _is_shown.reset(token)


def followed(
    items: Iterable[Item], what: str, *, total: int | None = None, unit: str = "", each: int = 1
) -> Iterable[Item]:
    """The same items; who waits sees how many went by. `each` is how much of a unit one of them is."""
    if not _is_shown.get():
        return items
    scale: bool | int = each if each > 1 else True
    # None leaves it to the stream: in a pipe there is no bar.
    return tqdm(items, desc=what, total=total, unit=unit, unit_scale=scale, leave=False, disable=None)
