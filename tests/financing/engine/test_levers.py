"""Levers: what is given makes the plan close, and a hair less does not. Checked one scenario at a time."""

import json
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings

from financing.engine import Drivers, ParameterError, calculate, find_levers, parse_plan
from financing.engine.drivers import NEUTRAL
from tests.financing.engine import scalar_model
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.strategies import plans

BOUNDS = {
    "rent": (0.5, 2.0),
    "land_cost": (0.0, 1.0),
    "canon": (0.0, 1.0),
    "bank_rate_shift": (-0.05, 0.0),
    "subordinated_rate_shift": (-0.05, 0.0),
    "bank_term_shift": (0.0, 20.0),
    "bank_share_shift": (-0.3, 0.3),
    "member_contribution": (0.0, 150_000.0),
    "subsidy": (0.0, None),
    "construction_cost": (0.5, 1.0),
    "subordinated_term_shift": (0.0, 20.0),
    "sale_price": (0.8, 1.5),
    "rollover_share": (0.0, 1.0),
    "members_replaced": (0.0, 1.0),
}
TERMS = ("bank_term_shift", "subordinated_term_shift")
EUROS = ("subsidy", "member_contribution")


def closes(plan, drivers):
    return bool(calculate(plan, Drivers.of({name: [value] for name, value in drivers.items()})).closes[0])


def hair(driver, value):
    """What is no difference to anybody: a cent, a year of the term, a millionth of anything else."""
    return 0.01 if driver in EUROS else 1.0 if driver in TERMS else max(1e-6 * abs(value), 1e-9)


def assert_tight(plan, levers):
    """Every value closes the plan. Towards neutral (or for slack, away from it) a hair further, it does not."""
    for lever in levers["levers"]:
        driver, value, neutral = lever["driver"], lever["value"], NEUTRAL[lever["driver"]]
        if value is None:
            assert not lever["closes"]
            continue
        assert lever["closes"]
        assert lever["low"] <= value <= lever["high"]
        assert closes(plan, {driver: value}), driver
        worse = worse_side(driver)
        if levers["closes"]:
            further = value + worse * hair(driver, value)
            assert (
                not closes(plan, {driver: further})
                or further < lever["low"]
                or further > lever["high"]
                or (
                    # A term ends a year after the grace at the earliest, and money that is not there cannot be missed.
                    value == neutral and driver in (*EUROS, *TERMS)
                )
            ), driver
        else:
            back = value - np.sign(value - neutral) * hair(driver, value)
            assert not closes(plan, {driver: back}), driver


def worse_side(driver):
    better_with_more = ("rent", "sale_price", "rollover_share", "members_replaced", *TERMS, *EUROS)
    return -1 if driver in better_with_more else 1


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_levers_of_every_document_are_tight(path):
    document = json.loads(path.read_text())
    plan = parse_plan(document)

    levers = find_levers(plan).document()

    assert_tight(plan, levers)
    assert {lever["driver"] for lever in levers["levers"]} | {each["driver"] for each in levers["left_out"]} == set(
        BOUNDS
    )
    for lever in levers["levers"]:
        if lever["value"] is not None:
            scenario = scalar_model.calculate(document, {lever["driver"]: lever["value"]})
            assert all(holds for holds, _shortfall in scenario["criteria"].values()), lever["driver"]
    total = calculate(plan).cost.total[0, 0]
    for lever in levers["levers"]:
        low, high = BOUNDS[lever["driver"]]
        assert lever["low"] <= low
        assert lever["high"] >= (total if high is None else high)
        if not levers["closes"]:
            assert (lever["low"], lever["high"]) == (low, total if high is None else high)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_value_nearer_to_neutral_closes(path):
    plan = parse_plan(path.read_bytes())
    levers = find_levers(plan).document()

    for lever in levers["levers"]:
        driver, neutral = lever["driver"], NEUTRAL[lever["driver"]]
        # Other points than those of the scan itself.
        tried = np.linspace(lever["low"], lever["high"], 337) if driver not in TERMS else np.arange(21.0)
        verdicts = calculate(plan, Drivers.of({driver: tried})).closes
        if levers["closes"]:
            between = (tried - neutral) * (tried - lever["value"]) <= 0
            assert verdicts[between].all(), driver
        else:
            nearer = abs(tried - neutral) < (np.inf if lever["value"] is None else abs(lever["value"] - neutral))
            assert not verdicts[nearer].any(), driver


@given(plans())
@settings(max_examples=60)
def test_levers_of_any_plan_are_tight(document):
    plan = parse_plan(document)

    levers = find_levers(plan).document()

    assert_tight(plan, levers)
    assert_packages_close(plan, levers)


