"""Who gets what of a ceiling (Awb 4:25, 4:26; KB 8): by order of receipt, by ranking, or the same share for everybody.

No Django, no clock.

Lots are reproducible: the lot of an application is the SHA-256 of the published seed, a colon and its number; the
smallest comes first. Amounts are whole cents; nothing ever passes a ceiling, and parts add up exactly.
"""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import groupby
from math import lcm
from operator import itemgetter
from typing import NamedTuple

TOTAL = ""
NOTHING = Decimal(0)
AS_MANY_AS_A_ROUND = 20_000
"""What follows from a number alone is kept for so many: a board divides the same round again at each look."""
DIGITS = re.compile(r"(\d+)")


class Claim(NamedTuple):
    """An application as the division sees it.

    `day` is the day on which it was complete (KB 9), `scores` are in the scheme's order.
    """

    number: str
    asked: Decimal
    target: str = TOTAL
    day: dt.date | None = None
    score: Fraction = Fraction(0)
    scores: tuple[Fraction, ...] = ()


class ClaimShare(NamedTuple):
    """What an application gets, and its place. `lot` is given where lots decided."""

    number: str
    place: int
    asked: Decimal
    amount: Decimal
    lot: str = ""


@dataclass(frozen=True)
class Draw:
    """Lots that were drawn: why, and in which order the applications came out."""

    reason: str
    day: dt.date | None
    numbers: tuple[str, ...]


@dataclass(frozen=True)
class Allocation:
    """The whole outcome, in the order of places; `left` is what remains of each ceiling."""

    shares: tuple[ClaimShare, ...]
    draws: tuple[Draw, ...]
    left: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum((share.amount for share in self.shares), start=NOTHING)


@lru_cache(maxsize=AS_MANY_AS_A_ROUND)
def lot_of(seed: str, number: str) -> str:
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


@lru_cache(maxsize=AS_MANY_AS_A_ROUND)
def in_order(number: str) -> tuple[str | int, ...]:
    """A key that sorts numbers as people count: the 10,000th of a year after the 9,999th."""
    parts: list[str | int] = [*DIGITS.split(number)]
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts)


def weighted_score(scores: Mapping[str, int | Fraction], weights: Mapping[str, int]) -> Fraction:
    """The mean of the scores by their weights, exactly; nothing when no criterion has a weight."""
    given = [scores.get(slug, 0) for slug in weights]
    parts = lcm(*(score.denominator for score in given))
    weighted = sum(_in_parts(score, parts) * weight for score, weight in zip(given, weights.values(), strict=True))
    return Fraction(weighted, parts * (sum(weights.values()) or 1))


def by_receipt(claims: Iterable[Claim], free: Mapping[str, Decimal], seed: str) -> Allocation:
    """First complete, first served.

    Where the applications of a day exceed what is left of a ceiling, lots are drawn among them (KB 9).
    """
    purse = _Purse(free)
    shares: list[ClaimShare] = []
    draws: list[Draw] = []
    for day, of_day in groupby(
        sorted(claims, key=lambda claim: (claim.day or dt.date.max, in_order(claim.number))), lambda c: c.day
    ):
        same_day = list(of_day)
        lots = {claim.number: lot_of(seed, claim.number) for claim in purse.contested(same_day)}
        certain = [claim for claim in same_day if claim.number not in lots]
        drawn = sorted((claim for claim in same_day if claim.number in lots), key=lambda claim: lots[claim.number])
        # Lots decide nothing between one application and none, or when there is nothing left to divide.
        by_lot = len(drawn) > 1 and purse.has_for(drawn)
        if by_lot:
            draws.append(Draw("receipt", day, tuple(claim.number for claim in drawn)))
        for claim in certain + drawn:
            lot = lots.get(claim.number, "") if by_lot else ""
            shares.append(ClaimShare(claim.number, len(shares) + 1, claim.asked, purse.take(claim), lot))
    return Allocation(tuple(shares), tuple(draws), purse.left)


def by_ranking(
    claims: Iterable[Claim], free: Mapping[str, Decimal], seed: str, minimum_score: Fraction | None = None
) -> Allocation:
    """The highest score first; equal scores by the criteria in the scheme's order, then by lot.

    Below the least score: nothing.
    """
    purse = _Purse(free)
    shares: list[ClaimShare] = []
    draws: list[Draw] = []
    for equals, enough in _by_merit(list(claims), minimum_score):
        drawn = sorted(equals, key=lambda claim: lot_of(seed, claim.number)) if len(equals) > 1 else equals
        by_lot = len(drawn) > 1 and bool(purse.contested(drawn)) and purse.has_for(drawn)
        if by_lot:
            draws.append(Draw("ranking", None, tuple(claim.number for claim in drawn)))
        for claim in drawn:
            lot = lot_of(seed, claim.number) if by_lot else ""
            amount = purse.take(claim) if enough else NOTHING
            shares.append(ClaimShare(claim.number, len(shares) + 1, claim.asked, amount, lot))
    return Allocation(tuple(shares), tuple(draws), purse.left)


