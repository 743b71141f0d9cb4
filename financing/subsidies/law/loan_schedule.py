"""The repayment schedule of a loan in whole cents.

The same arithmetic as the engine's loans, period by period. No Django, no clock.

A loan is taken up in parts, and may be repaid sooner. Interest runs over what is lent from the day on which it is, by
days within a period; what changed counts for the instalments from the next period on, spread over the periods that are
left then. An instalment that is paid late changes nothing here: interest on arrears is no part of the loan.
"""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from financing.subsidies.law.deadlines import months_after

CENT = Decimal("0.01")
NOTHING = Decimal(0)
PRECISION = Context(prec=40, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Movement:
    """Principal on a day: taken up when it is more than nothing, repaid when it is less."""

    on: dt.date
    amount: Decimal


@dataclass(frozen=True)
class Instalment:
    """What is due on a day, and what is left after it. `due_so_far` is all principal that has to be back by then."""

    number: int
    due_on: dt.date
    interest: Decimal
    principal: Decimal
    balance: Decimal
    due_so_far: Decimal

    @property
    def total(self) -> Decimal:
        return self.interest + self.principal


def repayment_schedule(
    *,
    movements: Sequence[Movement],
    rate: Decimal,
    term_years: int,
    grace_years: int,
    repayment: str,
    payments_per_year: int,
    starts_on: dt.date,
) -> list[Instalment]:
    """Every instalment.

    In the grace years only interest is paid; each balance is the exact one in whole cents, and the last is zero.
    """
    with localcontext(PRECISION):
        i = rate / payments_per_year
        grace, count = grace_years * payments_per_year, term_years * payments_per_year
        due_days = [months_after(starts_on, 12 // payments_per_year * number) for number in range(count + 1)]
        instalments: list[Instalment] = []
        due = anchor = balance = NOTHING
        anchored = 0
        for number, (start, end) in enumerate(itertools.pairwise(due_days), start=1):
            owed = _owed(movements, due, start)
            if owed != balance:
                anchor, anchored = owed, max(0, number - 1 - grace)
            balance = _balance(anchor, i, number - grace - anchored, count - grace - anchored, repayment)
            if number == count:
                owed = _owed(movements, due, end)
            interest = (i * _average_owed(movements, due, start, end)).quantize(CENT)
            due = _drawn(movements, end if number == count else start) - balance
            instalments.append(Instalment(number, end, interest, owed - balance, balance, due))
        return instalments


def _drawn(movements: Sequence[Movement], on: dt.date) -> Decimal:
    return sum((found.amount for found in movements if found.amount > 0 and found.on <= on), start=NOTHING)


def _owed(movements: Sequence[Movement], due: Decimal, on: dt.date) -> Decimal:
    """What is lent at the end of a day, when everything that is `due` by then is paid in time and the rest of what came
    back was sooner.
    """
    repaid = sum((-found.amount for found in movements if found.amount < 0 and found.on <= on), start=NOTHING)
    return _drawn(movements, on) - max(due, repaid)


def _average_owed(movements: Sequence[Movement], due: Decimal, start: dt.date, end: dt.date) -> Decimal:
    """What is lent on average over the days of a period; one beyond the calendar has none."""
    if start == end:
        return NOTHING
    days = sorted({found.on for found in movements if start < found.on < end})
    steps = [start, *days, end]
    weighted = [_owed(movements, due, since) * (until - since).days for since, until in itertools.pairwise(steps)]
    return sum(weighted, start=NOTHING) / (end - start).days


def _balance(amount: Decimal, i: Decimal, paid: int, periods: int, repayment: str) -> Decimal:
    """What is left after so many of the periods in which principal is paid."""
    if paid <= 0:
        return amount
    if paid >= periods:
        return NOTHING
    if repayment == "bullet":
        return amount
    if repayment == "linear" or i == 0:
        exact = amount - amount * paid / periods
    else:
        growth, whole = (1 + i) ** paid, (1 + i) ** periods
        exact = amount * (whole - growth) / (whole - 1)
    return exact.quantize(CENT)
