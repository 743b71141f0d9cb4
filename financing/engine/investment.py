"""The investment (stichtingskosten, section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from financing.engine.documents import CostLine, Plan
from financing.engine.drivers import Array, DriverName, Drivers
from financing.engine.loans import shifted_rate
from financing.engine.time_series import Indices

FACTOR_OF: dict[str, DriverName] = {"construction": "construction_cost", "land": "land_cost"}


@dataclass(frozen=True)
class InvestmentLine:
    """A line in euros, each of the shape (scenarios, 1)."""

    name: str
    category: str
    excl_vat: Array
    vat: Array

    @property
    def incl_vat(self) -> Array:
        return self.excl_vat + self.vat


@dataclass(frozen=True)
class InvestmentCost:
    """All lines, the interest during construction and the total, in euros of the shape (scenarios, 1)."""

    lines: list[InvestmentLine]
    construction_interest: Array
    total: Array

    @property
    def land_incl_vat(self) -> Array:
        return _sum(line.incl_vat for line in self.lines if line.category == "land")


def investment_of(plan: Plan, drivers: Drivers, indices: Indices) -> InvestmentCost:
    """What the project costs."""
    plain = {
        line.name: _plain_amount(line, plan, drivers, indices) for line in plan.investment.lines if not line.is_share
    }
    lines = []
    for line in plan.investment.lines:
        amount = _share_amount(line, plan, plain) if line.is_share else plain[line.name]
        lines.append(InvestmentLine(line.name, line.category, amount, amount * line.vat_rate))
    interest = _construction_interest(plan, drivers, lines)
    return InvestmentCost(lines, interest, _sum(line.incl_vat for line in lines) + interest)


def _plain_amount(line: CostLine, plan: Plan, drivers: Drivers, indices: Indices) -> Array:
    """Before VAT, after indexing and the driver of the category."""
    amount = (
        (line.fixed or 0.0)
        + (line.per_dwelling or 0.0) * plan.dwelling_count
        + (line.per_m2 or 0.0) * plan.living_area_m2
    )
    index = indices.construction_at_midpoint if line.follows_construction_cost else np.ones((1, 1))
    factor = drivers[FACTOR_OF[line.category]] if line.category in FACTOR_OF else 1.0
    return np.asarray(amount * index * factor)


def _share_amount(line: CostLine, plan: Plan, plain: dict[str, Array]) -> Array:
    base = _sum(
        plain[other.name]
        for other in plan.investment.lines
        if not other.is_share and line.share_of in ("all", other.category)
    )
    return base * (line.share or 0.0)


def _construction_interest(plan: Plan, drivers: Drivers, lines: list[InvestmentLine]) -> Array:
    """Land is paid for the whole construction, everything else on average for half of it."""
    rate = shifted_rate(plan.investment.construction_interest_rate, drivers["interest_shift"])
    land = _sum(line.incl_vat for line in lines if line.category == "land")
    other = _sum(line.incl_vat for line in lines if line.category != "land")
    return rate * (plan.investment.construction_months / 12) * (land + 0.5 * other)


def _sum(arrays: Iterable[Array]) -> Array:
    return sum(arrays, start=np.zeros((1, 1)))
