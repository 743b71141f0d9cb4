"""How often somebody may do a thing: so much in so many seconds, and then a moment of patience.

The counts stand in the cache. Two requests at the same instant may count as one; that lets a few more through, and
never keeps anybody out.
"""

import datetime as dt
from dataclasses import dataclass

from django.core.cache import cache

from coophub.web import clock


@dataclass(frozen=True)
class Pace:
    """At most `most` in `seconds`, counted from the first."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Allowance:
    """What is left of a pace after something was counted. What is one too many `is_over`, and does not count."""

    pace: Pace
    used: int
    ends_at: dt.datetime
    is_over: bool

    @property
    def left(self) -> int:
        return max(0, self.pace.most - self.used)

    @property
    def seconds_left(self) -> int:
        """Until all of it is there again."""
        return max(1, round((self.ends_at - clock.now()).total_seconds()))


def count(pace: Pace, who: str, *, cost: int = 1) -> Allowance:
    """Counts something that this person or address does."""
    key, now = f"{pace.name}:{who}", clock.now()
    kept: tuple[int, dt.datetime] | None = cache.get(key)
    used, ends_at = kept if kept is not None and kept[1] > now else (0, now + dt.timedelta(seconds=pace.seconds))
    if used + cost > pace.most:
        return Allowance(pace, used, ends_at, is_over=True)
    cache.set(key, (used + cost, ends_at), max(1, round((ends_at - now).total_seconds())))
    return Allowance(pace, used + cost, ends_at, is_over=False)