def test_closing_window_between_two_points_of_the_scan_is_found():
    """Too small a bank loan leaves a gap, too large a one exceeds the loan-to-value: what fits is 40 euros wide."""
    document = document_named("a_gap")
    document["market_value"] = 6_900_000
    document["series"]["market_value"] = {"rate": 0.0}
    document["criteria"] |= {"min_dscr": None, "min_equity_share": None, "liquidity": False, "reserve": False}
    total = calculate(parse_plan(document)).cost.total[0, 0]
    document["funding"].append({"name": "City", "kind": "subsidy", "fixed": total - 0.637 * total})
    document["criteria"]["max_ltv"] = (0.637 * total + 40) / 6_900_000
    plan = parse_plan(document)

    lever = {each["driver"]: each for each in find_levers(plan).document()["levers"]}["bank_share_shift"]

    # The gap may be half a euro.
    assert lever["value"] == pytest.approx(0.637 - 0.5 - 0.5 / total, abs=1e-9)


def test_nearest_of_two_sides_is_given():
    """A bank loan 10 points smaller closes this plan; so does nothing on the other side, which is tried as well."""
    document = document_named("beyond_the_horizon")
    plan = parse_plan(document)

    lever = {each["driver"]: each for each in find_levers(plan).document()["levers"]}["bank_share_shift"]

    assert lever["value"] < 0
    assert (lever["low"], lever["high"]) == (-0.3, 0.3)


def test_instruments_without_use_are_left_out_with_the_reason():
    levers = find_levers(parse_plan(document_named("no_value_no_homes"))).document()

    assert {each["driver"]: each["reason"] for each in levers["left_out"]} == {
        "rent": "the plan has no rent",
        "canon": "the plan pays no canon",
        "subordinated_rate_shift": "the plan has no subordinated loan",
        "member_contribution": "the plan has no dwellings",
        "construction_cost": "the plan has no construction line",
        "subordinated_term_shift": "the plan has no subordinated loan",
        "sale_price": "the plan sells no homes at a price of its own",
        "rollover_share": "no loan of the plan is lent again",
        "members_replaced": "no money of members leaves the plan",
    }


def test_empty_plan_leaves_everything_out():
    document = {
        "schema": "coophub.plan/1",
        "name": "Empty",
        "price_level_year": 2026,
        "first_year": 2027,
        "horizon_years": 5,
        "investment": {"midpoint": 2026},
    }

    levers = find_levers(parse_plan(document)).document()

    assert levers["closes"]
    assert levers["levers"] == levers["packages"] == []
    assert {each["driver"] for each in levers["left_out"]} == set(BOUNDS)


def test_slack_takes_no_more_money_away_than_there_is():
    document = document_named("hofje-voor-ouderen")

    levers = {each["driver"]: each for each in find_levers(parse_plan(document)).document()["levers"]}

    assert levers["subsidy"]["value"] == levers["subsidy"]["low"] == -75_000
    assert levers["member_contribution"]["value"] == 0


def assert_packages_close(plan, levers):
    for package in levers["packages"]:
        drivers = package["drivers"]
        assert 1 <= len(drivers) <= 3
        assert closes(plan, drivers), drivers
        assert package["guarantee"] == ("bank_rate_shift" in drivers)
        # One of its instruments is at the least that still closes; a guarantee has nothing to refine.
        less = [
            not closes(plan, {**drivers, driver: value - np.sign(value - NEUTRAL[driver]) * tiny(driver, value)})
            for driver, value in drivers.items()
            if driver != "bank_rate_shift"
        ]
        assert any(less) or list(drivers) == ["bank_rate_shift"], drivers
    costs = [package["public_cost"] for package in levers["packages"]]
    assert costs == sorted(costs)


def tiny(driver, value):
    """Of a factor, what counts is how far it is from 1."""
    return 0.01 if driver == "subsidy" else 1e-6 * max(abs(1 - value), 1e-2) if NEUTRAL[driver] else 1e-6 * abs(value)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_packages_close_and_have_nothing_to_spare(path):
    plan = parse_plan(path.read_bytes())
    levers = find_levers(plan).document()

    assert_packages_close(plan, levers)
    for first, second in pairwise(levers["packages"]):
        assert first["drivers"] != second["drivers"]


def test_documents_have_packages_of_every_kind():
    found = [package for path in PATHS for package in find_levers(parse_plan(path.read_bytes())).document()["packages"]]

    assert {driver for package in found for driver in package["drivers"]} == {
        "subsidy",
        "land_cost",
        "subordinated_rate_shift",
        "bank_rate_shift",
    }
    assert {len(package["drivers"]) for package in found} == {1, 2, 3}
    assert {package["guarantee"] for package in found} == {True, False}


def present_value(amounts, rate):
    return sum(amount / (1 + rate) ** (t + 1) for t, amount in enumerate(amounts))


