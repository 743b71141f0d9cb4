"""Reading and writing a value of a plan document by its path."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from financing.plans.document.rows import PlanDocument


def plain(value: Any) -> Any:
    """A typed number as JSON has it: whole numbers without a point."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


def read(document: PlanDocument, path: str) -> Any:
    """What stands at the path; None for nothing."""
    found: Any = document
    for key in path.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def write(document: PlanDocument, path: str, value: Any) -> None:
    """Puts a value in its place; an empty one takes the key away."""
    *groups, last = path.split(".")
    place = document
    for key in groups:
        if not isinstance(place.get(key), dict):
            if value is None:
                return
            place[key] = {}
        place = place[key]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = plain(value)
