"""A list by name to which the apps add what is theirs when CoopHub starts.

An app that has something to add has a function `register()` for it (in its `actions.py`, `personal_data.py` or
`reports`), and calls that in `AppConfig.ready`.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """`what` says in an error what it holds, such as "kind of report"."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._things: dict[str, T] = {}

    def add(self, name: str, thing: T) -> None:
        """Raises ValueError for a name that is taken."""
        if name in self._things:
            raise ValueError(f"There is a {self._what} {name!r} already.")
        self._things[name] = thing

    def named(self, name: str) -> T:
        """Raises LookupError, with the names that there are, for one that nobody added."""
        if name not in self._things:
            raise LookupError(f"There is no {self._what} {name!r}, only {', '.join(sorted(self._things)) or 'none'}.")
        return self._things[name]

    def get(self, name: str) -> T | None:
        return self._things.get(name)

    def __iter__(self) -> Iterator[tuple[str, T]]:
        """Names and what they stand for, in the order in which they were added."""
        return iter(self._things.items())
