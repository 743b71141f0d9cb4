"""What each driver does on its own, and what two of them do together (section 6)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from financing.engine.calculate import Calculation, calculate
from financing.engine.documents import Plan
from financing.engine.drivers import DRIVERS, NEUTRAL, Array, DriverName, Drivers, is_driver
from financing.engine.parameters import ParameterError, number_within
from financing.engine.result_documents import Axis, HeatMap, TornadoBar

GRID = 21

RANGES: dict[DriverName, tuple[float, float]] = {
    "construction_cost": (0.90, 1.10),
    "land_cost": (0.90, 1.10),
    "interest_shift": (-0.010, 0.010),
    "bank_rate_shift": (-0.010, 0.010),
    "subordinated_rate_shift": (-0.010, 0.010),
    "bank_term_shift": (-5.0, 5.0),
    "subordinated_term_shift": (-5.0, 5.0),
    "bank_share_shift": (-0.05, 0.05),
    "inflation_shift": (-0.005, 0.005),
    "rent_index_shift": (-0.004, 0.004),
    "rent": (0.95, 1.05),
    "vacancy_shift": (-0.010, 0.010),
    "operating_cost": (0.92, 1.08),
    "canon": (0.90, 1.10),
    "subsidy": (-50_000.0, 50_000.0),
    "equity": (0.90, 1.10),
    "member_contribution": (-1_000.0, 1_000.0),
    "sale_price": (0.95, 1.05),
    "rollover_share": (0.90, 1.0),
    "members_replaced": (0.90, 1.0),
}
"""The low and the high value of each driver, where the caller gives no others.

In a stress test the drivers that chance moves go one standard deviation each way instead.
"""

LARGEST = 1e9


def tornado_of(plan: Plan, ranges: Mapping[DriverName, tuple[float, float]]) -> list[TornadoBar]:
    """Each driver at its low and its high value, all others neutral; the one with the largest effect on least liquidity
    first.
    """
    names = list(ranges)
    rows = 2 * len(names)
    values = {name: np.full(rows, NEUTRAL[name]) for name in names}
    for number, name in enumerate(names):
        values[name][2 * number : 2 * number + 2] = ranges[name]
    calculation = calculate(plan, Drivers.of(values))
    liquidity = np.broadcast_to(calculation.flow.liquidity.min(axis=1), (rows,)).reshape(-1, 2)
    dscr = least_dscr(calculation).reshape(-1, 2)
    base = calculate(plan).flow.liquidity.min()
    effect = np.maximum(liquidity.max(axis=1), base) - np.minimum(liquidity.min(axis=1), base)
    return [
        TornadoBar(
            driver=names[number],
            low=ranges[names[number]][0],
            high=ranges[names[number]][1],
            min_liquidity_low=float(liquidity[number, 0]),
            min_liquidity_high=float(liquidity[number, 1]),
            min_dscr_low=_or_null(dscr[number, 0]),
            min_dscr_high=_or_null(dscr[number, 1]),
        )
        for number in np.argsort(-effect, kind="stable")
    ]


def heat_map(
    plan: Plan,
    first: str,
    second: str,
    *,
    first_range: Sequence[float] | None = None,
    second_range: Sequence[float] | None = None,
) -> HeatMap:
    """The document `coophub.heat-map/1`: where the plan closes, and its worst DSCR, on a grid of 21 by 21.

    Raises ParameterError.

    Without a range a driver goes twice as far as in the tornado.
    """
    if first == second:
        raise ParameterError("Expected two different drivers.")
    one, other = known_driver(first), known_driver(second)
    axes = [_axis(one, first_range), _axis(other, second_range)]
    across, along = np.meshgrid(*axes, indexing="ij")
    calculation = calculate(plan, Drivers.of({one: across.reshape(-1), other: along.reshape(-1)}))
    closes = np.broadcast_to(calculation.closes, (GRID * GRID,)).reshape(GRID, GRID)
    dscr = least_dscr(calculation).reshape(GRID, GRID)
    return HeatMap(
        schema_="coophub.heat-map/1",
        first=Axis(driver=one, values=axes[0].tolist()),
        second=Axis(driver=other, values=axes[1].tolist()),
        closes=closes.tolist(),
        min_dscr=[[_or_null(value) for value in row] for row in dscr],
    )


def known_driver(name: str) -> DriverName:
    """A name that the caller gave. Raises ParameterError."""
    if not is_driver(name):
        raise ParameterError(f"{name}: expected one of {', '.join(DRIVERS)}.")
    return name


def range_of(name: str, given: Any) -> tuple[float, float]:
    """A low and a high value that the driver can have. Raises ParameterError."""
    driver = DRIVERS[known_driver(name)]
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise ParameterError(f"{name}: expected a low and a high value.")
    low, high = (number_within(name, value, max(driver.least, -LARGEST), LARGEST) for value in given)
    if low >= high:
        raise ParameterError(f"{name}: expected a low value below the high one.")
    if driver.is_whole and (low != round(low) or high != round(high)):
        raise ParameterError(f"{name}: expected whole years.")
    return low, high


def least_dscr(calculation: Calculation) -> Array:
    """The worst DSCR of each scenario; NaN where it has none."""
    return np.broadcast_to(calculation.ratios.min_dscr, (calculation.scenarios,))


def _axis(name: DriverName, given: Sequence[float] | None) -> Array:
    if given is None:
        low, high = (NEUTRAL[name] + 2 * (value - NEUTRAL[name]) for value in RANGES[name])
    else:
        low, high = range_of(name, given)
    values = np.linspace(low, high, GRID)
    return np.round(values) if DRIVERS[name].is_whole else values


def _or_null(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
