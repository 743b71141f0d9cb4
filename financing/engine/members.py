"""Money of members that comes and goes (section 11.4)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from financing.engine.documents import Plan, Source
from financing.engine.drivers import Array, Drivers
from financing.engine.funding import Funding
from financing.engine.time_series import growth_of


@dataclass(frozen=True)
class MovingMoney:
    """One source, in euros of the shape (scenarios or 1, years): what is paid in beside what is saved, what leaves,
    what the index adds, and what is there at each year's end; `amount` is that of t = 0.
    """

    source: Source
    amount: Array
    saved: Array
    paid_in: Array
    left: Array
    indexed: Array
    balance: Array

    @property
    def opening(self) -> Array:
        """What is there at the start of each year."""
        return np.concatenate([self.amount, self.balance[:, :-1]], axis=1)


@dataclass(frozen=True)
class Members:
    """All member equity, in euros of the shape (scenarios or 1, years). `equity_return` is what members receive."""

    moving: list[MovingMoney]
    equity_return: Array
    saving: Array
    paid_in: Array
    left: Array
    indexation: Array

    @property
    def put_in(self) -> Array:
        """What members put in, less what leaves."""
        return self.saving + self.paid_in - self.left

    @property
    def growth(self) -> Array:
        """How much more there is at each year's end than at t = 0."""
        return np.cumsum(self.put_in + self.indexation, axis=1)


def members_of(plan: Plan, drivers: Drivers, funding: Funding, saved: dict[str, Array]) -> Members:
    """The money of members, year by year; `saved` is by source what tenants save in it."""
    moving = [
        _course(plan, drivers, source, amount, saved.get(source.name))
        for source, amount in funding.sources
        if moves(source) or source.name in saved
    ]
    nothing = np.zeros((1, plan.horizon_years))

    def total(found: Iterable[Array]) -> Array:
        return sum(found, start=nothing)

    more = total((money.source.return_rate or 0.0) * (money.opening - money.amount) for money in moving)
    return Members(
        moving=moving,
        equity_return=funding.equity_return + more,
        saving=total(money.saved for money in moving),
        paid_in=total(money.paid_in for money in moving),
        left=total(money.left for money in moving),
        indexation=total(money.indexed for money in moving),
    )


def moves(source: Source) -> bool:
    """Whether the money of a source comes and goes, other than by saving."""
    return bool(source.turnover_rate) or source.indexed_by is not None


def _course(plan: Plan, drivers: Drivers, source: Source, amount: Array, saved: Array | None) -> MovingMoney:
    """M(t) = M(t-1) x (1 + x(t)) + saving + in - out, with out = q x M(t-1) x (1 + x(t)) and in = p x q x A x f(t)."""
    nothing = np.zeros((1, plan.horizon_years))
    growth = nothing if source.indexed_by is None else growth_of(plan, source.indexed_by, drivers)
    saved = nothing if saved is None else saved
    leaves = source.turnover_rate or 0.0
    replaced = source.replaced * np.asarray(drivers["members_replaced"])
    paid_in = replaced * leaves * amount * np.cumprod(1.0 + growth, axis=1)
    added = saved + paid_in
    scenarios = max(array.shape[0] for array in (added, growth, amount))
    balance = np.empty((scenarios, plan.horizon_years))
    before = np.broadcast_to(amount[:, 0], (scenarios,))
    for t in range(plan.horizon_years):
        before = balance[:, t] = before * (1.0 + growth[:, t]) * (1.0 - leaves) + added[:, t]
    opening = np.concatenate([np.broadcast_to(amount, (scenarios, 1)), balance[:, :-1]], axis=1)
    return MovingMoney(
        source=source,
        amount=np.broadcast_to(amount, (scenarios, 1)),
        saved=saved,
        paid_in=paid_in,
        left=leaves * opening * (1.0 + growth),
        indexed=growth * opening,
        balance=balance,
    )