def _by_merit(claims: Sequence[Claim], minimum_score: Fraction | None) -> Iterator[tuple[list[Claim], bool]]:
    """Those with equal scores together, the best first, and whether their score is enough."""
    # Whole parts of one size say the same as fractions and are compared ten times as fast.
    exact = [[score.as_integer_ratio() for score in (claim.score, *claim.scores)] for claim in claims]
    least = (0 if minimum_score is None else minimum_score).as_integer_ratio()
    parts = lcm(least[1], *{of for scores in exact for _score, of in scores})
    merits = [tuple([-score * (parts // of) for score, of in scores]) for scores in exact]
    needed = -least[0] * (parts // least[1])
    for merit, equals in groupby(sorted(zip(merits, claims, strict=True), key=itemgetter(0)), itemgetter(0)):
        yield [claim for _same, claim in equals], minimum_score is None or merit[0] <= needed


def _in_parts(score: int | Fraction, parts: int) -> int:
    """A score as a whole number of parts, of which so many make one; its denominator divides them."""
    return score.numerator * (parts // score.denominator)


def proportionally(claims: Iterable[Claim], free: Mapping[str, Decimal], seed: str) -> Allocation:
    """The same share of what was asked for everybody; a target group whose own ceiling is lower gets its own, smaller
    share.

    Cents are divided by the largest remainder, so that nothing is lost; equal remainders by lot.
    """
    ordered = sorted(claims, key=lambda claim: in_order(claim.number))
    by_target = {
        target: [claim for claim in ordered if claim.target == target] for target in {c.target for c in ordered}
    }
    pots = _pots({target: _cents_of(group) for target, group in by_target.items()}, free, seed)
    given: dict[str, int] = {}
    for target, group in by_target.items():
        given |= split_cents(pots[target], {claim.number: _cents(claim.asked) for claim in group}, seed)
    purse = _Purse(free)
    shares = tuple(
        ClaimShare(claim.number, place, claim.asked, purse.take(claim, _euros(given[claim.number])))
        for place, claim in enumerate(ordered, start=1)
    )
    return Allocation(shares, (), purse.left)


def split_cents(pot: int, weights: Mapping[str, int], seed: str = "") -> dict[str, int]:
    """Divides whole cents by weight with the largest remainder: the parts add up to the pot, each is its exact share
    rounded down or up.
    """
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    parts = {name: pot * weight // total for name, weight in weights.items()}
    left = pot - sum(parts.values())
    largest_first = sorted(weights, key=lambda name: (-(pot * weights[name] % total), lot_of(seed, name)))
    for name in largest_first[:left]:
        parts[name] += 1
    return parts


def _pots(asked: Mapping[str, int], free: Mapping[str, Decimal], seed: str) -> dict[str, int]:
    """How many cents each target group gets together: one share for all, but no group more than its own ceiling."""
    caps = {target: min(asked[target], _cents(free[target])) if target in free else asked[target] for target in asked}
    if TOTAL in asked:
        caps[TOTAL] = min(asked[TOTAL], _cents(free[TOTAL]))
    purse = _cents(free[TOTAL])
    if sum(caps.values()) <= purse:
        return caps
    pots: dict[str, int] = {}
    open_targets = dict(asked)
    # Groups that the common share would take past their own ceiling get that ceiling; what they leave goes to the
    # others.
    while open_targets:
        total = sum(open_targets.values())
        full = [target for target, sum_ in open_targets.items() if Fraction(purse * sum_, total or 1) >= caps[target]]
        if not full:
            return pots | split_cents(purse, open_targets, seed)
        for target in full:
            pots[target] = caps[target]
            purse -= caps[target]
            del open_targets[target]
    return pots


class _Purse:
    """What is left of each ceiling while it is divided."""

    def __init__(self, free: Mapping[str, Decimal]) -> None:
        self.left = dict(free)

    def left_for(self, target: str) -> Decimal:
        return min(self.left[TOTAL], self.left.get(target, self.left[TOTAL]))

    def contested(self, claims: Sequence[Claim]) -> list[Claim]:
        """The claims that together ask more than a ceiling of theirs has left."""
        if sum((claim.asked for claim in claims), start=NOTHING) > self.left[TOTAL]:
            return list(claims)
        asked: dict[str, Decimal] = {}
        for claim in claims:
            asked[claim.target] = asked.get(claim.target, NOTHING) + claim.asked
        too_much = {target for target, amount in asked.items() if amount > self.left_for(target)}
        return [claim for claim in claims if claim.target in too_much]

    def has_for(self, claims: Iterable[Claim]) -> bool:
        """Whether anything is left for one of them."""
        return any(self.left_for(target) for target in {claim.target for claim in claims})

    def take(self, claim: Claim, amount: Decimal | None = None) -> Decimal:
        """As much as there is, up to what was asked: the last award may be partial (Awb 4:25, "voor zover")."""
        if amount is None and not self.left[TOTAL]:
            return self.left[TOTAL]
        taken = min(claim.asked if amount is None else amount, self.left_for(claim.target))
        self.left[TOTAL] -= taken
        if claim.target != TOTAL and claim.target in self.left:
            self.left[claim.target] -= taken
        return taken


def _cents(amount: Decimal) -> int:
    return int(amount * 100)


def _cents_of(claims: Iterable[Claim]) -> int:
    return sum(_cents(claim.asked) for claim in claims)


def _euros(cents: int) -> Decimal:
    return Decimal(cents) / 100
