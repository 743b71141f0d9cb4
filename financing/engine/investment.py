"""The investment (stichtingskosten, section 2)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from financing.engine.documents import CostLine, Plan
from financing.engine.drivers import Array, DriverName, Drivers
from financing.engine.loans import shifted_rate
from financing.engine.quantities import amount_of
from financing.engine.sales import Sales, sales_of
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
    """All lines, the interest during construction, the total and what homes are sold for, in euros of the shape
    (scenarios, 1).
    """

    lines: list[InvestmentLine]
    construction_interest: Array
    total: Array
    sales: Sales

    @property
    def land_incl_vat(self) -> Array:
        return _sum(line.incl_vat for line in self.lines if line.category == "land")

    @property
    def net(self) -> Array:
        """What the sources have to pay for: the total without what homes are sold for (section 11.2)."""
        return self.total - self.sales.proceeds

    @property
    def kept(self) -> Array:
        """What the homes that the co-operative keeps have cost."""
        return self.total - self.sales.cost

    @property
    def depreciable(self) -> Array:
        """The same without their ground."""
        sold = np.divide(self.sales.cost, self.total, out=np.zeros(self.total.shape), where=self.total != 0)
        return self.kept - self.land_incl_vat * (1.0 - sold)


def investment_of(plan: Plan, drivers: Drivers, indices: Indices) -> InvestmentCost:
    """What the project costs, with interest during construction over half of it."""
    lines = lines_of(plan, drivers, indices)
    return cost_of(plan, drivers, indices, lines, _construction_interest(plan, drivers, lines))


def lines_of(plan: Plan, drivers: Drivers, indices: Indices) -> list[InvestmentLine]:
    """The lines of the plan, in its order."""
    plain = {
        line.name: _plain_amount(line, plan, drivers, indices) for line in plan.investment.lines if not line.is_share
    }
    lines = []
    for line in plan.investment.lines:
        amount = _share_amount(line, plan, plain) if line.is_share else plain[line.name]
        lines.append(InvestmentLine(line.name, line.category, amount, amount * line.vat_rate))
    return lines


def cost_of(
    plan: Plan, drivers: Drivers, indices: Indices, lines: list[InvestmentLine], interest: Array
) -> InvestmentCost:
    """The lines with this interest during construction."""
    total = _sum(line.incl_vat for line in lines) + interest
    return InvestmentCost(lines, interest, total, sales_of(plan, drivers, indices, total))


def _plain_amount(line: CostLine, plan: Plan, drivers: Drivers, indices: Indices) -> Array:
    """Before VAT, after indexing and the driver of the category."""
    amount = amount_of(line, plan)
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
