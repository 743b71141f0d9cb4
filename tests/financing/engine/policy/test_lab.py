"""The whole answer: the example that was worked out on paper, and what must hold of any."""

import json

import jsonschema
import numpy as np
import pytest
from django.conf import settings

from financing.engine import Drivers, calculate, json_schema_of
from financing.engine.policy import (
    PolicyError,
    best_use_of,
    checked_seed,
    outlook_of,
    packages_by_plan,
    parse_portfolio,
    policy_from,
    policy_of,
    policy_parameters,
    read_policy,
    spread_of,
)
from financing.engine.stress import Uncertainty, draws_of
from tests.financing.engine.policy.portfolios import entry, made_up, plan_document, portfolio_document

EXAMPLE = settings.BASE_DIR / "docs/developers/policy-lab-example.json"


def test_example_on_paper_is_the_answer_of_the_program():
    """`docs/developers/policy-lab.md`, under "Three plans on paper"."""
    found = policy_of(parse_portfolio(EXAMPLE.read_bytes()), budget=1_000_000, seed=1)

    packages = [[(each.drivers, each.cash, each.net) for each in plan.packages] for plan in found.plans]
    assert packages == [
        [({"subsidy": pytest.approx(399_999.50)}, pytest.approx(399_999.50), pytest.approx(399_999.50))],
        [({"subsidy": pytest.approx(999_999.50)}, pytest.approx(999_999.50), pytest.approx(999_999.50))],
        [
            (
                {"subsidy": pytest.approx(136_999.50), "land_cost": 0.0},
                pytest.approx(436_999.50),
                pytest.approx(436_999.50),
            )
        ],
    ]
    grant = found.curves[0]
    assert grant.homes == [0.0] * 5 + [20.0] * 3 + [42.0] * 13
    assert (grant.cash[5], grant.cash[8]) == (1_000_000.0, pytest.approx(2_545_200.0))
    optimum, rules = found.optimum, found.rules
    assert [each.id for each in optimum.chosen] == ["A", "C"]
    assert (optimum.homes, optimum.cash, optimum.gap) == (22.0, pytest.approx(836_999.0), 0.0)
    assert (rules.receipt.homes, rules.score.homes, rules.cheapest.homes) == (20.0, 20.0, 22.0)
    assert (rules.equal.homes, rules.equal.per_home) == (0.0, pytest.approx(23_809.5238))
    by_budget = {round(each.budget): each.homes for each in found.next_home}
    assert {1e6: 22, 3e5: 0, 4e5: 10, 5e5: 12, 9e5: 22, 14e5: 30, 15e5: 32, 19e5: 42}.items() <= by_budget.items()
    assert {each.name: each.homes for each in found.storms} == {"interest": 22, "construction": 0, "both": 0}
    assert (found.draws.homes.p5, found.draws.homes.p95) == (0.0, 22.0)
    assert found.revolving.homes.p50[-1] == 0.0
    assert found.revolving.gift_homes[-1] == 22.0


def test_same_seed_gives_the_same_document_as_published():
    portfolio = parse_portfolio(made_up(4))
    one, same, other = (
        policy_of(portfolio, budget=4e6, seed=seed, parameters={"runs": 40}).document() for seed in (3, 3, 4)
    )

    assert one == same
    assert one != other
    assert read_policy(json.loads(json.dumps(one, allow_nan=False))).document() == one
    jsonschema.Draft202012Validator(json_schema_of("policy-1")).validate(json.loads(json.dumps(one)))
    jsonschema.Draft202012Validator(json_schema_of("portfolio-1")).validate(made_up(4))


def test_outlook_of_one_plan_is_that_plan_calculated_in_each_world():
    document = plan_document(building=190_000.0, canon=500.0, rent=950.0)
    portfolio = parse_portfolio(portfolio_document([entry("a", document, weight=2)]))
    parameters = policy_parameters({"runs": 60, "instruments": ["grant"], "standard_deviations": {"rent": 0.01}})
    packages = packages_by_plan(portfolio, parameters)
    best = best_use_of(portfolio, packages, 1e9, parameters)

    found = outlook_of(portfolio, packages, best.optimum, 1e9, 5, parameters)

    grant = packages[0].packages[0].drivers["subsidy"]
    (drawn,) = draws_of(Uncertainty.of({"standard_deviations": {"rent": 0.01}}), 5, 60)
    homes = []
    for row in range(60):
        world = {name: [float(values[row, 0])] for name, values in drawn.values.items()}
        homes.append(48 * calculate(portfolio.plans[0].document, Drivers.of({**world, "subsidy": [grant]})).closes[0])
    assert [found.draws.homes.p5, found.draws.homes.p50, found.draws.homes.p95] == pytest.approx(
        np.percentile(homes, [5, 50, 95])
    )
    assert 0 < np.mean(homes) < 48


