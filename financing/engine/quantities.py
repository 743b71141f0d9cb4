"""How many homes and square metres an amount is for (section 11.1), and which part of them is let (section 11.6)."""

from collections.abc import Callable, Sequence

import numpy as np

from financing.engine.documents import CostLine, Dwelling, OperatingCost, Plan, Source, homes_in
from financing.engine.drivers import Array


def amount_of(item: CostLine | OperatingCost | Source, plan: Plan) -> float:
    """What `fixed`, `per_dwelling` and `per_m2` come to, in euros at the price level."""
    if item.fixed is not None:
        return item.fixed
    if item.per_dwelling is not None:
        return item.per_dwelling * homes_of(plan, item.of)
    return (item.per_m2 or 0.0) * area_of(plan, item.of)


def homes_of(plan: Plan, of: Sequence[str] | None) -> float:
    """The homes of these types, of all types without `of`; each for the part of a home that it counts as."""
    if of is None:
        return plan.dwelling_count
    return homes_in(dwelling for dwelling in plan.dwellings if dwelling.name in of)


def area_of(plan: Plan, of: Sequence[str] | None) -> float:
    """The living area of these types, of all types without `of`."""
    if of is None:
        return plan.living_area_m2
    return sum(dwelling.count * dwelling.area_m2 for dwelling in plan.dwellings if dwelling.name in of)


def let_part(dwelling: Dwelling, plan: Plan) -> Array:
    """Which part of each year the homes of a type are there to be let: shape (1, years)."""
    if dwelling.available_from is None:
        return np.ones((1, plan.horizon_years))
    return np.clip(calendar_years(plan)[None, :] + 1.0 - dwelling.available_from, 0.0, 1.0)


def let_homes_of(plan: Plan, of: Sequence[str] | None) -> Array:
    """The homes of these types that are let in each year: shape (1, years)."""
    return _over_types(plan, of, lambda dwelling: dwelling.count * dwelling.counts_as)


def let_area_of(plan: Plan, of: Sequence[str] | None) -> Array:
    """The living area of these types that is let in each year: shape (1, years)."""
    return _over_types(plan, of, lambda dwelling: dwelling.count * dwelling.area_m2)


def calendar_years(plan: Plan) -> Array:
    """The years of exploitation, of the shape (years,)."""
    return np.arange(plan.first_year, plan.first_year + plan.horizon_years, dtype=np.float64)


def _over_types(plan: Plan, of: Sequence[str] | None, size: Callable[[Dwelling], float]) -> Array:
    return sum(
        (size(dwelling) * let_part(dwelling, plan) for dwelling in plan.dwellings if of is None or dwelling.name in of),
        start=np.zeros((1, plan.horizon_years)),
    )
