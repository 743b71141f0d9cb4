"""Where combinations of instruments begin to close a plan, and at what cost: the packages of section 6, of which those
that something else beats already are let go on the way.
"""

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from financing.engine.drivers import Array
from financing.engine.market import LAST, Priced, PublicMarket
from financing.engine.packages import STEPS, Candidate, candidates

NEAR_ENOUGH = 1e-8
"""As a part of the bound of an instrument: of a grant of ten million ten cents."""

MOST_ROUNDS = 80
FEW = 24
"""So few combinations are looked at from several points at once, which takes hardly longer than from one."""

AROUND = np.array([-1e-2, -1e-5, 0.0, 1e-5, 1e-2])
"""Where the margin is looked at besides where it seems to be 0, as a part of what is still open."""

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


def closing_combinations(market: PublicMarket, usable: list[int]) -> ClosingCombinations:
    """Combinations of these instruments with which the plan closes, each with its last at the least that does it."""
    known = ClosingCombinations.nothing()
    by_size: tuple[list[Candidate], list[Candidate]] = ([], [])
    for candidate in candidates(usable):
        # What is known of one instrument alone makes most of what two and three do together not worth a look.
        by_size[sum(step > 0 for step in candidate.steps) + (candidate.last is not None) > 1].append(candidate)
    for tried in by_size:
        if tried:
            known = _narrowed(market, *_scanned(market, tried, known))
    return known


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

    def only(self, rows: NDArray[np.bool_]) -> "_Brackets":
        return _Brackets(*(getattr(self, each.name)[rows] for each in fields(self)))

    def at(self, values: Array) -> Array:
        """The combinations with these values of their last instrument, (brackets, values), one after the other."""
        steps = np.repeat(self.steps, values.shape[1], axis=0)
        steps[np.arange(len(steps)), np.repeat(self.column, values.shape[1])] = values.reshape(-1)
        return steps

    def looked_at(self, turn: int) -> Array:
        """Where to look next: where straight lines say that the last criterion begins to hold; every third time in the
        middle.
        """
        width = self.ends[:, 1:] - self.ends[:, :1]
        near, far = self.margins[:, 0], self.margins[:, 1]
        fails = (near < 0) & np.isfinite(near) & np.isfinite(far)
        rise = np.subtract(far, near, out=np.ones_like(near), where=fails)
        straight = np.where(fails, -near / rise, 0.0).max(axis=1, keepdims=True)
        guess = np.full_like(straight, 0.5) if turn % 3 == 2 else straight
        around = AROUND if len(width) <= FEW else np.zeros(1)
        return np.asarray(self.ends[:, :1] + np.clip(guess + around, 1e-6, 1 - 1e-6) * width)

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


def _scanned(
    market: PublicMarket, tried: list[Candidate], known: ClosingCombinations
) -> tuple[_Brackets, ClosingCombinations]:
    """Between which steps each combination begins to close, where that can still be worth it."""
    points = np.array([[candidate.at(step) for step in STEPS] for candidate in tried])
    cash, net = (each.reshape(points.shape[:2]) for each in market.at_least(points.reshape(-1, LAST + 1)))
    # From one step to the next a combination costs at least what the first of them does.
    worth = ~known.beats(cash[:, :-1], np.minimum(net[:, :-1], net[:, 1:]))
    points, last = points[worth.any(axis=1)], np.array([candidate.last for candidate in tried])[worth.any(axis=1)]
    looked = np.concatenate([np.ones((len(points), 1), dtype=np.bool_), worth[worth.any(axis=1)]], axis=1)
    different, inverse = np.unique(points[looked], axis=0, return_inverse=True)
    priced = market.priced(different)
    place = np.zeros(looked.shape, dtype=np.int64)
    place[looked] = inverse.reshape(-1)
    closes = looked & priced.closes[place]
    begins = closes.any(axis=1) & ~closes[:, 0] & (last != None)  # noqa: E711
    first = np.argmax(closes[begins], axis=1)[:, None]
    ends = np.concatenate([first - 1, first], axis=1)
    at = np.take_along_axis(place[begins], ends, axis=1)
    found = _Brackets(
        points[begins, 0],
        last[begins].astype(np.int64),
        np.array(STEPS)[ends],
        priced.margins[at],
        priced.cash[at],
        priced.net[at],
    )
    return found, known.and_also(different, priced)


def _narrowed(market: PublicMarket, brackets: _Brackets, known: ClosingCombinations) -> ClosingCombinations:
    """What is known, with the least of each combination that may still be undominated."""
    for turn in range(MOST_ROUNDS):
        beaten = known.beats(brackets.cash[:, 0], brackets.net.min(axis=1))
        brackets = brackets.only(~beaten & (brackets.ends[:, 1] - brackets.ends[:, 0] > NEAR_ENOUGH))
        if not len(brackets.steps):
            break
        values = brackets.looked_at(turn)
        steps = brackets.at(values)
        priced = market.priced(steps)
        known = known.and_also(steps, priced)
        brackets = brackets.between(values, priced)
    return known
