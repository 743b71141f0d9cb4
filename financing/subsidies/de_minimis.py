"""De-minimis aid: the ceiling that holds on a day, and what was received in the years before it. No database.

The ceilings are data with the day from which they hold and their source (`data/law-de-minimis.csv`).
"""

import csv
import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from dateutil.relativedelta import relativedelta

CEILINGS = Path(__file__).parent / "data" / "law-de-minimis.csv"
GENERAL = "de_minimis"


@dataclass(frozen=True)
class AidCeiling:
    """The most de-minimis aid that one undertaking may get in so many years."""

    amount: Decimal
    years: int
    valid_from: dt.date
    source: str

    def first_day(self, on: dt.date) -> dt.date:
        """The first day on which aid counts towards an award on this day: the years roll along."""
        first: dt.date = on - relativedelta(years=self.years)
        return first


@dataclass(frozen=True)
class AidStand:
    """The aid of the past years beside its ceiling, and what a further award would make of it."""

    ceiling: AidCeiling
    received: Decimal
    asked: Decimal

    @property
    def together(self) -> Decimal:
        return self.received + self.asked

    @property
    def room(self) -> Decimal:
        """What may still be given."""
        return max(Decimal(0), self.ceiling.amount - self.received)

    @property
    def fits(self) -> bool:
        return self.together <= self.ceiling.amount


@cache
def _ceilings() -> tuple[tuple[str, AidCeiling], ...]:
    with CEILINGS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (
                row["kind"],
                AidCeiling(
                    Decimal(row["ceiling"]), int(row["years"]), dt.date.fromisoformat(row["valid_from"]), row["source"]
                ),
            )
            for row in csv.DictReader(file)
        )


def aid_ceiling(on: dt.date, kind: str = GENERAL) -> AidCeiling:
    """The ceiling as it holds on a day. Raises ValueError for a day before the first that is known."""
    held = [ceiling for name, ceiling in _ceilings() if name == kind and ceiling.valid_from <= on]
    if not held:
        raise ValueError(f"no {kind} ceiling is known for {on}")
    return max(held, key=lambda ceiling: ceiling.valid_from)


def aid_stand(
    received: Iterable[tuple[dt.date | None, Decimal | None]], *, asked: Decimal, on: dt.date, kind: str = GENERAL
) -> AidStand:
    """The awards with their dates, as far as they count on a day; one without a date counts, to be on the safe side."""
    ceiling = aid_ceiling(on, kind)
    first = ceiling.first_day(on)
    counted = [amount for granted_on, amount in received if amount and (granted_on is None or granted_on >= first)]
    return AidStand(ceiling, sum(counted, start=Decimal(0)), asked)
