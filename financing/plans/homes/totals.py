"""Rows of a list of homes that add up others, and are no homes."""

import re
from dataclasses import dataclass
from decimal import Decimal

from coophub.web.sheets import FileRow

WORDS = re.compile(r"(sub-?\s?|eind)?(totaal|totalen|total)\b|(som|sum|gemiddelde?|gem|average)\b", re.IGNORECASE)


def is_called_a_total(row: FileRow) -> bool:
    """Whether its first value says that it adds up or averages the rows above it."""
    first = next((value for value in row if value is not None and str(value).strip()), None)
    return isinstance(first, str) and WORDS.match(first.strip()) is not None


@dataclass
class Sums:
    """What the rows since the last total add up to."""

    rows: int = 0
    count: int = 0
    area: Decimal = Decimal(0)
    area_of_all: Decimal = Decimal(0)
    rent: Decimal = Decimal(0)
    rent_of_all: Decimal = Decimal(0)

    def add(self, count: int, area: Decimal, rent: Decimal) -> None:
        self.rows += 1
        self.count += count
        self.area += area
        self.area_of_all += count * area
        self.rent += rent
        self.rent_of_all += count * rent

    def are(self, count: int, area: Decimal, rent: Decimal, *, has_counts: bool) -> bool:
        """Whether a row says nothing but what the rows before it add up to."""
        if self.rows < 2:
            return False
        adds_area = area > 0 and area in (self.area, self.area_of_all)
        adds_rent = rent > 0 and rent in (self.rent, self.rent_of_all)
        return (count == self.count and (adds_area or adds_rent)) if has_counts else (adds_area and adds_rent)
