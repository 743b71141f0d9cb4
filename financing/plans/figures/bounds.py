"""What a figure of a plan may be at least and at most: the engine's own types say it."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from annotated_types import Ge, Gt, Le

from financing.plans.figures.document import marks_of, places

JUST_ABOVE = 1e-6


@dataclass(frozen=True)
class Bounds:
    """`low` and `high` may both be reached; None where there is no such bound.

    What must be above a value is just above it.
    """

    low: float | None = None
    high: float | None = None


@cache
def bounds_of(path: str) -> Bounds:
    """Raises KeyError for a path that the plan document does not have."""
    return _all_bounds()[path]


@cache
def _all_bounds() -> dict[str, Bounds]:
    return {place.path: _bounds(list(marks_of(place.field))) for place in places()}


def _bounds(constraints: list[Any]) -> Bounds:
    low = high = None
    for each in constraints:
        if isinstance(each, Ge):
            low = float(each.ge)  # type: ignore[arg-type]  # every bound of a plan is a number
        elif isinstance(each, Gt):
            low = float(each.gt) + JUST_ABOVE  # type: ignore[arg-type]  # every bound of a plan is a number
        elif isinstance(each, Le):
            high = float(each.le)  # type: ignore[arg-type]  # every bound of a plan is a number
    return Bounds(low, high)
