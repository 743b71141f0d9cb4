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
    """The same changes, with `near` and `far` no further apart than the tolerance of each."""
    if not changes:
        return []
    rows = np.array([change.row for change in changes])
    low, high = np.sort(np.array([[change.near, change.far] for change in changes]), axis=1).T
    # In units of the tolerance, as the solver knows one for all of them.
    width = (high - low) / tolerance

    def scaled(x: Array, row: Array, start: Array, unit: Array, end: Array, whole: Array) -> Array:
        # At the end exactly the value that was scanned: rounding might give it the other verdict.
        return margin(np.where(x >= whole, end, start + x * unit), row.astype(np.int64))

    root = elementwise.find_root(
        scaled,
        (np.zeros(len(changes)), width),
        args=(rows, low, tolerance, high, width),
        tolerances={"xatol": 1.0, "xrtol": 0.0},
    )
    left, right = (np.where(end >= width, high, low + end * tolerance) for end in root.bracket)
    return [
        _between(change, float(left[n]), float(right[n]))
        if root.success[n]
        else _bisected(margin, change, float(tolerance[n]))
        for n, change in enumerate(changes)
    ]


def _between(change: SignChange, low: float, high: float) -> SignChange:
    near, far = (low, high) if change.near <= change.far else (high, low)
    return SignChange(change.row, near, far)


def _bisected(margin: Margin, change: SignChange, tolerance: float) -> SignChange:
    """For a change so near to a scanned value that the solver, which calculates it again, finds none."""
    near, far = change.near, change.far
    sign = np.sign(margin(np.array([far]), np.array([change.row]))[0])
    for _ in range(200):
        middle = (near + far) / 2
        if abs(far - near) <= tolerance or middle in (near, far):
            break
        if np.sign(margin(np.array([middle]), np.array([change.row]))[0]) == sign:
            far = middle
        else:
            near = middle
    return SignChange(change.row, near, far)
