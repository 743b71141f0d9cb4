"""What the plans of a portfolio ask of a budget, and when that fits within the limits."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum

from financing.engine.policy.parameters import PolicyLimits, PolicyParameters
from financing.engine.policy.portfolio import GROUPINGS, Grouping, Portfolio, PortfolioPlan
from financing.engine.policy.result import ChosenPackage, GroupSpread, PlanPackages, PolicyPackage, UseOutcome

ROUNDING = 1e-6
"""Euros by which sums of amounts differ with their order."""


@dataclass(frozen=True)
class Offer:
    """A package for a plan, as often as the plan counts: euros and homes. `plan` is its place in the portfolio."""

    plan: int
    package: int
    homes: float
    value: float
    cash: float
    net: float
    weight: float
    target: str
    province: str


@dataclass(frozen=True)
class Demand:
    """Everything that may be chosen, the least cash first for each plan. What closes already is outside the budget."""

    portfolio: Portfolio
    limits: PolicyLimits
    closing: tuple[Offer, ...]
    offers: tuple[Offer, ...]

    @property
    def cheapest_offers(self) -> list[Offer]:
        """Of each plan the package of least cash."""
        first: dict[int, Offer] = {}
        for offer in self.offers:
            first.setdefault(offer.plan, offer)
        return list(first.values())

    def with_floors(self, floors: Mapping[str, float]) -> "Demand":
        return replace(self, limits=self.limits.model_copy(update={"floors": dict(floors)}))

    def with_floors_within(self, budget: float) -> "Demand":
        """Floors that a smaller budget does not hold shrink with it."""
        kept = fsum(self.limits.floors.values())
        if kept <= budget:
            return self
        return self.with_floors({group: floor * budget / kept for group, floor in self.limits.floors.items()})

    def spent(self, offers: Iterable[Offer]) -> dict[str, float]:
        """Cash by target group."""
        amounts = defaultdict(list)
        for offer in offers:
            amounts[offer.target].append(offer.cash)
        return {group: fsum(amounts[group]) for group in self.portfolio.groups("target")}

    def taken(self, spent: Mapping[str, float]) -> float:
        """Of the budget, with what is kept for a group that does not spend it."""
        return fsum(max(amount, self.limits.floors.get(group, 0.0)) for group, amount in spent.items())

    def is_within_ceilings(self, spent: Mapping[str, float]) -> bool:
        return all(spent[group] <= most + ROUNDING for group, most in self.limits.ceilings.items())

    def has_room_in_provinces(self, offers: Iterable[Offer]) -> bool:
        most = self.limits.most_plans_per_province
        if most is None:
            return True
        counts: dict[str, float] = defaultdict(float)
        for offer in offers:
            counts[offer.province] += offer.weight
        return all(count <= most for count in counts.values())

    def fits(self, offers: Collection[Offer], budget: float) -> bool:
        """Whether these can be chosen together."""
        spent = self.spent(offers)
        return (
            self.taken(spent) <= budget + ROUNDING
            and self.is_within_ceilings(spent)
            and self.has_room_in_provinces(offers)
        )

    def outcome(self, offers: Iterable[Offer]) -> UseOutcome:
        """Choosing these, with what closes already."""
        chosen = sorted([*self.closing, *offers], key=lambda offer: offer.plan)
        return UseOutcome(
            **totals_of(chosen),
            cash=fsum(offer.cash for offer in chosen),
            net=fsum(offer.net for offer in chosen),
            chosen=[ChosenPackage(id=self.portfolio.plans[offer.plan].id, package=offer.package) for offer in chosen],
        )


def demand_of(portfolio: Portfolio, packages: Sequence[PlanPackages], parameters: PolicyParameters) -> Demand:
    """What may be chosen of these packages, those of each plan in the order of the portfolio."""
    closing, offers = [], []
    for number, (plan, its) in enumerate(zip(portfolio.plans, packages, strict=True)):
        for place, package in enumerate(its.packages):
            offer = _offer(number, plan, place, package, parameters.weights.get(plan.target, 1.0))
            if its.closes:
                closing.append(offer)
            elif offer.value > 0 and package.cash <= most_for(plan, parameters.limits) + ROUNDING:
                offers.append(offer)
    return Demand(portfolio, parameters.limits, tuple(closing), tuple(offers))


def most_for(plan: PortfolioPlan, limits: PolicyLimits) -> float:
    """The most that one plan may get, in euros of cash."""
    bounds = [
        float("inf") if limits.most_per_application is None else limits.most_per_application,
        float("inf") if limits.most_per_home is None else limits.most_per_home * plan.homes,
    ]
    return min(bounds)


def totals_of(offers: Collection[Offer]) -> dict[str, float]:
    return {
        "homes": fsum(offer.homes for offer in offers),
        "plans": fsum(offer.weight for offer in offers),
        "value": fsum(offer.value for offer in offers),
    }


def spread_of(portfolio: Portfolio, packages: Sequence[PlanPackages], outcome: UseOutcome) -> list[GroupSpread]:
    """Who is reached and who falls out: by target group, form and province."""
    places = {plan.id: number for number, plan in enumerate(portfolio.plans)}
    reached = {places[each.id]: packages[places[each.id]].packages[each.package] for each in outcome.chosen}
    return [_spread(portfolio, reached, by, group) for by in GROUPINGS for group in portfolio.groups(by)]


def _spread(portfolio: Portfolio, reached: Mapping[int, PolicyPackage], by: Grouping, group: str) -> GroupSpread:
    members = {number: plan for number, plan in enumerate(portfolio.plans) if plan.group(by) == group}
    among = [number for number in members if number in reached]
    return GroupSpread(
        by=by,
        group=group,
        plans=fsum(plan.weight for plan in members.values()),
        homes=fsum(plan.weight * plan.homes for plan in members.values()),
        reached_plans=fsum(members[number].weight for number in among),
        reached_homes=fsum(members[number].weight * members[number].homes for number in among),
        cash=fsum(members[number].weight * reached[number].cash for number in among),
    )


def _offer(number: int, plan: PortfolioPlan, place: int, package: PolicyPackage, worth: float) -> Offer:
    homes = plan.weight * plan.homes
    return Offer(
        number,
        place,
        homes,
        worth * homes,
        plan.weight * package.cash,
        plan.weight * package.net,
        plan.weight,
        plan.target,
        plan.province,
    )
