"""The arithmetic of an application's budget: what it costs, what pays for it, and when the money is needed.

No database.

KB: Kaderbesluit BZK-subsidies. Amounts are Decimal euros with cents.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from financing.subsidies.law.deadlines import months_after

CENT = Decimal("0.01")
MOST_QUARTERS = 120
"""Thirty years: longer than anybody is given an advance."""
MONTHS = 3
RECOVERABLE = "recoverable"
"""The answer of a group that gets its VAT back, so that costs count without it (KB 6)."""


@dataclass(frozen=True)
class BudgetTotals:
    """Both sides of a budget. It closes when the income and what is asked are together the costs, to the cent."""

    costs: Decimal
    income: Decimal
    subsidies: Decimal
    """What other subsidies bring in; part of `income`."""
    asked: Decimal

    @property
    def covered(self) -> Decimal:
        return self.income + self.asked

    @property
    def difference(self) -> Decimal:
        """What is still to be paid by somebody; below zero what there is too much."""
        return self.costs - self.covered

    @property
    def closes(self) -> bool:
        return self.costs > 0 and self.difference == 0

    @property
    def own_share(self) -> Decimal:
        """The part of the costs that no subsidy pays, this one or another."""
        return self.costs - self.asked - self.subsidies


def total(amounts: Iterable[Decimal | None]) -> Decimal:
    """The sum of what is filled in."""
    return sum((amount for amount in amounts if amount is not None), start=Decimal(0))


def quarter_of(day: dt.date) -> dt.date:
    """The first day of the quarter that a day is in."""
    return day.replace(month=day.month - (day.month - 1) % MONTHS, day=1)


def next_quarter(start: dt.date) -> dt.date:
    return months_after(start, MONTHS)


def quarters(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first days of the quarters in which a period falls (KB 11: the need for money per three months).

    Of a period that never seems to end come the first only.
    """
    start = quarter_of(first)
    for _number in range(MOST_QUARTERS):
        if start > last or start.year == dt.MAXYEAR:
            return
        yield start
        start = next_quarter(start)


def spread(amount: Decimal, parts: int) -> list[Decimal]:
    """An amount in equal parts that add up to it: the cents that are left go to the first."""
    even = (amount / parts).quantize(CENT, ROUND_DOWN)
    left = int((amount - even * parts) / CENT)
    return [even + (CENT if number < left else 0) for number in range(parts)]
