"""What chance does to a plan: a reproducible Monte Carlo simulation, with the tornado beside it (section 6)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from financing.engine import result_documents
from financing.engine.calculate import calculate
from financing.engine.documents import Plan
from financing.engine.drivers import DRIVERS, NEUTRAL, Array, DriverName, Drivers, is_driver
from financing.engine.parameters import ParameterError, number_within
from financing.engine.result_documents import Correlation, LiquidityBand, Percentiles, Stress
from financing.engine.sensitivity import LARGEST, RANGES, known_driver, least_dscr, range_of, tornado_of

STANDARD_DEVIATIONS: dict[DriverName, float] = {
    "construction_cost": 0.10,
    "interest_shift": 0.010,
    "inflation_shift": 0.005,
    "rent_index_shift": 0.004,
    "vacancy_shift": 0.010,
    "operating_cost": 0.08,
}
CORRELATIONS: dict[tuple[DriverName, DriverName], float] = {
    ("interest_shift", "inflation_shift"): 0.5,
    ("construction_cost", "inflation_shift"): 0.3,
    ("rent_index_shift", "inflation_shift"): 0.7,
}
"""Between any two others there is none."""

MOST_RUNS = 200_000
AT_ONCE = 2_000
"""Runs that are calculated together: the memory of a simulation hardly grows with its runs."""

PERCENTILES = (5, 50, 95)


@dataclass(frozen=True)
class Uncertainty:
    """How the drivers vary. A driver with a standard deviation of 0 stays as it is."""

    standard_deviations: dict[DriverName, float]
    correlations: dict[tuple[DriverName, DriverName], float]
    tornado: dict[DriverName, tuple[float, float]]

    @classmethod
    def of(cls, given: Mapping[str, Any] | None) -> "Uncertainty":
        """The defaults with what is given in their place, driver by driver and pair by pair. Raises ParameterError."""
        parts = dict(given or {})
        names = ("standard_deviations", "correlations", "tornado")
        for name, part in parts.items():
            if name not in names:
                raise ParameterError(f"{name}: expected one of {', '.join(names)}.")
            if not isinstance(part, Sequence if name == "correlations" else Mapping) or isinstance(part, str):
                raise ParameterError(f"{name}: expected {'a list' if name == 'correlations' else 'an object'}.")
        deviations = {**STANDARD_DEVIATIONS, **_deviations(parts.get("standard_deviations", {}))}
        correlations = {**CORRELATIONS, **_correlations(parts.get("correlations", []))}
        # As far as chance goes: one standard deviation to either side, no factor below 0.
        moved = {
            name: (max(NEUTRAL[name] - size, DRIVERS[name].least, -LARGEST), NEUTRAL[name] + size)
            for name, size in deviations.items()
            if size > 0
        }
        wanted = {known_driver(name): range_of(name, values) for name, values in parts.get("tornado", {}).items()}
        chosen = cls(deviations, correlations, {**RANGES, **moved, **wanted})
        chosen.cholesky()
        return chosen

    @property
    def drivers(self) -> list[DriverName]:
        """Those that chance moves."""
        return [name for name, size in self.standard_deviations.items() if size > 0]

    def cholesky(self) -> Array:
        """The factor that makes independent draws move together.

        Raises ParameterError for correlations that cannot all hold.
        """
        names = self.drivers
        matrix = np.eye(len(names))
        for (one, other), value in self.correlations.items():
            if one in names and other in names:
                places = names.index(one), names.index(other)
                matrix[places] = matrix[places[::-1]] = value
        if names and np.linalg.eigvalsh(matrix).min() < -1e-9:
            raise ParameterError("correlations: expected values that can all hold together.")
        # Perfect correlations leave nothing of their own to one of the two; rounding must not make that less than
        # nothing.
        return np.asarray(np.linalg.cholesky(matrix + 1e-12 * np.eye(len(names))))

    def shown(self) -> result_documents.StressParameters:
        """As they stand in the document."""
        return result_documents.StressParameters(
            standard_deviations=dict(self.standard_deviations),
            correlations=[Correlation(drivers=list(pair), value=value) for pair, value in self.correlations.items()],
            tornado={name: list(values) for name, values in self.tornado.items()},
        )


def stress(plan: Plan, *, seed: int, runs: int, parameters: Mapping[str, Any] | None = None) -> Stress:
    """The document `coophub.stress/1`. The same seed gives the same figures. Raises ParameterError."""
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ParameterError("seed: expected a whole number of at least 0.")
    if isinstance(runs, bool) or not isinstance(runs, int) or not 1 <= runs <= MOST_RUNS:
        raise ParameterError(f"runs: expected a whole number from 1 to {MOST_RUNS}.")
    chosen = Uncertainty.of(parameters)
    # A row for each year: a percentile looks along one row at a time.
    liquidity = np.empty((plan.horizon_years, runs))
    dscr = np.empty(runs)
    closes = np.empty(runs, dtype=np.bool_)
    done = 0
    for drivers in draws_of(chosen, seed, runs):
        part = slice(done, done + drivers.scenarios)
        liquidity[:, part], dscr[part], closes[part] = _outcome(plan, drivers)
        done += drivers.scenarios
    by_year = np.array([np.percentile(row, PERCENTILES) for row in liquidity]).T
    rated = dscr[np.isfinite(dscr)]
    worst = np.percentile(rated, PERCENTILES).tolist() if rated.size else [None] * len(PERCENTILES)
    low, middle, high = by_year.tolist()
    return Stress(
        schema_="coophub.stress/1",
        seed=seed,
        runs=runs,
        closes_share=float(closes.mean()),
        liquidity=LiquidityBand(
            year=list(range(plan.first_year, plan.first_year + plan.horizon_years)), p5=low, p50=middle, p95=high
        ),
        min_dscr=Percentiles(p5=worst[0], p50=worst[1], p95=worst[2]),
        tornado=tornado_of(plan, chosen.tornado),
        parameters=chosen.shown(),
    )


def _outcome(plan: Plan, drivers: Drivers) -> tuple[Array, Array, NDArray[np.bool_]]:
    """Liquidity by year and scenario, worst DSCR and verdict by scenario. The rest of the calculation is let go."""
    calculation = calculate(plan, drivers)
    return calculation.flow.liquidity.T, least_dscr(calculation), calculation.closes


def draws_of(chosen: Uncertainty, seed: int, runs: int) -> Iterator[Drivers]:
    """All runs, some at a time. The draws do not depend on how many that are."""
    generator = np.random.Generator(np.random.PCG64(seed))
    names, factor = chosen.drivers, chosen.cholesky()
    for start in range(0, runs, AT_ONCE):
        count = min(AT_ONCE, runs - start)
        together = generator.standard_normal((count, len(names))) @ factor.T
        values = {}
        for number, name in enumerate(names):
            drawn = NEUTRAL[name] + chosen.standard_deviations[name] * together[:, number]
            values[name] = np.maximum(drawn, DRIVERS[name].least)
        yield Drivers.of(values) if values else Drivers.of({"subsidy": np.zeros(count)})


def _deviations(given: Mapping[str, Any]) -> dict[DriverName, float]:
    """Chance draws no whole numbers."""
    possible = {name: driver for name, driver in DRIVERS.items() if not driver.is_whole}
    found: dict[DriverName, float] = {}
    for name, value in given.items():
        if not is_driver(name) or name not in possible:
            raise ParameterError(f"standard_deviations.{name}: expected one of {', '.join(possible)}.")
        found[name] = number_within(f"standard_deviations.{name}", value, 0.0, LARGEST)
    return found


def _correlations(given: Sequence[Any]) -> dict[tuple[DriverName, DriverName], float]:
    """By pair, in the order of the default where there is one."""
    found: dict[tuple[DriverName, DriverName], float] = {}
    for number, entry in enumerate(given):
        place = f"correlations[{number}]"
        pair = entry.get("drivers") if isinstance(entry, Mapping) else None
        if not isinstance(pair, list | tuple) or len(pair) != 2 or pair[0] == pair[1] or not set(pair) <= set(DRIVERS):
            raise ParameterError(f"{place}.drivers: expected two different drivers.")
        value = number_within(f"{place}.value", entry.get("value"), -1.0, 1.0)
        one, other = pair
        found[(other, one) if (other, one) in CORRELATIONS else (one, other)] = value
    return found
