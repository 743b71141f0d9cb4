"""The repayment schedule of a loan in whole cents. The same arithmetic as the engine's loans, period by period. No Django, no clock."""

import datetime as dt
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext

from dateutil.relativedelta import relativedelta

CENT = Decimal("0.01")
NOTHING = Decimal(0)
PRECISION = Context(prec=40, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Instalment:
    """What is due on a day, and what is left after it."""

    number: int
    due_on: dt.date
    interest: Decimal
    principal: Decimal
    balance: Decimal

    @property
    def total(self) -> Decimal:
        return self.interest + self.principal


def repayment_schedule(
    *,
    amount: Decimal,
    rate: Decimal,
    term_years: int,
    grace_years: int,
    repayment: str,
    payments_per_year: int,
    starts_on: dt.date,
) -> list[Instalment]:
    """Every instalment. In the grace years only interest is paid; each balance is the exact one in whole cents, and the last is zero."""
    with localcontext(PRECISION):
        i = rate / payments_per_year
        grace = grace_years * payments_per_year
        count = term_years * payments_per_year
        instalments: list[Instalment] = []
        before = amount
        for number in range(1, count + 1):
            left = _balance(amount, i, number - grace, count - grace, repayment)
            instalments.append(
                Instalment(
                    number=number,
                    due_on=starts_on + relativedelta(months=12 // payments_per_year * number),
                    interest=(before * i).quantize(CENT),
                    principal=before - left,
                    balance=left,
                )
            )
            before = left
        return instalments


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
