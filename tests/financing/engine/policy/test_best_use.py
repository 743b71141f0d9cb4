"""The best use of a budget against every possible choice, and against the simple rules."""

from itertools import product
from math import inf

import numpy as np
import pytest

from financing.engine.policy import parse_portfolio, policy_parameters
from financing.engine.policy.best_use import optimum_of
from financing.engine.policy.demand import demand_of
from financing.engine.policy.result import PlanPackages, PolicyPackage
from financing.engine.policy.rules import rules_of
from tests.financing.engine.policy.portfolios import PROVINCES, TARGETS, entry, plan_document, portfolio_document

DOCUMENT = plan_document(homes=1)
EMPTY = {"drivers": {}, "guarantee": False, "loan": None, "cash": 0.0, "net": 0.0}


def package(cash, net=None):
    return PolicyPackage(
        drivers={"subsidy": cash}, guarantee=False, loan=None, cash=cash, net=cash if net is None else net
    )


def chosen_from(plans):
    """A portfolio with these packages: (homes, [cash, ...]) by plan, None where it closes already."""
    portfolio = parse_portfolio(
        portfolio_document(
            entry(
                f"p{number}", DOCUMENT, homes=homes, target=TARGETS[number % 3], province=PROVINCES[number % 4], **facts
            )
            for number, (homes, _costs, facts) in enumerate(plans)
        )
    )
    packages = [
        PlanPackages(
            id=f"p{number}",
            homes=homes,
            closes=costs is None,
            packages=[PolicyPackage(**EMPTY)] if costs is None else [package(*cost) for cost in sorted(costs)],
        )
        for number, (homes, costs, _facts) in enumerate(plans)
    ]
    return portfolio, packages


def random_plans(draw):
    plans = []
    for number in range(int(draw.integers(1, 9))):
        costs = [
            (cash := round(float(draw.uniform(1e5, 4e6)), 2), cash * float(draw.uniform(0.2, 1)))
            for _package in range(int(draw.integers(0, 3)))
        ]
        facts = {"weight": float(draw.choice([1, 1, 2])), "received": number, "score": float(draw.integers(0, 5))}
        plans.append((int(draw.integers(1, 60)), None if draw.random() < 0.1 else costs, facts))
    return plans


def random_limits(draw, budget, portfolio):
    groups = portfolio.groups("target")
    if draw.random() < 0.4:
        return {}
    limits = {
        "most_per_application": [None, 3e6][draw.integers(0, 2)],
        "most_per_home": [None, 150_000.0][draw.integers(0, 2)],
        "most_plans_per_province": [None, 1, 2][draw.integers(0, 3)],
    }
    if draw.random() < 0.5:
        limits["floors"] = {groups[0]: budget * 0.4}
    if draw.random() < 0.5:
        limits["ceilings"] = {groups[-1]: budget * 0.5}
    return limits


def most_by_trying(portfolio, packages, budget, limits, weights):
    """The most value of all choices, written without a look at how the engine does it."""
    plans = portfolio.plans
    best = 0.0
    for choice in product(*(range(-1, len(each.packages)) for each in packages)):
        taken = [
            (plans[number], packages[number].packages[place], packages[number].closes)
            for number, place in enumerate(choice)
            if place >= 0
        ]
        helped = [(plan, each) for plan, each, closes in taken if not closes]
        by_group = dict.fromkeys(portfolio.groups("target"), 0.0)
        by_province = dict.fromkeys(portfolio.groups("province"), 0.0)
        for plan, each in helped:
            by_group[plan.target] += plan.weight * each.cash
            by_province[plan.province] += plan.weight
        kept = sum(max(cash, limits.get("floors", {}).get(group, 0.0)) for group, cash in by_group.items())
        is_allowed = (
            kept <= budget + 1e-6
            and all(by_group[group] <= most + 1e-6 for group, most in limits.get("ceilings", {}).items())
            and all(each.cash <= (limits.get("most_per_application") or inf) for _plan, each in helped)
            and all(each.cash <= plan.homes * (limits.get("most_per_home") or inf) for plan, each in helped)
            and max(by_province.values()) <= (limits.get("most_plans_per_province") or inf)
        )
        if is_allowed:
            value = sum(weights.get(plan.target, 1.0) * plan.weight * plan.homes for plan, _each, _closes in taken)
            best = max(best, value)
    return best


@pytest.mark.parametrize("seed", range(8))
def test_optimum_is_the_best_of_all_choices_and_below_no_rule(seed):
    for number in range(25):
        draw = np.random.Generator(np.random.PCG64([seed, number]))
        portfolio, packages = chosen_from(random_plans(draw))
        budget = float(draw.uniform(2e5, 1.2e7))
        limits = random_limits(draw, budget, portfolio)
        weights = {portfolio.groups("target")[0]: 2.0} if draw.random() < 0.3 else {}
        parameters = policy_parameters({"limits": limits, "weights": weights})
        demand = demand_of(portfolio, packages, parameters)

        optimum, rules = optimum_of(demand, budget), rules_of(demand, budget)

        assert optimum.value == pytest.approx(most_by_trying(portfolio, packages, budget, limits, weights), abs=1e-6)
        assert optimum.gap == 0
        assert optimum.cash <= budget + 1e-6
        for rule in (rules.receipt, rules.score, rules.cheapest, rules.equal):
            assert rule.value <= optimum.value + 1e-6
            assert rule.cash <= budget + 1e-3
        assert optimum.value <= optimum_of(demand, budget * 1.3).value


def test_without_end_of_money_every_plan_closes_that_can():
    portfolio, packages = chosen_from(random_plans(np.random.Generator(np.random.PCG64(3))) * 3)

    optimum = optimum_of(demand_of(portfolio, packages, policy_parameters(None)), inf)

    assert [each.id for each in optimum.chosen] == [each.id for each in packages if each.packages]
