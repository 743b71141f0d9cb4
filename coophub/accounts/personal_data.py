"""What the other apps know of a person, and what keeps a person from leaving. Each app adds its own part when CoopHub starts.

Accounts stands below every other app, so it cannot ask them; they come and say so.
"""

from collections.abc import Callable
from typing import Any

from coophub.accounts.models import User

Part = Callable[[User], Any]
Blocker = Callable[[User], str | None]

_parts: dict[str, Part] = {}
_blockers: list[Blocker] = []


def add_part(name: str, part: Part) -> None:
    """`part(user)` gives what an app holds of this person, in values that JSON knows."""
    _parts[name] = part


def add_blocker(blocker: Blocker) -> None:
    """`blocker(user)` gives a sentence when this person cannot be erased yet."""
    _blockers.append(blocker)


def parts_of(user: User) -> dict[str, Any]:
    return {name: part(user) for name, part in _parts.items()}


def reasons_to_stay(user: User) -> list[str]:
    return [reason for blocker in _blockers if (reason := blocker(user))]
