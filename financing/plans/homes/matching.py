"""Which household could live in which home of a plan. Knows no database and no words.

A home can be impossible for a household (`LIMITS`), or possible and fit it better or worse (`misfit`, in points).

1. Who gets a home follows the list: nobody goes without for somebody who stands lower. Households that can be housed
   together form a matroid, so this also houses as many as possible.
2. Who lives where is the assignment with the fewest points together (`scipy.optimize.linear_sum_assignment`).
3. Where that leaves a choice, who stands higher on the list has the home with fewer points.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

MOST_PAIRS = 12_000
"""Households times types of home: more take longer than a page may."""

POINTS_A_ROOM, POINTS_A_M2, POINTS_A_MONTH, POINTS_OF_RENT = 10, 1, 2, 10


class Limit(Enum):
    """Why a household cannot live in a home, whatever it would like."""

    ROOMS = "rooms"
    RENT = "rent"
    DATE = "date"


LIMITS = tuple(Limit)


@dataclass(frozen=True)
class HomeType:
    """A type of home of a plan. `rooms` is None while nobody said how many it has."""

    key: str
    name: str
    count: int
    area_m2: float
    rent: float
    rooms: int | None
    ready_on: dt.date


@dataclass(frozen=True)
class Wishes:
    """What a household wishes and can bear; None where it did not say."""

    rooms: int | None = None
    area_from: int | None = None
    area_to: int | None = None
    most_rent: float | None = None
    moves_from: dt.date | None = None
    moves_until: dt.date | None = None


class Fit(NamedTuple):
    """How a home suits a household. What is not 0 counts, or stands in the way."""

    rooms_short: int = 0
    rent_over: float = 0.0
    days_late: int = 0
    rooms_more: int = 0
    m2_less: float = 0.0
    m2_more: float = 0.0
    months_empty: int = 0
    rent_points: int = 0

    @property
    def limits(self) -> tuple[Limit, ...]:
        """What stands in the way."""
        found = {Limit.ROOMS: self.rooms_short, Limit.RENT: self.rent_over, Limit.DATE: self.days_late}
        return tuple(limit for limit in LIMITS if found[limit] > 0)

    @property
    def is_possible(self) -> bool:
        return self.rooms_short == 0 and self.rent_over == 0 and self.days_late == 0

    @property
    def misfit(self) -> int:
        """The points of a home that is possible: 0 when it is as they wish and costs them nothing."""
        return (
            POINTS_A_ROOM * self.rooms_more
            + round(POINTS_A_M2 * (self.m2_less + self.m2_more))
            + POINTS_A_MONTH * self.months_empty
            + self.rent_points
        )

    @property
    def distance(self) -> tuple[int, int, float]:
        """How far a home that is not possible is from being so: the fewest limits first, and then how much."""
        months = -(-self.days_late // 30)
        return len(self.limits), 100 * self.rooms_short + 2 * months, self.rent_over


@dataclass(frozen=True)
class Matching:
    """`fits[household][home]` for every pair; `given[household]` is the place of its type of home, or None."""

    fits: Sequence[Sequence[Fit]]
    given: Sequence[int | None]


class TooManyPairsError(ValueError):
    """There are more households and types of home than can be matched while somebody waits."""


def fit_of(wishes: Wishes, home: HomeType) -> Fit:
    """How a type of home suits a household."""
    rooms = 0 if wishes.rooms is None or home.rooms is None else home.rooms - wishes.rooms
    return Fit(
        rooms_short=max(0, -rooms),
        rent_over=0.0 if wishes.most_rent is None else max(0.0, round(home.rent - wishes.most_rent, 2)),
        days_late=max(0, _days(wishes.moves_until, home.ready_on)),
        rooms_more=max(0, rooms),
        m2_less=0.0 if wishes.area_from is None else max(0.0, wishes.area_from - home.area_m2),
        m2_more=0.0 if wishes.area_to is None else max(0.0, home.area_m2 - wishes.area_to),
        months_empty=max(0, _days(home.ready_on, wishes.moves_from)) // 30,
        rent_points=round(POINTS_OF_RENT * min(1.0, home.rent / wishes.most_rent)) if wishes.most_rent else 0,
    )


def matched(households: Sequence[Wishes], homes: Sequence[HomeType]) -> Matching:
    """The homes given to households, which come in the order of their list.

    Raises TooManyPairsError.
    """
    if len(households) * len(homes) > MOST_PAIRS:
        raise TooManyPairsError(f"{len(households)} households and {len(homes)} types of home.")
    fits = [[fit_of(wishes, home) for home in homes] for wishes in households]
    housed = _housed(fits, [home.count for home in homes])
    given: list[int | None] = [None] * len(households)
    for number, home in zip(housed, _assigned([fits[number] for number in housed], homes), strict=True):
        given[number] = home
    return Matching(fits, given)


def _days(first: dt.date | None, last: dt.date | None) -> int:
    return 0 if first is None or last is None else (last - first).days


def _housed(fits: Sequence[Sequence[Fit]], counts: Sequence[int]) -> list[int]:
    """Who gets a home: each in turn, when those before can make room by taking another home."""
    lives_in: list[list[int]] = [[] for _count in counts]
    for number in range(len(fits)):
        _find_room(number, fits, counts, lives_in, set())
    return sorted(number for people in lives_in for number in people)


def _find_room(
    number: int, fits: Sequence[Sequence[Fit]], counts: Sequence[int], lives_in: list[list[int]], tried: set[int]
) -> bool:
    possible = [home for home, fit in enumerate(fits[number]) if fit.is_possible and counts[home] > 0]
    for home in possible:
        if home not in tried and len(lives_in[home]) < counts[home]:
            lives_in[home].append(number)
            return True
    for home in possible:
        if home in tried:
            continue
        tried.add(home)
        for other in list(lives_in[home]):
            if _find_room(other, fits, counts, lives_in, tried):
                lives_in[home].remove(other)
                lives_in[home].append(number)
                return True
    return False


def _assigned(fits: Sequence[Sequence[Fit]], homes: Sequence[HomeType]) -> list[int]:
    """The place of the home of each household, all of which can be housed together."""
    if not fits:
        return []
    columns = [place for place, home in enumerate(homes) for _home in range(min(home.count, len(fits)))]
    _rows, chosen = linear_sum_assignment(_costs(fits)[:, columns])
    return [columns[column] for column in chosen]


def _costs(fits: Sequence[Sequence[Fit]]) -> NDArray[np.float64]:
    """Points, and so far behind the mark that they never outweigh one, points that count more for who stands higher.

    Whole numbers, far below those that a float keeps exactly.
    """
    misfits = np.array([[fit.misfit if fit.is_possible else -1 for fit in row] for row in fits], dtype=np.float64)
    weights = np.arange(len(fits), 0, -1, dtype=np.float64)[:, None]
    outweighs = 1.0 + float((weights * np.maximum(misfits, 0).max(axis=1, keepdims=True)).sum())
    return np.where(misfits < 0, np.inf, misfits * outweighs + misfits * weights)
