"""Loans that are lent again (section 11.3): bonds, direct loans, mortgages that are never paid off."""

from dataclasses import replace

import numpy as np

from financing.engine.documents import RollOver, Source
from financing.engine.drivers import Array, Drivers
from financing.engine.loans import Loan, Terms, lent_once


def loan_of(source: Source, amount: Array, drivers: Drivers, years: int, first_year: int = 1) -> Loan:
    """The course of a loan drawn at t = 0 over `years` years, of which the first is the calendar year `first_year`."""
    terms = Terms.of(source, drivers)
    rolls = source.rolls_over
    if rolls is None:
        return lent_once(source, amount, terms, years)
    again = np.atleast_2d(np.minimum(rolls.share * np.asarray(drivers["rollover_share"]), 1.0))
    last = np.inf if rolls.until is None else rolls.until - first_year + 1
    return (_spread if rolls.spread else _lent_again)(source, rolls, amount, terms, again, last, years)


def _lent_again(
    source: Source, rolls: RollOver, amount: Array, terms: Terms, again: Array, last: float, years: int
) -> Loan:
    """Round after round: each is the same loan of one euro, as many euros as there are, a term later."""
    loan = lent_once(source, amount, terms, years)
    like_it = source.model_copy(update={"grace_years": 0, "rate_resets": []})
    of_one = lent_once(like_it, np.ones((1, 1)), replace(terms, only_rate=_rate_again(source, rolls, terms)), years)
    kept = np.ones((1, 1)) if source.repayment == "bullet" else np.full((1, 1), source.balloon_share)
    ends, left = terms.years, _left_at_term(loan, source, terms)
    found = {name: getattr(loan, name) for name in ("interest", "principal", "drawn", "balance")}
    number = np.arange(1, years + 1)[None, :]
    while (ends <= min(last, years)).any():
        lent = np.where(ends <= last, again * left, 0.0)
        since = number - ends
        for name in ("interest", "principal", "balance"):
            found[name] = found[name] + lent * _later(getattr(of_one, name), since)
        found["drawn"] = found["drawn"] + np.where(since == 0, lent, 0.0)
        found["balance"] = found["balance"] + np.where(since == 0, lent, 0.0)
        left, ends = kept * lent, ends + terms.years
    scenarios = max(array.shape[0] for array in (*found.values(), amount))
    amount = np.broadcast_to(amount, (scenarios, 1))
    return replace(loan, amount=amount, **found)


def _spread(
    source: Source, rolls: RollOver, amount: Array, terms: Terms, again: Array, last: float, years: int
) -> Loan:
    """Many small loans: every year a part of what is owed is repaid, and a part of that lent again."""
    repaid = 1.0 / terms.years
    number = np.arange(0, years + 1)[None, :]
    lent = np.minimum(number, max(last, 0.0))
    at_first_rate = amount * (1.0 - repaid) ** number
    owed = amount * (1.0 - repaid * (1.0 - again)) ** lent * (1.0 - repaid) ** (number - lent)
    before, first, balance = owed[:, :-1], at_first_rate[:, :-1], owed[:, 1:]
    rate, rate_again = terms.rate(source.rate or 0.0), _rate_again(source, rolls, terms)
    principal = repaid * before
    interest = rate * first + rate_again * (before - first)
    return Loan(
        source=source,
        amount=np.broadcast_to(amount, (balance.shape[0], 1)),
        interest=interest,
        capitalised=np.zeros((1, years)),
        principal=principal,
        drawn=np.where(number[:, 1:] <= last, again * principal, 0.0),
        balance=balance,
    )


def _rate_again(source: Source, rolls: RollOver, terms: Terms) -> Array:
    """What is paid on what is lent again: what the plan says, else the last rate of the first term."""
    if rolls.rate is not None:
        return terms.rate(rolls.rate)
    rate = terms.rate(source.rate or 0.0)
    for reset in sorted(source.rate_resets, key=lambda reset: reset.after_years):
        rate = np.asarray(np.where(reset.after_years < terms.years, terms.rate(reset.rate), rate))
    return rate


def _left_at_term(loan: Loan, source: Source, terms: Terms) -> Array:
    """What is repaid on the last day of the first term, after the last regular principal."""
    if source.repayment == "bullet":
        return _in_year(loan.opening, terms.years)
    grown = loan.amount + loan.capitalised.sum(axis=1, keepdims=True)
    return np.asarray(source.balloon_share * grown)


def _later(course: Array, since: Array) -> Array:
    """The course of a loan of one euro, in the years since it was lent: nothing before."""
    return np.where(since >= 1, _in_year(course, since), 0.0)


def _in_year(course: Array, year: Array) -> Array:
    """What a course has in years counted from 1; the nearest that it has for others."""
    places = np.clip(year.astype(np.int64) - 1, 0, course.shape[1] - 1)
    if len(places) == 1:
        return course[:, places[0]]
    rows = max(course.shape[0], places.shape[0])
    return np.take_along_axis(
        np.broadcast_to(course, (rows, course.shape[1])), np.broadcast_to(places, (rows, places.shape[1])), axis=1
    )