def public_cost_by_loops(document, drivers, guarantee, discount=0.02, fee=0.002, loss=0.003):
    """The table of section 6, from the scalar model."""
    years = document["horizon_years"]
    cost = drivers.get("subsidy", 0.0)
    for line in document["investment"]["lines"]:
        if line["category"] == "land" and not line.get("share_of"):
            plain = next(
                amount for name, _, amount, _ in scalar_model.calculate(document)["lines"] if name == line["name"]
            )
            cost += plain * (1 - drivers.get("land_cost", 1.0))
    canon = [row["canon"] for row in scalar_model.calculate(document)["years"]]
    cost += present_value(canon, discount) * (1 - drivers.get("canon", 1.0))
    with_package = scalar_model.calculate(document, drivers)
    at_plan_rates = scalar_model.calculate(
        document, {name: value for name, value in drivers.items() if name != "subordinated_rate_shift"}
    )
    for number, (source, amount, course) in enumerate(with_package["loans"]):
        if source["kind"] in ("municipal_loan", "svn_loan"):
            before = at_plan_rates["loans"][number][2]
            cost += present_value(
                [before[0][t] + before[4][t] - course[0][t] - course[4][t] for t in range(years)], discount
            )
        if source["kind"] == "bank_loan" and guarantee:
            balances = [amount, *course[2][:-1]]
            cost += present_value([(loss - fee) * balance for balance in balances], discount)
    return cost


@pytest.mark.parametrize("name", ["canon_and_parking", "share_of_all", "beyond_the_horizon", "no_value_no_homes"])
def test_public_cost_is_that_of_the_table(name):
    document = document_named(name)

    levers = find_levers(parse_plan(document)).document()

    assert levers["packages"]
    homes = scalar_model.homes(document)
    for package in levers["packages"]:
        expected = public_cost_by_loops(document, package["drivers"], package["guarantee"])
        assert package["public_cost"] == pytest.approx(expected, rel=1e-9, abs=1e-4)
        if homes:
            assert package["public_cost_per_dwelling"] == pytest.approx(expected / homes, rel=1e-9, abs=1e-4)
        else:
            assert package["public_cost_per_dwelling"] is None


def test_lower_canon_is_a_package_where_canon_is_what_the_plan_cannot_pay():
    document = document_named("erfpacht-met-stadslening")
    document["ground_lease"]["amount"] = 190_000
    plan = parse_plan(document)

    packages = find_levers(plan).document()["packages"]

    alone = next(package for package in packages if list(package["drivers"]) == ["canon"])
    expected = public_cost_by_loops(document, alone["drivers"], guarantee=False)
    assert alone["public_cost"] == pytest.approx(expected, rel=1e-9)


def test_parameters_are_used_and_shown():
    plan = parse_plan(document_named("no_value_no_homes"))
    chosen = {"public_discount_rate": 0.0, "rate_cut": 0.012, "fee": 0.001, "expected_loss": 0.004}

    levers = find_levers(plan, chosen).document()

    assert levers["parameters"] == chosen
    package = next(package for package in levers["packages"] if package["guarantee"])
    assert package["drivers"]["bank_rate_shift"] == pytest.approx(-0.011)
    expected = public_cost_by_loops(
        document_named("no_value_no_homes"), package["drivers"], True, discount=0.0, fee=0.001, loss=0.004
    )
    assert package["public_cost"] == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"discount": 0.02}, "discount: expected one of"),
        ({"fee": "0.002"}, "fee: expected a number."),
        ({"fee": float("nan")}, "fee: expected a number."),
        ({"fee": -0.1}, "fee: expected a number from 0 to 1."),
        ({"rate_cut": True}, "rate_cut: expected a number."),
    ],
)
def test_parameters_that_cannot_be_used_are_named(parameters, named):
    with pytest.raises(ParameterError, match=named.replace(".", r"\.")):
        find_levers(parse_plan(document_named("a_gap")), parameters)


@pytest.mark.parametrize("name", ["de-eendracht", "beyond_the_horizon", "share_of_all", "canon_and_parking"])
def test_stricter_demand_asks_more_of_an_instrument(name):
    def rent_needed(min_dscr):
        document = document_named(name)
        document["criteria"] |= {"min_dscr": min_dscr, "liquidity": False}
        return next(
            each["value"] for each in find_levers(parse_plan(document)).document()["levers"] if each["driver"] == "rent"
        )

    assert 1 < rent_needed(1.1) < rent_needed(1.15) < rent_needed(1.3)


def test_plan_without_any_room_has_no_slack():
    """What it keeps at the least is exactly what it must keep: every driver that costs money stays where it is."""
    document = document_named("erfpacht-met-stadslening")
    least = calculate(parse_plan(document)).flow.liquidity.min()
    document["liquidity"]["minimum"] = float(least)
    plan = parse_plan(document)

    levers = find_levers(plan).document()

    assert levers["closes"]
    assert_tight(plan, levers)
    for lever in levers["levers"]:
        neutral = NEUTRAL[lever["driver"]]
        assert (lever["value"] - neutral) * worse_side(lever["driver"]) >= 0
        # The loan of the city is repaid from the third year on, when there is more than the least.
        if lever["driver"] not in (*EUROS, "subordinated_term_shift"):
            assert lever["value"] == pytest.approx(neutral, abs=1e-8), lever["driver"]
