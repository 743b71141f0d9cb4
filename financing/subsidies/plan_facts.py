"""What a scheme can ask of a financing plan: facts from its document and its result."""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from financing.plans.selectors import outcome_of
from financing.plans.selectors.outcomes import Outcome

RENT_SEGMENTS = Path(__file__).parent / "data" / "rent-segments.csv"
MEMBERS = ("member_equity", "member_loan")


@dataclass(frozen=True)
class RentSegments:
    """Up to which monthly rent a home counts as social and as middle rent, from a day on."""

    valid_from: dt.date
    social_max: float
    middle_max: float
    source: str


@cache
def rent_segments() -> tuple[RentSegments, ...]:
    """Every row of the reference data, the oldest first."""
    with RENT_SEGMENTS.open(encoding="utf-8") as file:
        rows = [
            RentSegments(
                dt.date.fromisoformat(row["valid_from"]),
                float(row["social_max"]),
                float(row["middle_max"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def segments_of_year(year: int) -> RentSegments:
    """The limits in force at the start of a year; the oldest for earlier years, the newest for later ones."""
    rows = rent_segments()
    return next((row for row in reversed(rows) if row.valid_from <= dt.date(year, 1, 1)), rows[0])


class PlanFacts:
    """The facts of one plan, worked out when they are first asked for."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document

    @cached_property
    def outcome(self) -> Outcome:
        return outcome_of(self.document)

    @property
    def closes(self) -> bool:
        return self.outcome.closes

    @property
    def homes(self) -> int:
        return self.outcome.plan.dwelling_count

    @property
    def cost_per_home(self) -> float | None:
        per_home: float | None = self.outcome.result["investment"]["per_dwelling"]
        return per_home

    @property
    def min_dscr(self) -> float | None:
        dscr: float | None = self.outcome.result["metrics"]["min_dscr"]
        return dscr

    @property
    def own_share(self) -> float | None:
        """What members bring in, as equity or as a loan, of the whole investment."""
        total = float(self.outcome.result["investment"]["total"])
        sources = zip(self.outcome.plan.funding, self.outcome.result["funding"]["sources"], strict=True)
        own = sum(float(found["amount"]) for source, found in sources if source.kind in MEMBERS)
        return own / total if total else None

    @property
    def social_share(self) -> float | None:
        return self._share_of_homes(0.0, self._segments.social_max)

    @property
    def middle_share(self) -> float | None:
        return self._share_of_homes(self._segments.social_max, self._segments.middle_max)

    @property
    def free_share(self) -> float | None:
        return self._share_of_homes(self._segments.middle_max, float("inf"))

    @property
    def _segments(self) -> RentSegments:
        """Rents are at the price level of the plan, and so are the limits."""
        return segments_of_year(self.outcome.plan.price_level_year)

    def _share_of_homes(self, above: float, up_to: float) -> float | None:
        """The share of homes with a monthly rent above one limit and up to another."""
        dwellings = self.outcome.plan.dwellings
        total = sum(dwelling.count for dwelling in dwellings)
        found = sum(
            dwelling.count
            for dwelling in dwellings
            if (above < dwelling.monthly_rent or above == 0.0) and dwelling.monthly_rent <= up_to
        )
        return found / total if total else None
