"""De-minimis aid: the ceiling that holds on a day, and what was received in the years before it. No database.

The ceilings are data with the day from which they hold and their source (`data/aid-ceilings.csv`).
"""

import csv
import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

CEILINGS = Path(__file__).parent / "data" / "aid-ceilings.csv"
NOTHING = Decimal(0)

Aid = tuple[dt.date | None, Decimal | None]
"""The day of an award and its amount, as far as they are filled in."""


@dataclass(frozen=True)
class AidCeiling:
    """The most de-minimis aid that one undertaking may get in so many years, with the rule that says so."""

    rule: str
    amount: Decimal
    years: int
    valid_from: dt.date
    source: str

    def first_day(self, on: dt.date) -> dt.date:
        """The first day on which aid counts towards an award on this day: the years roll along."""
        first: dt.date = on - relativedelta(years=self.years) + dt.timedelta(days=1)
        return first


@dataclass(frozen=True)
class AidTotals:
    """The aid of the past years beside its ceiling: declared by the group, awarded through CoopHub, and asked now."""

    ceiling: AidCeiling
    declared: Decimal
    awarded: Decimal
    asked: Decimal = NOTHING

    @property
    def received(self) -> Decimal:
        return self.declared + self.awarded

    @property
    def together(self) -> Decimal:
        return self.received + self.asked

    @property
    def room(self) -> Decimal:
        """What may still be given."""
        return max(NOTHING, self.ceiling.amount - self.received)

    @property
    def fits(self) -> bool:
        return self.together <= self.ceiling.amount


@cache
def aid_ceilings() -> tuple[AidCeiling, ...]:
    """The reference data, the oldest first."""
    with CEILINGS.open(encoding="utf-8", newline="") as file:
        rows = [
            AidCeiling(
                row["rule"],
                Decimal(row["amount"]),
                int(row["years"]),
                dt.date.fromisoformat(row["valid_from"]),
                row["source"],
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(rows, key=lambda row: row.valid_from))


def aid_ceiling(rule: str, on: dt.date) -> AidCeiling | None:
    """The ceiling of a rule on a day; None for aid that has no such ceiling."""
    return next((row for row in reversed(aid_ceilings()) if row.rule == rule and row.valid_from <= on), None)


def declared_since(rows: Iterable[Aid], first_day: dt.date | None, known: Collection[Aid] = ()) -> Decimal:
    """The sum of the declared awards from a day on; one without a date counts, to be on the safe side.

    `known` are the awards that CoopHub counts itself: declared as well, they count once.
    """
    counted = [
        amount
        for granted_on, amount in rows
        if amount
        and (granted_on is None or first_day is None or granted_on >= first_day)
        and (granted_on, amount) not in known
    ]
    return sum(counted, start=NOTHING)
