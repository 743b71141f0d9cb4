"""What each type of home pays (sections 4, 11.2 and 11.4 to 11.6): rent, what owners pay, and what is saved in it."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Dwelling, Plan
from financing.engine.drivers import Array, Drivers
from financing.engine.quantities import let_part
from financing.engine.time_series import Indices

Weights = dict[str, Array]
"""By series, euros a year at the price level that grow with it: each of the shape (1, years)."""


@dataclass(frozen=True)
class Payments:
    """Euros a year, each of the shape (scenarios or 1, years).

    `rent` is that of homes that are let, `of_owners` what the owners of sold homes pay, `turnover_loss` the rent that
    is missed between two tenants, and `saved` by source what is no rent but money of members.
    """

    rent: Array
    of_owners: Array
    turnover_loss: Array
    saved: dict[str, Array]


def payments_of(plan: Plan, drivers: Drivers, indices: Indices) -> Payments:
    """All payments of a plan. Homes differ by year, scenarios by series: the two meet once for each series."""
    let, sold, lost = (_no_weights(plan) for _ in range(3))
    saved: dict[str, Array] = {}
    for dwelling in plan.dwellings:
        factor = 1.0 if dwelling.is_sold else drivers["rent"]
        for series, yearly in paid_by(dwelling, plan):
            (sold if dwelling.is_sold else let)[series] += (1.0 - dwelling.saving_share) * yearly
            if dwelling.saves_in is not None:
                amount = dwelling.saving_share * yearly * indices[series] * factor
                saved[dwelling.saves_in] = saved.get(dwelling.saves_in, 0.0) + amount
        if dwelling.turnover_vacancy_months:
            lost[dwelling.target_series] += (1.0 - dwelling.saving_share) * missed_by(dwelling, plan)
    return Payments(
        rent=_grown(let, plan, indices) * drivers["rent"],
        of_owners=_grown(sold, plan, indices),
        turnover_loss=_grown(lost, plan, indices) * drivers["rent"],
        saved=saved,
    )


def _no_weights(plan: Plan) -> Weights:
    return defaultdict(lambda: np.zeros((1, plan.horizon_years)))


def paid_by(dwelling: Dwelling, plan: Plan) -> Iterator[tuple[str, Array]]:
    """What a type pays a year at the price level, by the series it grows with: who stays, and who came later."""
    yearly = 12 * dwelling.count * let_part(dwelling, plan)
    if dwelling.target_rent is None:
        yield dwelling.rent_series, yearly * dwelling.payment
        return
    stays = (1.0 - (dwelling.turnover_rate or 0.0)) ** np.arange(plan.horizon_years)
    yield dwelling.rent_series, yearly * dwelling.payment * stays
    yield dwelling.target_series, yearly * dwelling.target_rent * (1.0 - stays)


def missed_by(dwelling: Dwelling, plan: Plan) -> Array:
    """The rent of the months in which homes that turn over stand empty: those of year 2 and later."""
    rate, years = dwelling.turnover_rate or 0.0, np.arange(plan.horizon_years)
    turning = np.where(years > 0, rate * (1.0 - rate) ** np.maximum(years - 1, 0), 0.0)
    months = dwelling.turnover_vacancy_months * (dwelling.target_rent or 0.0)
    return dwelling.count * months * turning * let_part(dwelling, plan)


def _grown(weights: Weights, plan: Plan, indices: Indices) -> Array:
    return sum(
        (weight * indices[series] for series, weight in weights.items()), start=np.zeros((1, plan.horizon_years))
    )
