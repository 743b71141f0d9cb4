"""Homes that are sold (section 11.2): what they bring in at t = 0, and what of the investment they take."""

from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Dwelling, Plan
from financing.engine.drivers import Array, Drivers
from financing.engine.time_series import Indices

SALES = "Sales"
"""What the proceeds are called among the sources of the development phase."""

AT_COST = "cost"
"""The price of homes that are sold for what they cost."""


@dataclass(frozen=True)
class Sales:
    """Euros of the shape (scenarios or 1, 1): what buyers pay, and what of the investment they pay it for."""

    proceeds: Array
    cost: Array

    @property
    def result(self) -> Array:
        return self.proceeds - self.cost


def sales_of(plan: Plan, drivers: Drivers, indices: Indices, total: Array) -> Sales:
    """The sales of a plan of which the whole investment is `total`."""
    proceeds = cost = np.zeros((1, 1))
    for dwelling in plan.dwellings:
        if dwelling.is_sold:
            its_cost = dwelling.sold_share * cost_share_of(dwelling, plan) * total
            cost = cost + its_cost
            proceeds = proceeds + (its_cost if dwelling.sale_price == AT_COST else _paid(dwelling, drivers, indices))
    return Sales(proceeds, cost)


def cost_share_of(dwelling: Dwelling, plan: Plan) -> float:
    """Which part of the whole investment a type takes: as the plan says, else by living area."""
    if dwelling.cost_share is not None:
        return dwelling.cost_share
    return dwelling.count * dwelling.area_m2 / plan.living_area_m2 if plan.living_area_m2 else 0.0


def _paid(dwelling: Dwelling, drivers: Drivers, indices: Indices) -> Array:
    """What buyers pay at a price; one that is indexed is that of the first year."""
    price = dwelling.sale_price if isinstance(dwelling.sale_price, float) else 0.0
    index = indices["market_value"][:, :1] if dwelling.sale_price_indexed else np.ones((1, 1))
    return dwelling.count * price * dwelling.sold_share * index * drivers["sale_price"]
