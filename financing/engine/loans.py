"""Loans (section 3): a loan is a few stretches of constant rate, one after the other."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from financing.engine.documents import Source
from financing.engine.drivers import Array, Drivers
from financing.engine.schedules import Stretch, schedule_in_grace, schedule_of

NO_RATE = 1e-12
"""A rate and a shift that cancel out leave less than this; interest of a billionth of a cent would make ratios that
mean nothing.
"""


@dataclass(frozen=True)
class Loan:
    """A loan year by year, in euros of the shape (scenarios or 1, years); `amount` has the shape (scenarios or 1, 1).

    `interest` is what is paid; `capitalised` is what is added to the balance instead. `drawn` is lent again at the
    year's end (section 11.3), and `balance` is that at the year's end.
    """

    source: Source
    amount: Array
    interest: Array
    capitalised: Array
    principal: Array
    drawn: Array
    balance: Array

    @property
    def opening(self) -> Array:
        """The balance at the start of each year."""
        return np.concatenate([self.amount, self.balance[:, :-1]], axis=1)

    @property
    def guarantee_fees(self) -> Array:
        """A fraction of the balance at the start of each year, paid that year."""
        return self.source.guarantee_fee * self.opening


@dataclass(frozen=True)
class Terms:
    """What scenarios make of the terms of a loan: shape (scenarios or 1, 1). A loan that is repaid by a percentage has
    no end. `only_rate` stands in the place of every rate of the loan.
    """

    years: Array
    shift: Array
    only_rate: Array | None = None

    @classmethod
    def of(cls, source: Source, drivers: Drivers) -> "Terms":
        return cls(_term(source, drivers), np.atleast_2d(np.asarray(rate_shift(source, drivers), dtype=np.float64)))

    def rate(self, rate: float) -> Array:
        """A rate of the loan with what scenarios add to it."""
        return shifted_rate(rate, self.shift) if self.only_rate is None else self.only_rate


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


def lent_once(source: Source, amount: Array, terms: Terms, years: int) -> Loan:
    """The course of a loan drawn at t = 0 over `years` years, up to its term."""
    scenarios = max(array.shape[0] for array in (amount, terms.years, terms.shift))
    amount = np.broadcast_to(amount, (scenarios, 1))
    course = {name: np.zeros((scenarios, years)) for name in ("interest", "capitalised", "balance")}
    start = lent = amount
    p = source.payments_per_year
    for begin, end, rate in _stretches(source, years):
        in_grace = begin < source.grace_years
        stretch = Stretch(
            start=start,
            balloon=source.balloon_share * lent,
            i=terms.rate(rate) / p,
            p=p,
            left=np.maximum(p * (terms.years - begin), 1.0),
            ends=np.arange(1, end - begin + 1, dtype=np.float64)[None, :],
            # A linear loan keeps its principal; an annuity is worked out again.
            first=(source.repayment_rate or 0.0) / p * (start if source.repayment == "annuity" else lent),
        )
        balance, interest = (schedule_in_grace if in_grace else schedule_of)(source)(stretch)
        paid = "capitalised" if in_grace and source.capitalise_interest else "interest"
        course[paid][:, begin:end] = interest
        course["balance"][:, begin:end] = balance
        start = balance[:, -1:]
        if end == source.grace_years:
            lent = start
    return _ended_at_term(source, amount, terms.years, course)


def _term(source: Source, drivers: Drivers) -> Array:
    """In years. However far it is shifted, a year after the grace is left to repay in."""
    if source.term_years is None:
        return np.full((1, 1), np.inf)
    shift = drivers["bank_term_shift"] if source.kind == "bank_loan" else 0.0
    if source.effective_rank == "subordinated":
        shift = shift + drivers["subordinated_term_shift"]
    return np.atleast_2d(np.maximum(source.term_years + np.asarray(shift), source.grace_years + 1.0))


def _stretches(source: Source, years: int) -> Iterator[tuple[int, int, float]]:
    """(first year, year after the last, rate) of each stretch within the horizon, counted from 0."""
    resets = {reset.after_years: reset.rate for reset in source.rate_resets}
    borders = sorted({0, source.grace_years, *resets, years})
    borders = [border for border in borders if border <= years]
    rate = source.rate or 0.0
    for begin, end in pairwise(borders):
        rate = resets.get(begin, rate)
        yield begin, end, rate


def _ended_at_term(source: Source, amount: Array, term: Array, course: dict[str, Array]) -> Loan:
    """Repays what is left in the last period (bullet, balloon), and leaves nothing after the term."""
    interest, capitalised, balance = (course[name] for name in ("interest", "capitalised", "balance"))
    years = np.arange(1, balance.shape[1] + 1)[None, :]
    if term.size == 1:
        # One term for all is a stretch of columns.
        interest[:, years[0] > term[0]] = capitalised[:, years[0] > term[0]] = 0.0
        balance[:, years[0] >= term[0]] = 0.0
    else:
        interest, capitalised = (np.where(years <= term, each, 0.0) for each in (interest, capitalised))
        balance = np.where(years < term, balance, 0.0)
    before = np.concatenate([amount, balance[:, :-1]], axis=1)
    principal = before - balance
    principal[:, years[0] <= source.grace_years] = 0.0
    return Loan(
        source=source,
        amount=amount,
        interest=interest,
        capitalised=capitalised,
        principal=principal,
        drawn=np.zeros(years.shape),
        balance=balance,
    )
