"""Steps that wait for each other, as numbers."""

from collections.abc import Collection, Mapping

WaitsOfRoadMap = Mapping[int, Collection[int]]
"""By the number of a step, the numbers of those that it waits for."""


def waits_through(step: int, waits: WaitsOfRoadMap) -> set[int]:
    """Everything that a step waits for, directly and through other steps."""
    found: set[int] = set()
    to_look_at = [step]
    while to_look_at:
        new = set(waits.get(to_look_at.pop(), ())) - found
        found |= new
        to_look_at += new
    return found
