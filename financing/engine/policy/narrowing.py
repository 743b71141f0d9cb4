"""Where combinations of instruments begin to close a plan, and at what cost: the packages of section 6, of which those
that something else beats already are let go on the way.
"""

from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from financing.engine.drivers import Array
from financing.engine.market import LAST, Priced, PublicMarket
from financing.engine.packages import STEPS, candidates

NEAR_ENOUGH = 1e-9
"""As a part of the bound of an instrument: of a grant of ten million a cent."""

JUST = 0.4 * NEAR_ENOUGH
"""How far on both sides of the place where a combination seems to begin to close is looked."""

BENDS = np.array([-5e-2, -1e-3, 1e-3, 5e-2])
"""Where else when it was not there: as a part of what is still open, beside that place."""

MOST_ROUNDS = 80

A_CENT = 0.01


@dataclass(frozen=True)
class ClosingCombinations:
    """Combinations that close and that nothing beats, with what they cost, the least cash first."""

    steps: Array
    cash: Array
    net: Array

    @classmethod
    def nothing(cls) -> "ClosingCombinations":
        return cls(np.zeros((0, LAST + 1)), np.zeros(0), np.zeros(0))

    def and_also(self, steps: Array, priced: Priced) -> "ClosingCombinations":
        """With those of these combinations that close, as far as no other beats them."""
        more = priced.closes
        every = ClosingCombinations(
            np.concatenate([self.steps, steps[more]]),
            np.concatenate([self.cash, priced.cash[more]]),
            np.concatenate([self.net, priced.net[more]]),
        )
        rows = every.front()
        return ClosingCombinations(every.steps[rows], every.cash[rows], every.net[rows])

    def front(self) -> list[int]:
        """Those that no other beats, the least cash first; of those that cost the same to a cent, the simplest."""
        best, rows = np.inf, []
        instruments = (self.steps > 0).sum(axis=1)
        for row in np.lexsort((instruments, np.round(self.net, 2), np.round(self.cash, 2))):
            # Sorted by cash, one is undominated when its net cost is below every one so far.
            if self.net[row] < best - A_CENT:
                best = self.net[row]
                rows.append(int(row))
        return rows

    def beats(self, cash: Array, net: Array) -> NDArray[np.bool_]:
        """Whether one of these costs less than so much cash and net, of any shape."""
        no_more = (self.cash <= cash[..., None]) & (self.net <= net[..., None])
        less = self.cash + self.net < (cash + net)[..., None] - A_CENT
        return np.asarray((no_more & less).any(axis=-1))


@dataclass(frozen=True)
class _Ways:
    """Combinations on each step of their last instrument: `points` has the shape (combinations, steps, instruments);
    `last` is its column, -1 where only the guarantee is on. Many have points in common: `different` has each once, and
    `place`, of the shape (combinations, steps), says where.
    """

    points: Array
    last: NDArray[np.int64]
    different: Array
    place: NDArray[np.int64]


def closing_combinations(market: PublicMarket, usable: list[int]) -> ClosingCombinations:
    """Combinations of these instruments with which the plan closes, each with its last at the least that does it."""
    brackets, known = _scanned(market, _ways_of(tuple(usable)))
    for number in range(MOST_ROUNDS):
        is_beaten = known.beats(brackets.cash[:, 0], brackets.net.min(axis=1))
        brackets = brackets.only((brackets.width > NEAR_ENOUGH) & ~is_beaten)
        if not len(brackets.ends):
            break
        values = brackets.looked_at(bends=number > 0)
        steps = brackets.at(values)
        priced = market.priced(steps)
        known = known.and_also(steps, priced)
        brackets = brackets.between(values, priced)
    return known


