"""Internal rates of return and present value (section 5)."""

import numpy as np
import pyxirr

from financing.engine.documents import Plan
from financing.engine.drivers import Array
from financing.engine.exploitation import Exploitation

ONE_SIZE = 1e6
"""What the largest flow is taken to be while a rate is looked for, in euros."""
NO_SIGN_CHANGE = "the cash flows do not change sign"
NO_RATE_FOUND = "no rate makes the cash flows worth zero"
NO_EQUITY = "no equity"


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
    # pyxirr is content with a value of so many cents, whatever the size of the plan: all plans are made one size.
    rate = pyxirr.irr(row * (ONE_SIZE / np.abs(row).max()), silent=True)
    if rate is None or not np.isfinite(rate):
        return None, NO_RATE_FOUND
    return float(rate), ""
