"""Index factors (section 1)."""

from dataclasses import dataclass
from math import floor

import numpy as np

from financing.engine.documents import Plan, Series
from financing.engine.drivers import Array, Drivers

SHIFTED_BY = {
    "inflation": "inflation_shift",
    "maintenance": "inflation_shift",
    "canon": "inflation_shift",
    "rent": "rent_index_shift",
}
"""Which driver is added to a series in every year (section 6)."""


@dataclass(frozen=True)
class Indices:
    """The factor of each series for every year of exploitation: shape (scenarios or 1, years)."""

    factors: dict[str, Array]
    construction_at_midpoint: float

    def __getitem__(self, name: str) -> Array:
        return self.factors[name]


def indices_of(plan: Plan, drivers: Drivers) -> Indices:
    """All factors of a plan. The factor of the price level year is 1."""
    return Indices(
        {name: _factors(plan, name, drivers) for name in type(plan.series).model_fields},
        _midpoint_factor(plan),
    )


def rate_in(series: Series, year: int) -> float:
    """The rate of a calendar year."""
    return series.by_year.get(str(year), series.rate)


def series_named(plan: Plan, name: str) -> tuple[Series, str]:
    """A series with the name it goes by: one that is left out is the inflation series."""
    series = getattr(plan.series, name)
    return (series, name) if series is not None else (plan.series.inflation, "inflation")


def _factors(plan: Plan, name: str, drivers: Drivers) -> Array:
    series, known_as = series_named(plan, name)
    years = range(plan.price_level_year, plan.first_year + plan.horizon_years - 1)
    rates = np.array([[rate_in(series, year) for year in years]], dtype=np.float64)
    if known_as in SHIFTED_BY:
        rates = rates + drivers[SHIFTED_BY[known_as]]
    factors = np.concatenate([np.ones((rates.shape[0], 1)), np.cumprod(1.0 + rates, axis=1)], axis=1)
    return np.asarray(factors[:, plan.first_year - plan.price_level_year :])


def _midpoint_factor(plan: Plan) -> float:
    series, _ = series_named(plan, "construction")
    midpoint = plan.investment.midpoint
    whole = floor(midpoint)
    factor = 1.0
    for year in range(plan.price_level_year, whole):
        factor *= 1.0 + rate_in(series, year)
    return float(factor * (1.0 + rate_in(series, whole)) ** (midpoint - whole))
