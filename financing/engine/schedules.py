"""How a loan is repaid within a stretch of constant rate (section 3), in closed form: every year's end follows from the
stretch's start.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Repayment, Source
from financing.engine.drivers import Array


@dataclass(frozen=True)
class Stretch:
    """Years of constant rate: what is owed at their start, of which the balloon stays until the term; `i` is the rate
    of a period.

    There are `p` periods a year, and `left` from the start up to the term. `ends` numbers the years' ends: 1 is that of
    the first. `first` is the principal of the first period of a loan that is repaid by a percentage.
    """

    start: Array
    balloon: Array
    i: Array
    p: int
    left: Array
    ends: Array
    first: Array


Schedule = Callable[[Stretch], tuple[Array, Array]]
"""From a stretch to the balance at each year's end, the balloon still standing, and the interest of each year."""


def schedule_of(source: Source) -> Schedule:
    """How the loan is repaid after the years without repayment."""
    return (BY_TERM if source.repayment_rate is None else BY_PERCENTAGE)[source.repayment]


def schedule_in_grace(source: Source) -> Schedule:
    return _interest_added if source.capitalise_interest else _interest_only


def _annuity(on: Stretch) -> tuple[Array, Array]:
    has_balloon = on.balloon.any()
    at_end = on.balloon * np.exp(-on.left * np.log1p(on.i)) if has_balloon else 0.0
    payment = (on.start - at_end) / _annuity_factor(on.i, on.left)
    # What is still to be paid, at its present value: exact at the term, and never larger than what was lent.
    to_come = np.maximum(on.left - on.p * on.ends, 0.0)
    balance = payment * _annuity_factor(on.i, to_come)
    if has_balloon:
        balance = balance + on.balloon * np.exp(-to_come * np.log1p(on.i))
    # Without interest a difference of rounding would stand for a payment that nobody makes.
    return balance, np.where(on.i == 0, 0.0, payment * on.p - (_before(on, balance) - balance))


def _linear(on: Stretch) -> tuple[Array, Array]:
    principal = (on.start - on.balloon) / on.left
    balance = on.start - principal * on.p * on.ends
    return balance, on.i * (on.p * (balance + principal * on.p) - principal * on.p * (on.p - 1) / 2)


def _interest_only(on: Stretch) -> tuple[Array, Array]:
    return on.start + 0 * on.ends + 0 * on.i, on.p * on.i * on.start + 0 * on.ends


def _interest_added(on: Stretch) -> tuple[Array, Array]:
    """Nothing is paid: the interest is added to what is owed."""
    balance = on.start * np.exp(on.p * on.ends * np.log1p(on.i))
    return balance, balance - balance * np.exp(-on.p * np.log1p(on.i))


def _linear_by_percentage(on: Stretch) -> tuple[Array, Array]:
    """The same principal each period, as long as there is something left."""
    periods = on.p * (on.ends - 1.0)
    running = np.clip(np.ceil(_divided(on.start, on.first)) - periods, 0.0, on.p)
    interest = on.i * (running * (on.start - on.first * periods) - on.first * running * (running - 1.0) / 2)
    return np.maximum(on.start - on.first * on.p * on.ends, 0.0), interest


def _annuity_by_percentage(on: Stretch) -> tuple[Array, Array]:
    """The same payment each period; the last one is what remains."""
    payment, periods = on.first + on.i * on.start, on.p * on.ends
    full = np.minimum(periods, _full_payments(on))
    owed = np.maximum(on.start - on.first * _growth_factor(on.i, full), 0.0)
    is_running = full == periods
    paid = payment * full + np.where(is_running, 0.0, owed * (1.0 + on.i))
    balance = np.where(is_running, owed, 0.0)
    interest = np.diff(paid - (on.start - balance), axis=1, prepend=0.0)
    return balance, np.where(on.i == 0, 0.0, interest)


BY_TERM: dict[Repayment, Schedule] = {"annuity": _annuity, "linear": _linear, "bullet": _interest_only}
BY_PERCENTAGE: dict[Repayment, Schedule] = {"annuity": _annuity_by_percentage, "linear": _linear_by_percentage}


def _before(on: Stretch, balance: Array) -> Array:
    """What is owed at the start of each year."""
    return np.concatenate([np.broadcast_to(on.start, (balance.shape[0], 1)), balance[:, :-1]], axis=1)


def _annuity_factor(i: Array, periods: Array) -> Array:
    """(1 - (1 + i)^-n) / i: the present value of 1 at the end of each of n periods; n when i is 0."""
    safe = np.where(i == 0, 1.0, i)
    return np.where(i == 0, periods, -np.expm1(-periods * np.log1p(safe)) / safe)


def _growth_factor(i: Array, periods: Array) -> Array:
    """((1 + i)^n - 1) / i: what 1 at the end of each of n periods has grown to; n when i is 0."""
    safe = np.where(i == 0, 1.0, i)
    return np.where(i == 0, periods, np.expm1(periods * np.log1p(safe)) / safe)


def _full_payments(on: Stretch) -> Array:
    """How many payments there are before the last one: infinitely many where interest below 0 outgrows them."""
    ratio = _divided(on.i * on.start, on.first)
    grows = np.maximum(ratio, NOTHING_LEFT)
    by_interest = np.log1p(grows) / np.log1p(np.where(on.i == 0, 1.0, on.i))
    periods = np.where(on.i == 0, _divided(on.start, on.first), by_interest)
    return np.where(ratio <= NOTHING_LEFT, np.inf, np.floor(periods))


NOTHING_LEFT = -1.0 + 1e-15
"""How far interest below 0 goes before a loan is never repaid: as a part of the principal of a first period."""


def _divided(above: Array, below: Array) -> Array:
    """above / below, and infinity where below is 0."""
    above, below = np.broadcast_arrays(above, below)
    return np.asarray(np.divide(above, below, out=np.full(above.shape, np.inf), where=below != 0))
