"""Loans (section 3), in closed form: a loan is a few stretches of constant rate, and every year's end follows from the
stretch's start.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from financing.engine.documents import Repayment, Source
from financing.engine.drivers import Array, Drivers

NO_RATE = 1e-12
"""A rate and a shift that cancel out leave less than this; interest of a billionth of a cent would make ratios that
mean nothing.
"""


@dataclass(frozen=True)
class Loan:
    """A loan year by year, in euros of the shape (scenarios or 1, years); `amount` has the shape (scenarios or 1, 1).

    `interest` is what is paid; `capitalised` is what is added to the balance instead. `balance` is that at the year's
    end.
    """

    source: Source
    amount: Array
    interest: Array
    capitalised: Array
    principal: Array
    balance: Array

    @property
    def opening(self) -> Array:
        """The balance at the start of each year."""
        return np.concatenate([self.amount, self.balance[:, :-1]], axis=1)

    @property
    def guarantee_fees(self) -> Array:
        """A fraction of the balance at the start of each year, paid that year."""
        return self.source.guarantee_fee * self.opening


def shifted_rate(rate: float, shift: Array | float) -> Array:
    """A rate with its shift. No shift takes a rate below 0 (section 6)."""
    shifted = np.atleast_2d(np.maximum(rate + np.asarray(shift), min(rate, 0.0)))
    return np.where(np.abs(shifted) < NO_RATE, 0.0, shifted)


def rate_shift(source: Source, drivers: Drivers) -> Array | float:
    """Everything that scenarios add to the rates and resets of this loan."""
    shift = drivers["interest_shift"]
    if source.kind == "bank_loan":
        shift = shift + drivers["bank_rate_shift"]
    if source.effective_rank == "subordinated":
        shift = shift + drivers["subordinated_rate_shift"]
    return shift


def loan_of(source: Source, amount: Array, drivers: Drivers, years: int) -> Loan:
    """The course of a loan drawn at t = 0 over `years` years."""
    term = _term(source, drivers)
    shift = np.atleast_2d(np.asarray(rate_shift(source, drivers), dtype=np.float64))
    scenarios = max(array.shape[0] for array in (amount, term, shift))
    amount = np.broadcast_to(amount, (scenarios, 1))
    course = {name: np.zeros((scenarios, years)) for name in ("interest", "capitalised", "balance")}
    start = amount
    balloon = source.balloon_share * amount
    for begin, end, rate in _stretches(source, years):
        stretch = _Stretch(
            start=start,
            balloon=balloon,
            i=shifted_rate(rate, shift) / source.payments_per_year,
            p=source.payments_per_year,
            left=np.maximum(source.payments_per_year * (term - begin), 1.0),
            ends=np.arange(1, end - begin + 1, dtype=np.float64)[None, :],
        )
        is_grace = begin < source.grace_years
        balance, interest = (_schedule_in_grace(source) if is_grace else SCHEDULES[source.repayment])(stretch)
        paid = "capitalised" if is_grace and source.capitalise_interest else "interest"
        course[paid][:, begin:end] = interest
        course["balance"][:, begin:end] = balance
        start = balance[:, -1:]
        if end == source.grace_years:
            balloon = source.balloon_share * start
    return _ended_at_term(source, amount, term, course)


def _term(source: Source, drivers: Drivers) -> Array:
    """In years. However far it is shifted, a year after the grace is left to repay in."""
    shift = drivers["bank_term_shift"] if source.kind == "bank_loan" else 0.0
    return np.atleast_2d(np.maximum((source.term_years or 0) + np.asarray(shift), source.grace_years + 1.0))


def _stretches(source: Source, years: int) -> Iterator[tuple[int, int, float]]:
    """(first year, year after the last, rate) of each stretch within the horizon, counted from 0."""
    resets = {reset.after_years: reset.rate for reset in source.rate_resets}
    borders = sorted({0, source.grace_years, *resets, years})
    borders = [border for border in borders if border <= years]
    rate = source.rate or 0.0
    for begin, end in pairwise(borders):
        rate = resets.get(begin, rate)
        yield begin, end, rate


@dataclass(frozen=True)
class _Stretch:
    """Years of constant rate: what is owed at their start, of which the balloon stays until the term; `i` is the rate
    of a period.

    There are `p` periods a year, and `left` from the start up to the term. `ends` numbers the years' ends: 1 is that of
    the first.
    """

    start: Array
    balloon: Array
    i: Array
    p: int
    left: Array
    ends: Array


Schedule = Callable[[_Stretch], tuple[Array, Array]]
"""From a stretch to the balance at each year's end, the balloon still standing, and the interest of each year."""


def _annuity(on: _Stretch) -> tuple[Array, Array]:
    payment = (on.start - on.balloon * np.exp(-on.left * np.log1p(on.i))) / _annuity_factor(on.i, on.left)
    # What is still to be paid, at its present value: exact at the term, and never larger than what was lent.
    to_come = np.maximum(on.left - on.p * on.ends, 0.0)
    balance = payment * _annuity_factor(on.i, to_come) + on.balloon * np.exp(-to_come * np.log1p(on.i))
    before = np.concatenate([np.broadcast_to(on.start, (balance.shape[0], 1)), balance[:, :-1]], axis=1)
    # Without interest a difference of rounding would stand for a payment that nobody makes.
    return balance, np.where(on.i == 0, 0.0, payment * on.p - (before - balance))


def _linear(on: _Stretch) -> tuple[Array, Array]:
    principal = (on.start - on.balloon) / on.left
    balance = on.start - principal * on.p * on.ends
    return balance, on.i * (on.p * (balance + principal * on.p) - principal * on.p * (on.p - 1) / 2)


def _interest_only(on: _Stretch) -> tuple[Array, Array]:
    return on.start + 0 * on.ends + 0 * on.i, on.p * on.i * on.start + 0 * on.ends


def _interest_added(on: _Stretch) -> tuple[Array, Array]:
    """Nothing is paid: the interest is added to what is owed."""
    balance = on.start * np.exp(on.p * on.ends * np.log1p(on.i))
    return balance, balance - balance * np.exp(-on.p * np.log1p(on.i))


SCHEDULES: dict[Repayment, Schedule] = {"annuity": _annuity, "linear": _linear, "bullet": _interest_only}


def _schedule_in_grace(source: Source) -> Schedule:
    return _interest_added if source.capitalise_interest else _interest_only


def _annuity_factor(i: Array, periods: Array) -> Array:
    """(1 - (1 + i)^-n) / i: the present value of 1 at the end of each of n periods; n when i is 0."""
    safe = np.where(i == 0, 1.0, i)
    return np.where(i == 0, periods, -np.expm1(-periods * np.log1p(safe)) / safe)


def _ended_at_term(source: Source, amount: Array, term: Array, course: dict[str, Array]) -> Loan:
    """Repays what is left in the last period (bullet, balloon), and leaves nothing after the term."""
    years = np.arange(1, course["balance"].shape[1] + 1)[None, :]
    running = years <= term
    balance = np.where(years < term, course["balance"], 0.0)
    capitalised = np.where(running, course["capitalised"], 0.0)
    before = np.concatenate([amount, balance[:, :-1]], axis=1)
    return Loan(
        source=source,
        amount=amount,
        interest=np.where(running, course["interest"], 0.0),
        capitalised=capitalised,
        principal=np.where(years <= source.grace_years, 0.0, before - balance),
        balance=balance,
    )
