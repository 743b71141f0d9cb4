"""Which figures can be shown without telling about a few: of none below `FEWEST`, also not by taking one figure off
another.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

FEWEST = 5
"""So many are the least of whom a figure is shown."""

Crosstab = Mapping[tuple[str, ...], int]
"""How many there are of each combination of values, one value for each property; a value is never empty."""


def shown_apart(crosstab: Crosstab, chosen: Sequence[str], place: int) -> tuple[list[str], list[str]]:
    """Of those with the chosen values (an empty one chooses all): the values of the property at `place` of which
    figures can be shown apart, the largest first, and those that are shown together as others.

    The others are none, or at least `FEWEST` of them together: where too few are left, the smallest of the large ones
    joins them, for else those few would follow from the whole.
    """
    counted = _CountedOnce(crosstab)
    return _pooled(
        counted.by_value(chosen, place),
        lambda value: _can_be_shown(counted, [*chosen[:place], value, *chosen[place + 1 :]]),
    )


def can_be_shown(crosstab: Crosstab, chosen: Sequence[str]) -> bool:
    """Whether figures of those with the chosen values can be shown; an empty value chooses all.

    They are at least `FEWEST`, and so are those whom each wider choice (with one or more of the values left out) has
    besides, if there are any: else two pages beside each other tell about a few. And each value can stand apart from
    the other values of its property, whatever is chosen of the other properties: else the pages of several values,
    taken off the page of all of them, tell about a few.
    """
    return _can_be_shown(_CountedOnce(crosstab), chosen)


def _can_be_shown(counted: "_CountedOnce", chosen: Sequence[str]) -> bool:
    count = counted.count(chosen)
    if count < FEWEST:
        return False
    # A choice that holds them all is wider, whether or not it leaves out what was chosen by name.
    chosen = counted.shared(chosen)
    places = [place for place, value in enumerate(chosen) if value]
    wider = [
        _without(chosen, left_out) for size in range(1, len(places) + 1) for left_out in combinations(places, size)
    ]
    if any(0 < counted.count(each) - count < FEWEST for each in wider):
        return False
    return all(
        chosen[place] in _pooled(counted.by_value(each, place), lambda _value: True)[0]
        for each in wider
        for place in places
        if not each[place]
    )


def _pooled(counts: Mapping[str, int], may_be_apart: Callable[[str], bool]) -> tuple[list[str], list[str]]:
    by_size = sorted(counts, key=lambda value: (-counts[value], value))
    apart = [value for value in by_size if counts[value] >= FEWEST and may_be_apart(value)]
    others = [value for value in by_size if value not in apart]
    while apart and 0 < sum(counts[value] for value in others) < FEWEST:
        others.insert(0, apart.pop())
    return apart, others


def _without(chosen: Sequence[str], places: Sequence[int]) -> list[str]:
    return ["" if place in places else value for place, value in enumerate(chosen)]


class _CountedOnce:
    """A crosstab of which the same is asked for value after value: what was found once is kept."""

    def __init__(self, crosstab: Crosstab) -> None:
        self._crosstab = crosstab
        self._fitting: dict[tuple[str, ...], _Fitting] = {}
        self._by_value: dict[tuple[tuple[str, ...], int], Counter[str]] = {}

    def count(self, chosen: Sequence[str]) -> int:
        return sum(self._of(chosen).counts)

    def by_value(self, chosen: Sequence[str], place: int) -> Counter[str]:
        """How many there are of each value of one property."""
        key = (tuple(chosen), place)
        if key not in self._by_value:
            fitting = self._of(chosen)
            found: Counter[str] = Counter()
            for value, count in zip(fitting.columns[place], fitting.counts, strict=True):
                found[value] += count
            self._by_value[key] = found
        return self._by_value[key]

    def shared(self, chosen: Sequence[str]) -> list[str]:
        """The values that all with the chosen values have, also of properties by which nobody chose."""
        values = [set(column) for column in self._of(chosen).columns]
        return [next(iter(found)) if len(found) == 1 else "" for found in values]

    def _of(self, chosen: Sequence[str]) -> "_Fitting":
        key = tuple(chosen)
        if key not in self._fitting:
            wanted = [(place, value) for place, value in enumerate(chosen) if value]
            rows = [(*values, count) for values, count in self._crosstab.items()]
            for place, value in wanted:
                rows = [row for row in rows if row[place] == value]
            *columns, counts = list(zip(*rows, strict=True)) or [()] * (len(key) + 1)
            self._fitting[key] = _Fitting(columns, counts)
        return self._fitting[key]


class _Fitting(NamedTuple):
    """The combinations with the chosen values: a column of each property, and how many there are of each."""

    columns: Sequence[tuple[str, ...]]
    counts: Sequence[int]
