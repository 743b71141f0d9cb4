"""How often somebody may do a thing: so much in so many seconds, and then a moment of patience.

One statement counts and says what is left, so that many at the same instant count as many (decision 169).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from coophub.web import clock
from coophub.web.models import PaceCount


def _adding(key: str, behind: str = "") -> str:
    """What counts for one key, where there is something `behind`. What is one too many changes nothing, and gives no
    row.
    """
    return f"""
        INSERT INTO web_pacecount AS kept (key, used, ends_at) SELECT %({key})s, %(cost)s, %(ends_at)s {behind}
        ON CONFLICT (key) DO UPDATE SET
            used = CASE WHEN kept.ends_at > %(now)s THEN kept.used ELSE 0 END + excluded.used,
            ends_at = CASE WHEN kept.ends_at > %(now)s THEN kept.ends_at ELSE excluded.ends_at END
        WHERE kept.ends_at <= %(now)s OR kept.used + excluded.used <= %(most)s
        RETURNING used, ends_at
    """


COUNT = _adding("key")
# The second is behind the first: what is too much for that one is not counted, and nobody waits in a circle.
COUNT_BOTH = f"""
    WITH first AS ({COUNT}), second AS ({_adding("second", "FROM first")})
    SELECT used, ends_at FROM first UNION ALL SELECT used, ends_at FROM second
"""  # noqa: S608 - names of ours


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
    """Counts something that this person or address does. One query, and one more for what is too many."""
    return _count(COUNT, pace, [who], cost)


def count_both(pace: Pace, who: str, also: str) -> Allowance:
    """The same for two at once, such as an address and the token that came from it: what is too much for the first is
    not counted for the second. What is left of the second, unless it is too much for the first.
    """
    return _count(COUNT_BOTH, pace, [who, also], 1)


def _count(statement: str, pace: Pace, whom: Sequence[str], cost: int) -> Allowance:
    keys, now = [f"{pace.name}:{who}" for who in whom], clock.now()
    ends_at = now + dt.timedelta(seconds=pace.seconds)
    counted: list[tuple[int, dt.datetime]] = []
    if cost <= pace.most:
        of_keys = {"key": keys[0], "second": keys[-1]}
        with connection.cursor() as cursor:
            cursor.execute(statement, {**of_keys, "cost": cost, "ends_at": ends_at, "now": now, "most": pace.most})
            counted = cursor.fetchall()
    if len(counted) == len(keys):
        used, kept_until = counted[-1]
        return Allowance(pace, used, kept_until, is_over=False)
    kept = PaceCount.objects.filter(key=keys[len(counted)], ends_at__gt=now).first()
    return Allowance(pace, kept.used if kept else 0, kept.ends_at if kept else ends_at, is_over=True)


def ended_counts() -> QuerySet[PaceCount]:
    """What counts no more."""
    return PaceCount.objects.filter(ends_at__lte=clock.now())
