"""Nothing of a single plan may follow from what others read, also when they read twice.

Who reads two figures takes one off the other. So what counts is not one set of plans, but all sets that were ever shown
together: plans that are in the same ones cannot be told apart, and such a cell has at least five plans, or none.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

FEWEST = 5
"""A figure is over so many plans, or it is not shown."""


def cells(shown: Sequence[Collection[str]]) -> list[set[str]]:
    """The plans of these sets, those that are in exactly the same ones together."""
    found: dict[tuple[bool, ...], set[str]] = defaultdict(set)
    sets = [frozenset(plans) for plans in shown]
    for plan in frozenset().union(*sets):
        found[tuple(plan in plans for plans in sets)].add(plan)
    return list(found.values())


def tells_too_much(earlier: Iterable[Collection[str]], plans: Collection[str]) -> bool:
    """Whether somebody who read the earlier sets could work out something of fewer than five plans from this one."""
    return any(len(cell) < FEWEST for cell in cells([*earlier, plans]))


def let_in(holding: Collection[str], earlier: Sequence[Collection[str]]) -> frozenset[str]:
    """As many of the plans of which a yes holds as can be shown beside the earlier sets.

    New ones wait until there are five. Of those that were shown together and of which some said no since, so many stay
    out that nobody can tell who said no; which, is decided by their hash, the same each time.
    """
    found = set(holding) - set().union(*earlier) if earlier else set(holding)
    found = found if len(found) >= FEWEST else set()
    for cell in cells(earlier):
        stays = sorted(cell & set(holding), key=_drawn)
        gone = len(cell) - len(stays)
        leave = max(0, FEWEST - gone) if gone else 0
        if len(stays) - leave >= FEWEST:
            found |= set(stays[leave:])
    return frozenset(found)


def _drawn(plan: str) -> str:
    return hashlib.sha256(f"policy lab {plan}".encode()).hexdigest()
