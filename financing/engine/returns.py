"""Internal rates of return and present value (section 5)."""

from functools import cache

import numpy as np
import pyxirr
from scipy.optimize import brentq

from financing.engine.documents import Plan
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation

ONE_SIZE = 1e6
"""What the largest flow is taken to be while a rate is looked for, in euros."""
NO_SIGN_CHANGE = "the cash flows do not change sign"
NO_RATE_FOUND = "no rate makes the cash flows worth zero"
NO_EQUITY = "no equity"
NO_NET_INVESTMENT = "the sales pay for the whole investment"
MORE_THAN_ONE = "more than one rate"
SMALLEST_STEP = 0.001
RATES_TRIED: Array = (
    np.concatenate(
        [
            np.arange(-990, -300, 10),
            np.arange(-300, -100, 5),
            np.arange(-100, 300),
            np.arange(300, 1_000, 5),
            np.arange(1_000, 10_001, 100),
        ]
    )
    * SMALLEST_STEP
).round(3)
"""Between which rates a second one is looked for: all above -99 % up to 1000 %, closest where returns are. The workbook
tries the same ones. Two that lie between the same two of them are one to whoever reads them.
"""


def exit_value_of(plan: Plan, exploitation: Exploitation, market_value: Array | None) -> Array:
    """What the property is taken to be worth at the end of the horizon, in euros of the shape (scenarios, 1)."""
    if plan.exit_value == "market_value" and market_value is not None:
        return market_value[:, -1:]
    if plan.exit_value == "multiple":
        return (plan.exit_multiple or 0.0) * exploitation.net_rent[:, -1:]
    return np.zeros((1, 1))


def flows_of(opening: Array, yearly: Array, at_the_end: Array) -> Array:
    """A series of flows from t = 0 on, of the shape (scenarios, years + 1)."""
    scenarios = max(opening.shape[0], yearly.shape[0], at_the_end.shape[0])
    flows = np.concatenate(
        [np.broadcast_to(opening, (scenarios, 1)), np.broadcast_to(yearly, (scenarios, yearly.shape[1]))], axis=1
    )
    flows[:, -1:] += at_the_end
    return flows


def irr_of(flows: Array) -> list[tuple[float | None, str]]:
    """For each scenario the rate, or None with the reason why there is none."""
    return [_irr(row) for row in flows]


def npv_of(rate: float, flows: Array) -> Array:
    """The present value of each scenario at t = 0."""
    return np.asarray(flows @ (1.0 + rate) ** -np.arange(flows.shape[1], dtype=np.float64))


def _irr(row: Array) -> tuple[float | None, str]:
    if not (row.min() < 0 < row.max()):
        return None, NO_SIGN_CHANGE
    if np.count_nonzero(np.diff(np.sign(row[row != 0]))) > 1:
        several = rates_of(row)
        if len(several) > 1:
            return None, f"{MORE_THAN_ONE}: {', '.join(f'{rate:.6f}' for rate in several)}"
        if several:
            return several[0], ""
    # pyxirr is content with a value of so many cents, whatever the size of the plan: all plans are made one size.
    rate = pyxirr.irr(row * (ONE_SIZE / np.abs(row).max()), silent=True)
    if rate is None or not np.isfinite(rate):
        return None, NO_RATE_FOUND
    return float(rate), ""


def rates_of(row: Array) -> list[float]:
    """Every rate above -99 % and up to 1000 % at which flows are worth nothing, the lowest first."""
    one_size = row / np.abs(row).max()
    is_positive = worth_by_rate(one_size) >= 0
    before = np.flatnonzero(is_positive[1:] != is_positive[:-1])
    return [_rate_between(one_size, float(RATES_TRIED[place]), float(RATES_TRIED[place + 1])) for place in before]


def _rate_between(row: Array, low: float, high: float) -> float:
    years = -np.arange(row.size, dtype=np.float64)

    def worth(rate: float) -> float:
        return float(row @ (1.0 + rate) ** years)

    at_low, at_high = worth(low), worth(high)
    if at_low * at_high >= 0:  # It is one of the two, where only the last figures of a number say which side is which.
        return low if abs(at_low) <= abs(at_high) else high
    return float(brentq(worth, low, high, xtol=1e-14))


def worth_by_rate(row: Array) -> Array:
    """What flows are worth at each of the rates that are tried: at t = 0, or at the end where the rate is below 0."""
    return np.asarray(_powers(row.size) @ row)


@cache
def _powers(moments: int) -> Array:
    """What a euro at each moment is worth, by rate that is tried: at the side where it grows to no more than one."""
    times = np.arange(moments, dtype=np.float64)
    seen_from = np.where(RATES_TRIED < 0, moments - 1.0, 0.0)
    return np.asarray((1.0 + RATES_TRIED[:, None]) ** (seen_from[:, None] - times))
