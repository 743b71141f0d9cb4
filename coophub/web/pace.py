"""How often somebody may do a thing: so much in so many seconds, and then a moment of patience.

One statement counts and says what is left, so that many at the same instant count as many (decision 169).
"""

import datetime as dt
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from coophub.web import clock
from coophub.web.models import PaceCount

# What is one too many changes nothing, and gives no row.
COUNT = """
    INSERT INTO web_pacecount AS kept (key, used, ends_at) VALUES (%(key)s, %(cost)s, %(ends_at)s)
    ON CONFLICT (key) DO UPDATE SET
        used = CASE WHEN kept.ends_at > %(now)s THEN kept.used ELSE 0 END + excluded.used,
        ends_at = CASE WHEN kept.ends_at > %(now)s THEN kept.ends_at ELSE excluded.ends_at END
    WHERE kept.ends_at <= %(now)s OR kept.used + excluded.used <= %(most)s
    RETURNING used, ends_at
"""


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
    key, now = f"{pace.name}:{who}", clock.now()
    ends_at = now + dt.timedelta(seconds=pace.seconds)
    counted = None
    if cost <= pace.most:
        with connection.cursor() as cursor:
            cursor.execute(COUNT, {"key": key, "cost": cost, "ends_at": ends_at, "now": now, "most": pace.most})
            counted = cursor.fetchone()
    if counted is not None:
        used, kept_until = counted
        return Allowance(pace, used, kept_until, is_over=False)
    kept = PaceCount.objects.filter(key=key, ends_at__gt=now).first()
    return Allowance(pace, kept.used if kept else 0, kept.ends_at if kept else ends_at, is_over=True)


def ended_counts() -> QuerySet[PaceCount]:
    """What counts no more."""
    return PaceCount.objects.filter(ends_at__lte=clock.now())
