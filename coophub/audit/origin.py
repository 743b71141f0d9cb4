"""From where the present deed is done: an address on the network, a command or a background task."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_origin: ContextVar[str] = ContextVar("audit_origin", default="")


def current_origin() -> str:
    return _origin.get()


@contextmanager
def acting_from(origin: str) -> Iterator[None]:
    """Everything recorded inside carries this origin, such as "192.0.2.7", "command load_demo" or "task reports"."""
    token = _origin.set(origin[:100])
    try:
        yield
    finally:
        _origin.reset(token)
