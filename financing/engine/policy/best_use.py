"""What is the best use of a budget? Solved exactly, beside simple rules (the second question of the policy lab)."""

from collections.abc import Iterator, Sequence
from itertools import chain, combinations
from math import fsum, isfinite

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from financing.engine.drivers import Array
from financing.engine.policy.demand import Demand, Offer, demand_of
from financing.engine.policy.parameters import LabProgress, PolicyParameters, check_limits, silent
from financing.engine.policy.portfolio import Portfolio
from financing.engine.policy.result import BestUse, FloorPrice, NextHome, Optimum, PlanPackages
from financing.engine.policy.rules import rules_of

STEPS_OF_BUDGET = 21
MOST_NODES = 1_000_000
"""Beyond what portfolios need. It is no limit of time, which would let the answer hang on the machine."""

MILLION = 1e6
"""Euros as the solver sees them: numbers of one size keep it exact."""

EQUALLY_GOOD = 1e-9
NEARLY_LEAST = 1e-4
"""How near to the least net cost the choice between equally good uses comes."""


def best_use_of(
    portfolio: Portfolio,
    packages: Sequence[PlanPackages],
    budget: float,
    parameters: PolicyParameters | None = None,
    progress: LabProgress = silent,
) -> BestUse:
    """The most homes for the budget within the limits. Raises PolicyError for limits that cannot hold together."""
    chosen = parameters or PolicyParameters()
    check_limits(chosen.limits, budget, portfolio, chosen.weights)
    demand = demand_of(portfolio, packages, chosen)
    budgets = np.linspace(0.0, 2 * budget, STEPS_OF_BUDGET).tolist()
    total = 1 + len(budgets) + len(chosen.limits.floors)
    progress(0, total)
    optimum = optimum_of(demand, budget)
    next_home = []
    for number, amount in enumerate(budgets):
        progress(number + 1, total)
        found = demand.outcome(_most_value(demand.with_floors_within(amount), amount)[0])
        next_home.append(NextHome(budget=amount, homes=found.homes, value=found.value, cash=found.cash))
    floors = []
    for number, (group, floor) in enumerate(chosen.limits.floors.items()):
        progress(1 + len(budgets) + number, total)
        others = {other: amount for other, amount in chosen.limits.floors.items() if other != group}
        without = demand.outcome(_most_value(demand.with_floors(others), budget)[0])
        floors.append(FloorPrice(group=group, floor=floor, homes=without.homes - optimum.homes))
    progress(total, total)
    return BestUse(optimum=optimum, rules=rules_of(demand, budget), next_home=next_home, floors=floors)


def optimum_of(demand: Demand, budget: float) -> Optimum:
    """The use with the most value, and of those the one of least net cost."""
    best, gap = _most_value(demand, budget)
    value = sum(offer.value for offer in best)
    programme = _Programme(demand, demand.offers, budget)
    least = programme.solved([offer.net / MILLION for offer in demand.offers], gap=NEARLY_LEAST, least_value=value)
    return Optimum(**demand.outcome(best if least is None else least[0]).model_dump(), gap=gap)


def _most_value(demand: Demand, budget: float) -> tuple[list[Offer], float]:
    """The offers, and how far that is from the bound that is proven, as a part of the value.

    Of each plan the package of least cash is enough: in its place no other makes more homes.
    """
    offers = demand.cheapest_offers
    found = _Programme(demand, offers, budget).solved([-offer.value for offer in offers])
    if found is None:
        return [], 0.0
    best, bound = found
    value = sum(offer.value for offer in best)
    gap = (-bound - value) / max(value, 1.0)
    return best, gap if gap > EQUALLY_GOOD else 0.0


class _Programme:
    """Which offers to take: 0 or 1 for each, in rows that may not come above `most`."""

    def __init__(self, demand: Demand, offers: Sequence[Offer], budget: float) -> None:
        self.demand = demand
        self.offers = offers
        self.budget = budget
        self.rows: list[Array] = []
        self.most: list[float] = []
        self._within_limits()

    def solved(
        self, costs: Sequence[float], gap: float = 0.0, least_value: float | None = None
    ) -> tuple[list[Offer], float] | None:
        """The offers of least cost with the bound that is proven; None when there are none to choose from."""
        if not self.offers:
            return None
        if least_value is not None:
            self._at_most(np.array([-offer.value for offer in self.offers]), -least_value * (1.0 - EQUALLY_GOOD))
        while True:
            result = milp(
                costs,
                integrality=np.ones(len(self.offers)),
                bounds=Bounds(0.0, 1.0),
                constraints=LinearConstraint(sparse.csr_array(np.array(self.rows)), ub=self.most) if self.rows else (),
                options={"mip_rel_gap": gap, "node_limit": MOST_NODES},
            )
            if result.x is None:
                return None
            takes = result.x > 0.5
            chosen = [offer for offer, taken in zip(self.offers, takes, strict=True) if taken]
            if self.demand.fits(chosen, self.budget):
                bound = result.mip_dual_bound
                return chosen, float(bound) if bound is not None and isfinite(bound) else float(result.fun)
            # The solver is content with a little too much. Neither these nor more than these fit.
            self._at_most(takes.astype(np.float64), float(takes.sum()) - 1.0)

    def _within_limits(self) -> None:
        limits, offers = self.demand.limits, self.offers
        cash = np.array([offer.cash for offer in offers]) / MILLION
        target = np.array([offer.target for offer in offers])
        if isfinite(self.budget):
            # A group takes the more of what it spends and what is kept for it, so that neither may pass the budget.
            for kept in _subsets(list(limits.floors)):
                others = np.where(np.isin(target, kept), 0.0, cash)
                left = self.budget - fsum(limits.floors[group] for group in kept)
                self._at_most(others, left / MILLION)
        for group, most in limits.ceilings.items():
            self._at_most(np.where(target == group, cash, 0.0), most / MILLION)
        if limits.most_plans_per_province is not None:
            weight, province = np.array([offer.weight for offer in offers]), [offer.province for offer in offers]
            for name in self.demand.portfolio.groups("province"):
                self._at_most(np.where(np.array(province) == name, weight, 0.0), limits.most_plans_per_province)
        plan = np.array([offer.plan for offer in offers])
        for number in np.unique(plan):
            if (plan == number).sum() > 1:
                self._at_most((plan == number).astype(np.float64), 1.0)

    def _at_most(self, row: Array, most: float) -> None:
        self.rows.append(row)
        self.most.append(most)


def _subsets(groups: list[str]) -> Iterator[tuple[str, ...]]:
    return chain.from_iterable(combinations(groups, size) for size in range(len(groups) + 1))