def test_stronger_packages_hold_in_the_storm_that_they_are_made_for():
    document = plan_document(building=150_000.0, rent=950.0)
    portfolio = parse_portfolio(
        portfolio_document([entry("a", document), entry("closes", plan_document(building=9e4))])
    )
    parameters = policy_parameters({"runs": 20, "storms": [{"name": "rents", "drivers": {"rent": 1.1}}]})
    packages = packages_by_plan(portfolio, parameters)
    best = best_use_of(portfolio, packages, 1e9, parameters)

    found = outlook_of(portfolio, packages, best.optimum, 1e9, 1, parameters)

    assert [(storm.name, storm.homes, storm.plans) for storm in found.storms] == [("rents", 48.0, 2.0)]


def test_money_that_comes_back_reaches_more_homes_than_money_that_is_given():
    document = plan_document(building=82_000.0, land=60_000.0, canon=1_500.0, rent=950.0, city=40_000.0)
    portfolio = parse_portfolio(portfolio_document([entry("a", document)]))
    parameters = policy_parameters(
        {"runs": 5, "public_loan": {"per_home": 150_000, "rate": 0.01, "term_years": 30, "grace_years": 0}}
        | {"revolving": {"plans_per_year": 2, "years": 10}}
    )
    loan = packages_by_plan(portfolio, parameters.model_copy(update={"instruments": ["public_loan"]}))[0].packages

    packages = packages_by_plan(portfolio, parameters)
    nothing = best_use_of(portfolio, packages, 1.0, parameters).optimum

    found = outlook_of(portfolio, packages, nothing, 2.5 * loan[0].cash, 1, parameters).revolving

    assert found.year == list(range(1, 11))
    assert found.homes.p50[0] == 48.0
    assert found.homes.p50[-1] > 48.0
    # Half a loan is left, and a year's payments come back of two that were lent.
    rate, term = 0.01 / 12, 360
    payment = 12 * rate / (1 - (1 + rate) ** -term)
    assert found.balance.p50[0] == pytest.approx(loan[0].cash * (0.5 + 2 * (payment - 0.005)), rel=1e-6)


def test_parts_that_a_job_kept_make_the_same_document():
    portfolio = parse_portfolio(made_up(3))
    whole = policy_of(portfolio, budget=3e6, seed=1, parameters={"runs": 10})
    best = type(whole).model_validate(whole.document())

    again = policy_from(3e6, 1, whole.parameters, whole.curves, whole.plans, best, best)

    assert again == whole


def test_progress_counts_to_the_end_and_never_back():
    told = []

    policy_of(
        parse_portfolio(made_up(2)),
        budget=3e6,
        seed=1,
        parameters={"runs": 5},
        progress=lambda *each: told.append(each),
    )

    done = [each for each, _total in told]
    assert done == sorted(done)
    assert told[-1] == (400, 400)


def test_spread_says_who_is_reached_and_who_falls_out():
    portfolio = parse_portfolio(EXAMPLE.read_bytes())
    parameters = policy_parameters({"limits": {"floors": {"seniors": 1_000_000}}})
    packages = packages_by_plan(portfolio)
    best = best_use_of(portfolio, packages, 1_000_000, parameters)

    groups = {(each.by, each.group): each for each in spread_of(portfolio, packages, best.optimum)}

    assert (groups["target", "seniors"].reached_homes, groups["target", "starters"].reached_homes) == (20.0, 0.0)
    assert (groups["province", "Drenthe"].homes, groups["province", "Drenthe"].reached_homes) == (32.0, 20.0)
    assert sum(groups["form", form].cash for form in ("rental", "ownership")) == pytest.approx(best.optimum.cash)
    assert [(each.group, each.homes) for each in best.floors] == [("seniors", 2.0)]


@pytest.mark.parametrize("seed", [-1, True, 1.5])
def test_seed_that_is_no_seed_is_refused(seed):
    with pytest.raises(PolicyError, match="seed: Expected a whole number of at least 0"):
        checked_seed(seed)
