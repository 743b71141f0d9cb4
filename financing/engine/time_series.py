"""Index factors (section 1)."""

from dataclasses import dataclass
from math import floor

import numpy as np

from financing.engine.documents import Plan, Series
from financing.engine.drivers import Array, DriverName, Drivers

SHIFTED_BY: dict[str, DriverName] = {
    "inflation": "inflation_shift",
    "maintenance": "inflation_shift",
    "canon": "inflation_shift",
    "rent": "rent_index_shift",
}
"""Which driver is added to a series in every year (section 6)."""


@dataclass(frozen=True)
class Indices:
    """The factor of each series for every year of exploitation: shape (scenarios or 1, years); at the midpoint
    (scenarios or 1, 1).
    """

    factors: dict[str, Array]
    construction_at_midpoint: Array

    def __getitem__(self, name: str) -> Array:
        return self.factors[name]


def indices_of(plan: Plan, drivers: Drivers) -> Indices:
    """All factors of a plan. The factor of the price level year is 1."""
    return Indices(
        {name: _factors(plan, name, drivers) for name in series_names(plan)}, _midpoint_factor(plan, drivers)
    )


def series_names(plan: Plan) -> list[str]:
    """The six series that every plan has, and those of its own."""
    return [*type(plan.series).model_fields, *plan.series.of_its_own]


def growth_of(plan: Plan, name: str, drivers: Drivers) -> Array:
    """The rate of a series in each year of exploitation: shape (scenarios or 1, years)."""
    return _rates(plan, name, range(plan.first_year, plan.first_year + plan.horizon_years), drivers)


def rate_in(series: Series, year: int) -> float:
    """The rate of a calendar year."""
    return series.by_year.get(str(year), series.rate)


def series_named(plan: Plan, name: str) -> tuple[Series, str]:
    """A series with the name it goes by: one that is left out is the inflation series."""
    series = plan.series.named(name)
    return (series, name) if series is not None else (plan.series.inflation, "inflation")


def _factors(plan: Plan, name: str, drivers: Drivers) -> Array:
    years = range(plan.price_level_year, plan.first_year + plan.horizon_years - 1)
    growth = 1.0 + _rates(plan, name, years, drivers)
    factors = np.concatenate([np.ones((growth.shape[0], 1)), np.cumprod(growth, axis=1)], axis=1)
    return np.asarray(factors[:, plan.first_year - plan.price_level_year :])


def _midpoint_factor(plan: Plan, drivers: Drivers) -> Array:
    midpoint = plan.investment.midpoint
    whole = floor(midpoint)
    growth = 1.0 + _rates(plan, "construction", range(plan.price_level_year, whole + 1), drivers)
    return np.asarray(np.prod(growth[:, :-1], axis=1, keepdims=True) * growth[:, -1:] ** (midpoint - whole))


def _rates(plan: Plan, name: str, years: range, drivers: Drivers) -> Array:
    """The rates of these calendar years with what scenarios add. A series that follows inflation has its shift too."""
    series, known_as = series_named(plan, name)
    rates = np.array([[rate_in(series, year) for year in years]], dtype=np.float64)
    shifted = ("rent", "rent") if _is_of_rents(plan, name) else (name, known_as)
    for driver in dict.fromkeys(SHIFTED_BY[each] for each in shifted if each in SHIFTED_BY):
        rates = rates + drivers[driver]
    # An index cannot turn negative, however far it is shifted.
    return np.asarray(np.maximum(rates, -1.0))


def _is_of_rents(plan: Plan, name: str) -> bool:
    """Whether a series of the plan's own is one with which rents grow: it is shifted as the rent series is."""
    return name in plan.series.of_its_own and any(
        name in (dwelling.rent_series, dwelling.target_series) for dwelling in plan.dwellings
    )
