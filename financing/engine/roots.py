"""Where, on the way from one value to another, a verdict changes. For many ways at once."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import elementwise

from financing.engine.drivers import Array

RowNumbers = NDArray[np.int64]
Margin = Callable[[Array, RowNumbers], Array]
"""From values and the numbers of the ways they lie on, to margins: positive for one verdict, negative for the other,
never 0.
"""

MOST_PEAKS = 5

MOST_ROUNDS = 200
"""More than halves can take."""

CLOSE_AT_FIRST, CLOSE_AT_MOST = 0.02, 0.2
"""How near to where a straight line meets 0 is looked first, and at most: as a part of what is still open."""

LOOKED_AT = 64
"""Values that all changes together are looked at in a round, evenly: each of them once at least."""


@dataclass(frozen=True)
class SignChange:
    """Two values next to each other on way `row`: `near` has the verdict of the beginning, `far` has not."""

    row: int
    near: float
    far: float


def first_changes(
    margin: Margin, ways: list[Array], rows: list[int], whole: Collection[int] = ()
) -> dict[int, SignChange]:
    """For each way the first two scanned values with another verdict, ways without one left out.

    A way is a list of values, the beginning first. A change and back between two values would be missed, so wherever
    the margin comes nearest to 0 between them, its extreme is looked up as well. Between the values of the ways `whole`
    there is nothing.
    """
    lengths = [len(way) for way in ways]
    values = margin(np.concatenate(ways), np.repeat(rows, lengths))
    scanned = np.split(values, np.cumsum(lengths)[:-1])
    changes: dict[int, SignChange] = {}
    dips: list[tuple[int, int]] = []
    for number, (way, found) in enumerate(zip(ways, scanned, strict=True)):
        distance = found * np.sign(found[0])
        changed = np.flatnonzero(distance < 0)
        end = int(changed[0]) if changed.size else len(way)
        if changed.size:
            changes[rows[number]] = SignChange(rows[number], float(way[end - 1]), float(way[end]))
        if rows[number] not in whole:
            dips += [(number, place) for place in _dips(distance[:end])]
    return {**changes, **_changes_in_dips(margin, ways, rows, dips, scanned)}


def _dips(distance: Array) -> list[int]:
    """The places where the distance to another verdict is smaller than on both sides, the smallest first."""
    inner = distance[1:-1]
    noise = 1e-13
    places = np.flatnonzero((inner < distance[:-2] - noise) & (inner <= distance[2:])) + 1
    return [int(place) for place in places[np.argsort(distance[places])][:MOST_PEAKS]]


def _changes_in_dips(
    margin: Margin, ways: list[Array], rows: list[int], dips: list[tuple[int, int]], scanned: list[Array]
) -> dict[int, SignChange]:
    if not dips:
        return {}
    around = np.array([[ways[number][place + step] for step in (-1, 0, 1)] for number, place in dips])
    signs = np.array([np.sign(scanned[number][0]) for number, _ in dips])
    ordered = np.sort(around, axis=1)
    lowest = elementwise.find_minimum(
        lambda x, row, sign: sign * margin(x, row.astype(np.int64)),
        tuple(ordered.T),
        args=(np.array([rows[number] for number, _ in dips]), signs),
        tolerances={"xatol": 0.0, "xrtol": 1e-9, "fatol": 0.0, "frtol": 0.0},
        maxiter=40,
    )
    found: dict[int, SignChange] = {}
    # From the end of each way to its beginning, so that the first change is the one that stays.
    for dip, (number, _place) in sorted(enumerate(dips), key=lambda each: -each[1][1]):
        if lowest.f_x[dip] < 0:
            found[rows[number]] = SignChange(rows[number], float(around[dip, 0]), float(lowest.x[dip]))
    return found


def refined(margin: Margin, changes: list[SignChange], tolerance: Array) -> list[SignChange]:
    """The same changes, with `near` and `far` no further apart than the tolerance of each.

    A margin of many values takes hardly longer than that of one, so each round looks at several: close around where a
    straight line says that the margin is 0, and evenly in between for where it bends or jumps.
    """
    if not changes:
        return []
    rows = np.array([change.row for change in changes])
    ends = np.array([[change.near, change.far] for change in changes])
    margins = margin(ends.reshape(-1), np.repeat(rows, 2)).reshape(ends.shape)
    # What the scan said of the ends stays, should rounding give one of them another verdict.
    verdict = np.sign(margins[:, 1:])
    closeness = np.full((len(rows), 1), CLOSE_AT_FIRST)
    for _round in range(MOST_ROUNDS):
        width = np.abs(ends[:, 1:] - ends[:, :1])
        wide = np.flatnonzero((width[:, 0] > tolerance) & ~_touching(ends))
        if not wide.size:
            break
        close = np.clip(closeness[wide], tolerance[wide, None] / width[wide] / 2.5, CLOSE_AT_MOST)
        near, far = ends[wide, :1], ends[wide, 1:]
        inner = near + _places(margins[wide], close) * (far - near)
        found = margin(inner.reshape(-1), np.repeat(rows[wide], inner.shape[1])).reshape(inner.shape)
        changed = ((np.sign(found) == verdict[wide]) & (inner != near)) | (inner == far)
        first = np.argmax(np.concatenate([changed, np.ones(near.shape, dtype=np.bool_)], axis=1), axis=1)
        picked = np.arange(len(wide))[:, None], np.stack([first, first + 1], axis=1)
        ends[wide] = np.concatenate([near, inner, far], axis=1)[picked]
        margins[wide] = np.concatenate([margins[wide, :1], found, margins[wide, 1:]], axis=1)[picked]
        narrow = np.abs(ends[wide, 1:] - ends[wide, :1]) <= 2.1 * close * width[wide]
        # A straight line fits a narrower stretch the better.
        closeness[wide] = np.where(narrow, 4.0 * close**2, np.sqrt(close) / 2)
    return [SignChange(change.row, float(near), float(far)) for change, (near, far) in zip(changes, ends, strict=True)]


def _touching(ends: Array) -> NDArray[np.bool_]:
    """Whether there is no number between two."""
    return np.asarray(np.nextafter(ends[:, 0], ends[:, 1]) == ends[:, 1])


def _places(margins: Array, close: Array) -> Array:
    """Where to look between two ends, as parts of the way: shape (changes, places), in order."""
    near, far = margins[:, :1], margins[:, 1:]
    apart = near - far
    straight = np.divide(near, apart, out=np.full(apart.shape, 0.5), where=(near * far < 0) & np.isfinite(apart))
    wider = np.sqrt(close) / 2
    around = straight + np.concatenate([-wider, -close, close, wider], axis=1)
    even = np.arange(1, max(LOOKED_AT // len(margins), 2)) / max(LOOKED_AT // len(margins), 2)
    every = np.concatenate([np.clip(around, 0.0, 1.0), np.broadcast_to(even, (len(margins), len(even)))], axis=1)
    return np.sort(every, axis=1)
