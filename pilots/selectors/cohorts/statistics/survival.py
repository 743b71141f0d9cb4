"""The curve of Kaplan and Meier, with its band and the share for whom something else came first.

Sources: Kaplan and Meier 1958 (the curve); Greenwood 1926 (its variance); Kalbfleisch and Prentice 1980, section 1.3
(the band by the logarithm of minus the logarithm, which stays between 0 and 1); Aalen and Johansen 1978 (the share for
whom something else came first).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import isnan
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Z_95 = 1.959963984540054
"""Between minus and plus this lie 95 of 100 draws of a standard normal distribution."""

HALF = 0.5 + 1e-12
"""One half, with what a product of fractions may be off."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]


class WaitEnding(StrEnum):
    """How the wait of one of them ended, as far as is known."""

    EVENT = "event"
    """What is waited for happened."""
    OTHER = "other"
    """Something else came first, so that it cannot happen any more."""
    UNFINISHED = "unfinished"
    """It had not happened yet on the last day that is known."""


@dataclass(frozen=True)
class Observation:
    """How long one of them waited, and how that ended."""

    time: float
    ending: WaitEnding


CODES = {ending: code for code, ending in enumerate(WaitEnding)}
"""Endings as numbers, where there are many of them."""


@dataclass(frozen=True)
class Waits:
    """Many observations: how long each of them waited, and how that ended as one of `CODES`."""

    times: Floats
    endings: Codes

    @classmethod
    def of(cls, observations: Sequence[Observation]) -> "Waits":
        return cls(
            np.array([seen.time for seen in observations], dtype=np.float64),
            np.array([CODES[seen.ending] for seen in observations], dtype=np.int8),
        )

    def __len__(self) -> int:
        return len(self.times)

    @property
    def events(self) -> Floats:
        """When what was waited for happened, for whom it did."""
        happened: Floats = self.times[self.endings == CODES[WaitEnding.EVENT]]
        return happened


def together(waits: Iterable[Waits]) -> Waits:
    """All of them as one."""
    every = list(waits)
    return Waits(np.concatenate([each.times for each in every]), np.concatenate([each.endings for each in every]))


class CurveStep(NamedTuple):
    """A time at which at least one wait ended.

    `at_risk` waited until just before it. `waiting` is the share that still waits after it, between `lower` and `upper`
    with a confidence of 95 %; nothing can be said of the band (None) once nobody waits any more. `elsewhere` is the
    share for whom something else came first, up to and with this time.
    """

    time: float
    at_risk: int
    events: int
    others: int
    unfinished: int
    waiting: float
    lower: float | None
    upper: float | None
    elsewhere: float


@dataclass(frozen=True, eq=False)
class Curve:
    """The share that still waits, from time 0 on: what a `CurveStep` says, of each time at which a wait ended, in their
    order. A band of which nothing can be said is nan.
    """

    times: Floats
    at_risks: Floats
    events_at: Floats
    others_at: Floats
    unfinished_at: Floats
    waiting: Floats
    lower: Floats
    upper: Floats
    elsewhere_by: Floats

    @classmethod
    def of_steps(cls, steps: Sequence[CurveStep]) -> "Curve":
        columns = np.array(steps, dtype=np.float64).reshape(len(steps), len(CurveStep._fields)).T
        return cls(*columns)

    @cached_property
    def steps(self) -> tuple[CurveStep, ...]:
        """Many of them take their time, and most curves are asked for their figures alone."""
        counts = [
            each.astype(np.int64).tolist()
            for each in (self.at_risks, self.events_at, self.others_at, self.unfinished_at)
        ]
        bands = [[None if isnan(at) else at for at in band.tolist()] for band in (self.lower, self.upper)]
        columns = [self.times.tolist(), *counts, self.waiting.tolist(), *bands, self.elsewhere_by.tolist()]
        return tuple(map(CurveStep._make, zip(*columns, strict=True)))

    @property
    def count(self) -> int:
        return int(self.at_risks[0]) if len(self.times) else 0

    @property
    def events(self) -> int:
        return int(self.events_at.sum())

    @property
    def others(self) -> int:
        return int(self.others_at.sum())

    @property
    def unfinished(self) -> int:
        return int(self.unfinished_at.sum())

    @property
    def last(self) -> float:
        """The longest time that anybody was seen: after it the curve says nothing."""
        return float(self.times[-1]) if len(self.times) else 0.0

    @property
    def median(self) -> float | None:
        """The first time at which no more than half still wait; None when that was not reached."""
        reached = np.flatnonzero(self.waiting <= HALF)
        return float(self.times[reached[0]]) if len(reached) else None

    @property
    def elsewhere(self) -> float:
        """The share for whom something else came first, in all."""
        return float(self.elsewhere_by[-1]) if len(self.times) else 0.0

    def at(self, time: float) -> CurveStep | None:
        """The last step up to and with a time: what it says of the shares holds then. None before the first."""
        place = int(np.searchsorted(self.times, time, side="right"))
        return self.steps[place - 1] if place else None

    def at_risk(self, time: float) -> int:
        """How many were still seen waiting just before a time."""
        place = int(np.searchsorted(self.times, time, side="left"))
        return int(self.at_risks[place]) if place < len(self.times) else 0


def curve_of(seen: Sequence[Observation] | Waits) -> Curve:
    """The curve of these observations.

    Who waits still (`UNFINISHED`), and for whom something else came first (`OTHER`), counts among those who wait up to
    its own time and with it, and not after: an event at the same time came before.
    """
    waits = seen if isinstance(seen, Waits) else Waits.of(seen)
    if not len(waits):
        return Curve.of_steps([])
    times, place = np.unique(waits.times, return_inverse=True)
    events, others, unfinished = (
        np.bincount(place[waits.endings == code], minlength=len(times)).astype(np.float64) for code in CODES.values()
    )
    ended = events + others + unfinished
    at_risk = len(waits) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    waiting = np.cumprod(1 - events / at_risk)
    lower, upper = _band(waiting, events, at_risk)
    elsewhere = _elsewhere(events, others, at_risk)
    return Curve(times, at_risk, events, others, unfinished, waiting, lower, upper, elsewhere)


def _band(waiting: Floats, events: Floats, at_risk: Floats) -> tuple[Floats, Floats]:
    """The lower and upper end of the band; it has no width before the first event, and none is known (nan) where
    nobody waits any more.
    """
    lower, upper = np.full_like(waiting, np.nan), np.full_like(waiting, np.nan)
    lower[events.cumsum() == 0] = upper[events.cumsum() == 0] = 1.0
    known = (waiting > 0) & (waiting < 1)
    left = at_risk - events
    greenwood = np.cumsum(np.divide(events, at_risk * left, out=np.zeros_like(events), where=left > 0))[known]
    log_waiting = np.log(waiting[known])
    width = Z_95 * np.sqrt(greenwood) / -log_waiting
    lower[known] = np.exp(log_waiting * np.exp(width))
    upper[known] = np.exp(log_waiting * np.exp(-width))
    return lower, upper


def _elsewhere(events: Floats, others: Floats, at_risk: Floats) -> Floats:
    """The share for whom something else came first: of those who had neither behind them, time after time."""
    neither = np.cumprod(1 - (events + others) / at_risk)
    before = np.concatenate([[1.0], neither[:-1]])
    share: Floats = np.cumsum(before * others / at_risk)
    return share
