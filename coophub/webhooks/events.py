"""What somebody can be told of. Apps above say so, for they know what changed and who may see it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from coophub.accounts.models import User


@dataclass(frozen=True)
class EventKind:
    """Deeds by their names in the trail. `path_for` gives where who may see the thing reads it in the API; None for who
    may not.
    """

    name: str
    title: str | Promise
    actions: frozenset[str]
    path_for: Callable[[User, Any], str | None]


_kinds: dict[str, EventKind] = {}


def add_kinds(*kinds: EventKind) -> None:
    _kinds.update({kind.name: kind for kind in kinds})


def kinds() -> list[EventKind]:
    return list(_kinds.values())


def kind_named(name: str) -> EventKind | None:
    return _kinds.get(name)


def kind_of_action(action: str) -> EventKind | None:
    return next((kind for kind in _kinds.values() if action in kind.actions), None)
