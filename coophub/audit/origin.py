"""From where the present deed is done: an address on the network, a command or a background task."""

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token

_origin: ContextVar[str] = ContextVar("audit_origin", default="")


def current_origin() -> str:
    return _origin.get()


def enter(origin: str) -> Token[str]:
    """Everything recorded from now on carries this origin, until `leave` is called with what this gives."""
    return _origin.set(origin[:100])


def leave(token: Token[str]) -> None:
    _origin.reset(token)


@contextmanager
def acting_from(origin: str) -> Iterator[None]:
    """Everything recorded inside carries this origin, such as "192.0.2.7" or "command load_demo".

    Requests and background tasks ("task coophub.reports.tasks.run") have theirs without asking.
    """
    token = enter(origin)
    try:
        yield
    finally:
        leave(token)


def short_origin(address: str) -> str:
    """The network that an address is part of: enough to see that somebody else came, too little to name who."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return ""
    prefix = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network((found, prefix), strict=False))
