"""What the other apps know of a person, what keeps a person from leaving, and what they clear when somebody does.

Accounts stands below the apps that know more of a person, so it cannot ask them; they come and say so in
`AppConfig.ready`.
"""

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise

from coophub.accounts.models import User
from coophub.web.progress import followed
from coophub.web.registry import Registry

PersonalPart = Callable[[User], Any]
Blocker = Callable[[User], str | Promise | None]
Cleaner = Callable[[User], None]

_parts = Registry[PersonalPart]("part of personal data of")
_blockers = Registry[Blocker]("reason to keep an account by")
_cleaners = Registry[Cleaner]("cleaner of personal data of")


def add_part(app: str, part: PersonalPart) -> None:
    """`part(user)` gives what an app holds of this person, in values that JSON knows."""
    _parts.add(app, part)


def add_blocker(app: str, blocker: Blocker) -> None:
    """`blocker(user)` gives a sentence when this person cannot be erased yet."""
    _blockers.add(app, blocker)


def add_cleaner(app: str, cleaner: Cleaner) -> None:
    """`cleaner(user)` takes away what an app holds of this person, in the transaction of the erasure."""
    _cleaners.add(app, cleaner)


def parts_of(user: User) -> dict[str, Any]:
    return {app: part(user) for app, part in followed(_parts, "parts")}


def reasons_to_stay(user: User) -> list[str]:
    return [str(reason) for _app, blocker in _blockers if (reason := blocker(user))]


def clean(user: User) -> None:
    for _app, cleaner in _cleaners:
        cleaner(user)
