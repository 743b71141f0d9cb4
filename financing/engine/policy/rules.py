"""The same money without choosing: order of receipt, ranking by score, lowest cost first and equal shares."""

from collections.abc import Callable, Iterable
from math import fsum

from financing.engine.calculate import calculate
from financing.engine.documents import Plan
from financing.engine.drivers import Drivers
from financing.engine.policy.demand import ROUNDING, Demand, Offer, most_for, totals_of
from financing.engine.policy.result import EqualShares, RuleOutcomes

HALVINGS = 200


def rules_of(demand: Demand, budget: float) -> RuleOutcomes:
    """The four rules, within the same limits."""
    plans, offers = demand.portfolio.plans, demand.cheapest_offers
    by_receipt = sorted(offers, key=lambda offer: _receipt(demand, offer.plan))
    has_scores = any(plan.score is not None for plan in plans)
    by_score = sorted(by_receipt, key=lambda offer: -_score(demand, offer.plan))
    by_cost = sorted(by_receipt, key=lambda offer: offer.cash / offer.homes)
    return RuleOutcomes(
        receipt=demand.outcome(_in_order(demand, by_receipt, budget)),
        score=demand.outcome(_in_order(demand, by_score, budget)) if has_scores else None,
        cheapest=demand.outcome(_in_order(demand, by_cost, budget)),
        equal=_equal_shares(demand, budget),
    )


def _receipt(demand: Demand, plan: int) -> tuple[float, int]:
    received = demand.portfolio.plans[plan].received
    return (float("inf") if received is None else received, plan)


def _score(demand: Demand, plan: int) -> float:
    score = demand.portfolio.plans[plan].score
    return float("-inf") if score is None else score


def _in_order(demand: Demand, offers: Iterable[Offer], budget: float) -> list[Offer]:
    """Each in its turn while the money lasts: the first that does not fit ends it (Awb 4:25 lid 2).

    Where a ceiling is what it does not fit in, it ends for its target group alone; and money that is kept for a group
    is still there for that group. A province that has its number of plans is passed over.
    """
    taken: list[Offer] = []
    ended: set[str] = set()
    for offer in offers:
        with_it = [*taken, offer]
        if offer.target in ended or not demand.has_room_in_provinces(with_it):
            continue
        spent = demand.spent(with_it)
        if demand.is_within_ceilings(spent) and demand.taken(spent) <= budget + ROUNDING:
            taken = with_it
            continue
        ended.add(offer.target)
        if demand.is_within_ceilings(spent):
            so_far = demand.spent(taken)
            ended |= {group for group, amount in so_far.items() if amount >= demand.limits.floors.get(group, 0.0)}
    return taken


def _equal_shares(demand: Demand, budget: float) -> EqualShares:
    """A plan counts that closes with its share, which then is at least what its package of least cash takes."""
    plans, limits = demand.portfolio.plans, demand.limits
    asking = _asking(demand)
    homes = {
        group: fsum(plans[number].weight * plans[number].homes for number in asking if plans[number].target == group)
        for group in demand.portfolio.groups("target")
    }

    def by_group(per_home: float) -> dict[str, float]:
        wanted = {
            group: max(per_home * count, limits.floors.get(group, 0.0)) for group, count in homes.items() if count
        }
        return {group: min(amount, limits.ceilings.get(group, amount)) for group, amount in wanted.items()}

    per_home = _level(lambda level: fsum(by_group(level).values()), budget, fsum(homes.values()))
    shares = {group: amount / homes[group] for group, amount in by_group(per_home).items()}
    grants = {
        number: min(shares.get(plans[number].target, 0.0) * plans[number].homes, most_for(plans[number], limits))
        for number in asking
    }
    cheapest = {offer.plan: offer for offer in demand.cheapest_offers}
    closing = [
        cheapest[number]
        for number, grant in grants.items()
        if number in cheapest
        and cheapest[number].cash <= plans[number].weight * grant + ROUNDING
        and _closes_with(plans[number].document, grant)
    ]
    cash = fsum(plans[number].weight * grant for number, grant in grants.items())
    chosen = sorted([*demand.closing, *closing], key=lambda offer: offer.plan)
    return EqualShares(
        **totals_of(chosen), cash=cash, net=cash, per_home=per_home, chosen=[plans[offer.plan].id for offer in chosen]
    )


def _asking(demand: Demand) -> list[int]:
    """Who shares: every plan that does not close by itself, in a province the first so many of them."""
    closing = {offer.plan for offer in demand.closing}
    most = demand.limits.most_plans_per_province
    counts: dict[str, float] = {}
    asking = []
    for number in sorted(range(len(demand.portfolio.plans)), key=lambda number: _receipt(demand, number)):
        plan = demand.portfolio.plans[number]
        count = counts.get(plan.province, 0.0) + plan.weight
        if number not in closing and (most is None or count <= most):
            counts[plan.province] = count
            asking.append(number)
    return asking


def _level(spent: Callable[[float], float], budget: float, homes: float) -> float:
    """The largest amount per home with which the budget is not passed."""
    if not homes:
        return 0.0
    low, high = 0.0, budget / homes
    while spent(high) < budget - ROUNDING and high < 2 * budget:
        high *= 2
    if spent(high) <= budget:
        return high
    for _turn in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if spent(middle) <= budget else (low, middle)
    return low


def _closes_with(plan: Plan, grant: float) -> bool:
    return bool(calculate(plan, Drivers.of({"subsidy": [grant]})).closes[0])
