"""Where a value stands in a plan document."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from financing.plans.patches import Document


def plain(value: Any) -> Any:
    """A typed number as JSON has it: whole numbers without a point."""
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)


@dataclass(frozen=True)
class Field:
    """Where a field's value stands in the document: keys from the top."""

    path: tuple[str, ...]

    def read(self, document: Document) -> Any:
        found: Any = document
        for key in self.path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def write(self, document: Document, value: Any) -> None:
        """Puts a value in its place; an empty one takes the key away."""
        place = document
        for key in self.path[:-1]:
            if not isinstance(place.get(key), dict):
                if value is None:
                    return
                place[key] = {}
            place = place[key]
        if value is None:
            place.pop(self.path[-1], None)
        else:
            place[self.path[-1]] = plain(value)
