"""Which figures can be shown without telling about a few: of none below `FEWEST`, also not by taking one figure off
another.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations

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
    return _pooled(
        _by_value(crosstab, chosen, place),
        lambda value: can_be_shown(crosstab, [*chosen[:place], value, *chosen[place + 1 :]]),
    )


def can_be_shown(crosstab: Crosstab, chosen: Sequence[str]) -> bool:
    """Whether figures of those with the chosen values can be shown; an empty value chooses all.

    They are at least `FEWEST`, and so are those whom each wider choice (with one or more of the values left out) has
    besides, if there are any: else two pages beside each other tell about a few. And each value can stand apart from
    the other values of its property, whatever is chosen of the other properties: else the pages of several values,
    taken off the page of all of them, tell about a few.
    """
    count = _count(crosstab, chosen)
    if count < FEWEST:
        return False
    # A choice that holds them all is wider, whether or not it leaves out what was chosen by name.
    chosen = _shared(crosstab, chosen)
    places = [place for place, value in enumerate(chosen) if value]
    wider = [
        _without(chosen, left_out) for size in range(1, len(places) + 1) for left_out in combinations(places, size)
    ]
    if any(0 < _count(crosstab, each) - count < FEWEST for each in wider):
        return False
    return all(
        chosen[place] in _pooled(_by_value(crosstab, each, place), lambda _value: True)[0]
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


def _shared(crosstab: Crosstab, chosen: Sequence[str]) -> list[str]:
    """The values that all with the chosen values have, also of properties by which nobody chose."""
    by_property = zip(*(values for values, _count in _fitting(crosstab, chosen)), strict=True)
    return [values[0] if len(set(values)) == 1 else "" for values in by_property]


def _without(chosen: Sequence[str], places: Sequence[int]) -> list[str]:
    return ["" if place in places else value for place, value in enumerate(chosen)]


def _fitting(crosstab: Crosstab, chosen: Sequence[str]) -> Iterator[tuple[tuple[str, ...], int]]:
    wanted = [(place, value) for place, value in enumerate(chosen) if value]
    for values, count in crosstab.items():
        if all(values[place] == value for place, value in wanted):
            yield values, count


def _count(crosstab: Crosstab, chosen: Sequence[str]) -> int:
    return sum(count for _values, count in _fitting(crosstab, chosen))


def _by_value(crosstab: Crosstab, chosen: Sequence[str], place: int) -> Counter[str]:
    counts: Counter[str] = Counter()
    for values, count in _fitting(crosstab, chosen):
        counts[values[place]] += count
    return counts