@cache
def _ways_of(usable: tuple[int, ...]) -> _Ways:
    tried = list(candidates(list(usable)))
    points = np.array([[candidate.at(step) for step in STEPS] for candidate in tried]).reshape(-1, LAST + 1)
    last = [-1 if candidate.last is None else candidate.last for candidate in tried]
    different, place = np.unique(points, axis=0, return_inverse=True)
    shape = len(tried), len(STEPS)
    return _Ways(points.reshape(*shape, LAST + 1), np.array(last, dtype=np.int64), different, place.reshape(shape))


@dataclass(frozen=True)
class _Brackets:
    """Combinations of which the instrument `column` closes the plan somewhere between two values, not at the first and
    at the last: `ends`, `cash` and `net` have the shape (brackets, 2), `room` (brackets, 2, criteria and years).
    """

    steps: Array
    column: NDArray[np.int64]
    ends: Array
    room: Array
    cash: Array
    net: Array

    @property
    def width(self) -> Array:
        return np.asarray(self.ends[:, 1] - self.ends[:, 0])

    def only(self, rows: NDArray[np.bool_]) -> "_Brackets":
        return _Brackets(*(getattr(self, each.name)[rows] for each in fields(self)))

    def at(self, values: Array) -> Array:
        """The combinations with these values of their last instrument, (brackets, values), one after the other."""
        steps = np.repeat(self.steps, values.shape[1], axis=0)
        steps[np.arange(len(steps)), np.repeat(self.column, values.shape[1])] = values.reshape(-1)
        return steps

    def looked_at(self, bends: bool) -> Array:
        """Where to look next, in order: just before and just after where straight lines say that the last criterion
        begins to hold in the last year, and further away when they were wrong.
        """
        near, far = self.room[:, 0], self.room[:, 1]
        fails = (near < 0) & (near < far) & np.isfinite(near) & np.isfinite(far)
        rise = np.subtract(far, near, out=np.ones_like(near), where=fails)
        begins, just = np.where(fails, -near / rise, 0.0).max(axis=1, initial=0.0), JUST / self.width
        places = [begins - just, begins + just]
        if bends:
            places += [*(begins[:, None] + BENDS).T, np.full(len(just), 0.5)]
        inner = np.sort(np.clip(np.stack(places, axis=1), just[:, None], 1.0 - just[:, None]), axis=1)
        return np.asarray(self.ends[:, :1] + inner * self.width[:, None])

    def between(self, values: Array, priced: Priced) -> "_Brackets":
        """The same with the values that were looked at: where the first of them closes, and the one before it."""

        def with_ends(ends: Array, inner: Array) -> Array:
            inner = inner.reshape(*values.shape, *ends.shape[2:])
            return np.concatenate([ends[:, :1], inner, ends[:, 1:]], axis=1)

        closes = with_ends(np.array([[0.0, 1.0]] * len(values)), priced.closes.astype(np.float64))
        far = np.argmax(closes, axis=1)[:, None]
        picked = np.arange(len(values))[:, None], np.concatenate([far - 1, far], axis=1)
        return _Brackets(
            self.steps,
            self.column,
            with_ends(self.ends, values)[picked],
            with_ends(self.room, priced.room)[picked],
            with_ends(self.cash, priced.cash)[picked],
            with_ends(self.net, priced.net)[picked],
        )


def _scanned(market: PublicMarket, ways: _Ways) -> tuple[_Brackets, ClosingCombinations]:
    """Between which steps each combination begins to close."""
    priced = market.priced(ways.different)
    closes = priced.closes[ways.place]
    begins = closes.any(axis=1) & ~closes[:, 0] & (ways.last >= 0)
    far = np.argmax(closes[begins], axis=1)[:, None]
    ends = np.concatenate([far - 1, far], axis=1)
    at = np.take_along_axis(ways.place[begins], ends, axis=1)
    found = _Brackets(
        ways.points[begins, 0],
        ways.last[begins],
        np.array(STEPS)[ends],
        priced.room[at],
        priced.cash[at],
        priced.net[at],
    )
    return found, ClosingCombinations.nothing().and_also(ways.different, priced)
