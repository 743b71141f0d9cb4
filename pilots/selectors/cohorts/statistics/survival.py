"""The curve of Kaplan and Meier, with its band and the share for whom something else came first.

Sources: Kaplan and Meier 1958 (the curve); Greenwood 1926 (its variance); Kalbfleisch and Prentice 1980, section 1.3
(the band by the logarithm of minus the logarithm, which stays between 0 and 1); Aalen and Johansen 1978 (the share for
whom something else came first).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
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


@dataclass(frozen=True)
class Curve:
    """The share that still waits, from time 0 on, as steps in the order of time."""

    steps: tuple[CurveStep, ...]

    @property
    def count(self) -> int:
        return self.steps[0].at_risk if self.steps else 0

    @property
    def events(self) -> int:
        return sum(step.events for step in self.steps)

    @property
    def others(self) -> int:
        return sum(step.others for step in self.steps)

    @property
    def unfinished(self) -> int:
        return sum(step.unfinished for step in self.steps)

    @property
    def last(self) -> float:
        """The longest time that anybody was seen: after it the curve says nothing."""
        return self.steps[-1].time if self.steps else 0.0

    @property
    def median(self) -> float | None:
        """The first time at which no more than half still wait; None when that was not reached."""
        return next((step.time for step in self.steps if step.waiting <= HALF), None)

    @property
    def elsewhere(self) -> float:
        """The share for whom something else came first, in all."""
        return self.steps[-1].elsewhere if self.steps else 0.0

    def at(self, time: float) -> CurveStep | None:
        """The last step up to and with a time: what it says of the shares holds then. None before the first."""
        return next((step for step in reversed(self.steps) if step.time <= time), None)

    def at_risk(self, time: float) -> int:
        """How many were still seen waiting just before a time."""
        return next((step.at_risk for step in self.steps if step.time >= time), 0)


def curve_of(seen: Sequence[Observation] | Waits) -> Curve:
    """The curve of these observations.

    Who waits still (`UNFINISHED`), and for whom something else came first (`OTHER`), counts among those who wait up to
    its own time and with it, and not after: an event at the same time came before.
    """
    waits = seen if isinstance(seen, Waits) else Waits.of(seen)
    if not len(waits):
        return Curve(())
    times, place = np.unique(waits.times, return_inverse=True)
    events, others, unfinished = (
        np.bincount(place[waits.endings == code], minlength=len(times)).astype(np.float64) for code in CODES.values()
    )
    ended = events + others + unfinished
    at_risk = len(waits) - np.concatenate([[0], np.cumsum(ended)[:-1]])
    waiting = np.cumprod(1 - events / at_risk)
    lower, upper = _band(waiting, events, at_risk)
    counts = [each.astype(np.int64).tolist() for each in (at_risk, events, others, unfinished)]
    bands = [[None if isnan(at) else at for at in band.tolist()] for band in (lower, upper)]
    columns = [times.tolist(), *counts, waiting.tolist(), *bands, _elsewhere(events, others, at_risk).tolist()]
    return Curve(tuple(map(CurveStep._make, zip(*columns, strict=True))))


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
