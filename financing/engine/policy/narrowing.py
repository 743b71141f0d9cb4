"""Where combinations of instruments begin to close a plan, and at what cost: the packages of section 6, of which those
that something else beats already are let go on the way.
"""

from dataclasses import dataclass, fields
from functools import cache

import numpy as np
from numpy.typing import NDArray

from financing.engine.drivers import Array
from financing.engine.market import LAST, Priced, PublicMarket
from financing.engine.packages import STEPS, Candidate, candidates

NEAR_ENOUGH = 1e-7
"""As a part of the bound of an instrument: of a grant of ten million a euro."""

NEAR_AT_FIRST = 5e-2
"""Near enough to let go what is beaten."""

MOST_ROUNDS = 80

AROUND = {
    10: np.array([-0.2, -5e-2, -1e-2, -1e-3, -1e-5, 0.0, 1e-5, 1e-3, 1e-2, 5e-2, 0.2]),
    20: np.array([-2e-2, -1e-4, 1e-4, 2e-2]),
}
"""Where so few combinations are looked at, as a part of what is still open, on both sides of where the margin seems to
be 0: more places take hardly longer.
"""
AROUND_MANY = np.array([-5e-2, 5e-2])

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
    known, brackets = ClosingCombinations.nothing(), None
    for ways, enough in zip(_ways_of(tuple(usable)), (NEAR_AT_FIRST, NEAR_ENOUGH), strict=True):
        scanned, known = _scanned(market, ways, known)
        brackets, known = _narrowed(market, scanned.with_more(brackets), known, enough)
    return known


@cache
def _ways_of(usable: tuple[int, ...]) -> tuple[_Ways, _Ways]:
    """First one instrument by itself: what is known of those makes most of what two and three do together not worth a
    look.
    """
    alone: list[Candidate] = []
    together: list[Candidate] = []
    for candidate in candidates(list(usable)):
        instruments = sum(step > 0 for step in candidate.steps) + (candidate.last is not None)
        (alone if instruments <= 1 else together).append(candidate)
    return _as_ways(alone), _as_ways(together)


def _as_ways(tried: list[Candidate]) -> _Ways:
    points = np.array([[candidate.at(step) for step in STEPS] for candidate in tried]).reshape(-1, LAST + 1)
    last = [-1 if candidate.last is None else candidate.last for candidate in tried]
    different, place = np.unique(points, axis=0, return_inverse=True)
    shape = len(tried), len(STEPS)
    return _Ways(points.reshape(*shape, LAST + 1), np.array(last, dtype=np.int64), different, place.reshape(shape))


@dataclass(frozen=True)
class _Brackets:
    """Combinations of which the instrument `column` closes the plan somewhere between two values, not at the first and
    at the last: `ends`, `cash` and `net` have the shape (brackets, 2), `margins` (brackets, 2, criteria).
    """

    steps: Array
    column: NDArray[np.int64]
    ends: Array
    margins: Array
    cash: Array
    net: Array

    def with_more(self, more: "_Brackets | None") -> "_Brackets":
        if more is None:
            return self
        return _Brackets(
            *(np.concatenate([getattr(self, each.name), getattr(more, each.name)]) for each in fields(self))
        )

    def only(self, rows: NDArray[np.bool_]) -> "_Brackets":
        return _Brackets(*(getattr(self, each.name)[rows] for each in fields(self)))

    def at(self, values: Array) -> Array:
        """The combinations with these values of their last instrument, (brackets, values), one after the other."""
        steps = np.repeat(self.steps, values.shape[1], axis=0)
        steps[np.arange(len(steps)), np.repeat(self.column, values.shape[1])] = values.reshape(-1)
        return steps

    def looked_at(self) -> Array:
        """Where to look next, in order: around where straight lines say that the last criterion begins to hold, and in
        the middle.
        """
        width = self.ends[:, 1:] - self.ends[:, :1]
        near, far = self.margins[:, 0], self.margins[:, 1]
        fails = (near < 0) & np.isfinite(near) & np.isfinite(far)
        rise = np.subtract(far, near, out=np.ones_like(near), where=fails)
        straight = np.where(fails, -near / rise, 0.0).max(axis=1, keepdims=True)
        around = next((places for few, places in AROUND.items() if len(width) <= few), AROUND_MANY)
        places = np.concatenate([np.clip(straight + around, 1e-6, 1 - 1e-6), np.full_like(straight, 0.5)], axis=1)
        return np.asarray(self.ends[:, :1] + np.sort(places, axis=1) * width)

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
            with_ends(self.margins, priced.margins)[picked],
            with_ends(self.cash, priced.cash)[picked],
            with_ends(self.net, priced.net)[picked],
        )


def _scanned(market: PublicMarket, ways: _Ways, known: ClosingCombinations) -> tuple[_Brackets, ClosingCombinations]:
    """Between which steps each combination begins to close, where that can still be worth it."""
    points, last, place = ways.points, ways.last, ways.place
    cash, net = (each[place] for each in market.at_least(ways.different))
    # From one step to the next a combination costs at least what the first of them does.
    worth = ~known.beats(cash[:, :-1], np.minimum(net[:, :-1], net[:, 1:]))
    any_worth = worth.any(axis=1)
    points, last, place, worth = points[any_worth], last[any_worth], place[any_worth], worth[any_worth]
    looked = np.concatenate([np.ones((len(points), 1), dtype=np.bool_), worth], axis=1)
    used = np.zeros(len(ways.different), dtype=np.bool_)
    used[place[looked]] = True
    different = ways.different[used]
    priced = market.priced(different)
    # What is not looked at has no place of its own.
    place = np.where(looked, (np.cumsum(used) - 1)[place], 0)
    closes = looked & priced.closes[place]
    begins = closes.any(axis=1) & ~closes[:, 0] & (last >= 0)
    first = np.argmax(closes[begins], axis=1)[:, None]
    ends = np.concatenate([first - 1, first], axis=1)
    at = np.take_along_axis(place[begins], ends, axis=1)
    found = _Brackets(
        points[begins, 0],
        last[begins],
        np.array(STEPS)[ends],
        priced.margins[at],
        priced.cash[at],
        priced.net[at],
    )
    return found, known.and_also(different, priced)


def _narrowed(
    market: PublicMarket, brackets: _Brackets, known: ClosingCombinations, enough: float
) -> tuple[_Brackets, ClosingCombinations]:
    """The combinations that may still be undominated, with what is known of them."""
    for _round in range(MOST_ROUNDS):
        brackets = brackets.only(~known.beats(brackets.cash[:, 0], brackets.net.min(axis=1)))
        wide = brackets.ends[:, 1] - brackets.ends[:, 0] > enough
        if not wide.any():
            break
        looking = brackets.only(wide)
        values = looking.looked_at()
        steps = looking.at(values)
        priced = market.priced(steps)
        known = known.and_also(steps, priced)
        brackets = looking.between(values, priced).with_more(brackets.only(~wide))
    return brackets, known
