"""Chance, tornado and heat map."""

import numpy as np
import pytest

from financing.engine import Drivers, ParameterError, calculate, heat_map, parse_plan, stress
from financing.engine import stress as stress_function
from financing.engine.drivers import NEUTRAL
from financing.engine.sensitivity import RANGES
from financing.engine.stress import AT_ONCE, STANDARD_DEVIATIONS, Uncertainty, draws_of
from tests.bench.harness import peak_megabytes
from tests.financing.engine.documents import document_named


@pytest.fixture
def plan():
    return parse_plan(document_named("erfpacht-met-stadslening"))


def drawn(parameters=None, seed=1, runs=40_000):
    chosen = Uncertainty.of(parameters)
    parts = list(draws_of(chosen, seed, runs))
    return {name: np.concatenate([part.values[name][:, 0] for part in parts]) for name in chosen.drivers}


def test_same_seed_gives_the_same_figures_and_another_seed_others(plan):
    first, again, other = (stress(plan, seed=seed, runs=300).document() for seed in (7, 7, 8))

    assert first == again
    assert first["liquidity"]["p50"] != other["liquidity"]["p50"]
    assert first["tornado"] == other["tornado"]


def test_figures_are_percentiles_of_the_runs(plan):
    runs = AT_ONCE + 300
    document = stress(plan, seed=3, runs=runs).document()
    values = drawn(seed=3, runs=runs)

    one_by_one = calculate(plan, Drivers.of(values))

    assert document["closes_share"] == one_by_one.closes.mean()
    for name, percent in (("p5", 5), ("p50", 50), ("p95", 95)):
        expected = np.percentile(one_by_one.flow.liquidity, percent, axis=0)
        assert document["liquidity"][name] == pytest.approx(expected.tolist(), abs=1e-3)
        assert document["min_dscr"][name] == pytest.approx(np.percentile(one_by_one.ratios.min_dscr, percent), abs=1e-9)
    assert document["liquidity"]["year"][0] == plan.first_year
    assert len(document["liquidity"]["year"]) == plan.horizon_years


def test_without_spread_every_run_is_the_plan(plan):
    base = calculate(plan)
    for spread in (0.0, 1e-10):
        document = stress(
            plan, seed=1, runs=50, parameters={"standard_deviations": dict.fromkeys(STANDARD_DEVIATIONS, spread)}
        ).document()

        for name in ("p5", "p50", "p95"):
            assert document["liquidity"][name] == pytest.approx(base.flow.liquidity[0].tolist(), abs=1.0)
            assert document["min_dscr"][name] == pytest.approx(base.ratios.min_dscr[0], abs=1e-6)
        assert document["closes_share"] == 1.0


def test_mean_comes_nearer_to_the_plan_as_the_spread_gets_smaller(plan):
    base = calculate(plan).flow.liquidity[0, -1]

    def distance(share):
        sizes = {name: size * share for name, size in STANDARD_DEVIATIONS.items()}
        parts = draws_of(Uncertainty.of({"standard_deviations": sizes}), 1, 4_000)
        mean = np.mean([calculate(plan, part).flow.liquidity[:, -1].mean() for part in parts])
        return abs(mean - base)

    assert distance(1.0) > 3 * distance(0.1) > 9 * distance(0.01)


def test_draws_have_the_spread_and_the_correlations_that_are_asked():
    values = drawn()

    for name, size in STANDARD_DEVIATIONS.items():
        assert values[name].mean() == pytest.approx(NEUTRAL[name], abs=0.03 * size)
        assert values[name].std() == pytest.approx(size, rel=0.02)
    found = np.corrcoef([values[name] for name in STANDARD_DEVIATIONS])
    names = list(STANDARD_DEVIATIONS)
    wanted = {
        frozenset(["interest_shift", "inflation_shift"]): 0.5,
        frozenset(["construction_cost", "inflation_shift"]): 0.3,
        frozenset(["rent_index_shift", "inflation_shift"]): 0.7,
    }
    for row, one in enumerate(names):
        for column, other in enumerate(names):
            if one != other:
                assert found[row, column] == pytest.approx(wanted.get(frozenset([one, other]), 0.0), abs=0.02), (
                    one,
                    other,
                )


def test_spread_and_correlations_can_be_chosen(plan):
    parameters = {
        "standard_deviations": {"rent": 0.05, "construction_cost": 0.0},
        "correlations": [
            {"drivers": ["inflation_shift", "interest_shift"], "value": -0.2},
            {"drivers": ["rent", "vacancy_shift"], "value": -1.0},
        ],
    }
    values = drawn(parameters)

    assert "construction_cost" not in values
    assert np.corrcoef(values["inflation_shift"], values["interest_shift"])[0, 1] == pytest.approx(-0.2, abs=0.02)
    assert np.corrcoef(values["rent"], values["vacancy_shift"])[0, 1] == pytest.approx(-1.0, abs=1e-5)
    shown = stress(plan, seed=1, runs=5, parameters=parameters).document()["parameters"]
    assert shown["standard_deviations"]["rent"] == 0.05
    assert {"drivers": ["interest_shift", "inflation_shift"], "value": -0.2} in shown["correlations"]


def test_factors_never_fall_below_nothing():
    values = drawn({"standard_deviations": {"construction_cost": 2.0}})

    assert values["construction_cost"].min() == 0.0
    assert values["interest_shift"].min() < 0


def test_plan_without_senior_debt_has_no_worst_dscr():
    document = document_named("hofje-voor-ouderen")
    document["funding"] = [{"name": "Leden", "kind": "member_equity", "remainder": True}]

    found = stress(parse_plan(document), seed=1, runs=20).document()

    assert found["min_dscr"] == {"p5": None, "p50": None, "p95": None}
    assert found["tornado"][0]["min_dscr_low"] is None


def test_memory_hardly_grows_with_the_runs(plan):
    few, many = (peak_megabytes(lambda runs=runs: stress_function(plan, seed=1, runs=runs)) for runs in (2_000, 12_000))

    # What has to be kept of a run is its liquidity by year.
    assert many - few < 2.5 * 10_000 * plan.horizon_years * 8 / 1e6


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"seed": -1}, "seed: expected a whole number"),
        ({"seed": True}, "seed: expected a whole number"),
        ({"runs": 0}, "runs: expected a whole number"),
        ({"runs": 10**9}, "runs: expected a whole number"),
        ({"parameters": {"spread": {}}}, "spread: expected one of"),
        ({"parameters": {"standard_deviations": [1]}}, "standard_deviations: expected an object"),
        ({"parameters": {"standard_deviations": {"rent": -1}}}, "standard_deviations.rent: expected a number from 0"),
        (
            {"parameters": {"standard_deviations": {"bank_term_shift": 1}}},
            "standard_deviations.bank_term_shift: expected",
        ),
        ({"parameters": {"correlations": {"rent": 1}}}, "correlations: expected a list"),
        ({"parameters": {"correlations": [{"drivers": ["rent", "rent"], "value": 1}]}}, r"correlations\[0\].drivers"),
        ({"parameters": {"correlations": [{"drivers": ["rent", "canon"], "value": 2}]}}, r"correlations\[0\].value"),
        ({"parameters": {"correlations": ["rent"]}}, r"correlations\[0\].drivers"),
        ({"parameters": {"tornado": {"rent": [1]}}}, "rent: expected a low and a high value"),
        ({"parameters": {"tornado": {"rent": [2, 1]}}}, "rent: expected a low value below the high one"),
        ({"parameters": {"tornado": {"rent": [-1, 1]}}}, "rent: expected a number from 0"),
        ({"parameters": {"tornado": {"bank_term_shift": [0.5, 1]}}}, "bank_term_shift: expected whole years"),
        ({"parameters": {"tornado": {"colour": [0, 1]}}}, "colour: expected one of"),
    ],
)
def test_parameters_that_cannot_be_used_are_named(plan, changes, named):
    with pytest.raises(ParameterError, match=named):
        stress(plan, **{"seed": 1, "runs": 10, **changes})


def test_correlations_that_contradict_each_other_are_refused(plan):
    pairs = [("rent_index_shift", "interest_shift", -0.9), ("inflation_shift", "interest_shift", 0.9)]
    parameters = {"correlations": [{"drivers": [one, other], "value": value} for one, other, value in pairs]}

    with pytest.raises(ParameterError, match="hold together"):
        stress(plan, seed=1, runs=10, parameters=parameters)


def test_tornado_has_every_driver_the_largest_effect_first(plan):
    bars = stress(plan, seed=1, runs=1, parameters={"tornado": {"rent": [0.8, 1.2]}}).document()["tornado"]

    base = calculate(plan).flow.liquidity.min()
    effects = []
    assert {bar["driver"] for bar in bars} == set(NEUTRAL)
    for bar in bars:
        low, high = (calculate(plan, Drivers.of({bar["driver"]: [bar[side]]})) for side in ("low", "high"))
        assert bar["min_liquidity_low"] == pytest.approx(low.flow.liquidity.min(), abs=1e-3)
        assert bar["min_liquidity_high"] == pytest.approx(high.flow.liquidity.min(), abs=1e-3)
        assert bar["min_dscr_low"] == pytest.approx(low.ratios.min_dscr[0])
        assert bar["min_dscr_high"] == pytest.approx(high.ratios.min_dscr[0])
        ends = [bar["min_liquidity_low"], bar["min_liquidity_high"], base]
        effects.append(max(ends) - min(ends))
    assert effects == pytest.approx(sorted(effects, reverse=True), abs=1e-3)
    bar = next(bar for bar in bars if bar["driver"] == "rent")
    assert (bar["low"], bar["high"]) == (0.8, 1.2)
    assert next(bar for bar in bars if bar["driver"] == "operating_cost")["high"] == 1.08


@pytest.mark.parametrize(("first", "second"), [("rent", "construction_cost"), ("bank_term_shift", "bank_share_shift")])
def test_heat_map_is_a_grid_of_single_scenarios(plan, first, second):
    found = heat_map(plan, first, second).document()

    assert (found["first"]["driver"], found["second"]["driver"]) == (first, second)
    assert len(found["closes"]) == len(found["first"]["values"]) == 21
    for row in (0, 10, 20):
        assert len(found["closes"][row]) == len(found["second"]["values"]) == 21
        for column in (0, 10, 15):
            drivers = {first: [found["first"]["values"][row]], second: [found["second"]["values"][column]]}
            alone = calculate(plan, Drivers.of(drivers))
            assert found["closes"][row][column] == alone.closes[0]
            assert found["min_dscr"][row][column] == pytest.approx(alone.ratios.min_dscr[0])
    assert found["closes"][10][10] == calculate(plan).closes[0]


def test_heat_map_goes_where_it_is_asked(plan):
    found = heat_map(plan, "rent", "subsidy", first_range=(1.0, 1.2), second_range=(0.0, 200_000.0)).document()

    assert (found["first"]["values"][0], found["first"]["values"][-1]) == (1.0, 1.2)
    assert found["second"]["values"][1] == 10_000
    for wrong in ({"second": "rent"}, {"second": "colour"}, {"second": "canon", "second_range": (1.0, 1.0)}):
        with pytest.raises(ParameterError):
            heat_map(plan, "rent", **wrong)


def test_every_driver_has_a_range_around_neutral():
    assert set(RANGES) == set(NEUTRAL)
    # No more than all of it is lent again, or paid in by who comes in the place of who leaves.
    at_most = {"rollover_share", "members_replaced"}
    assert all(low < NEUTRAL[name] < high for name, (low, high) in RANGES.items() if name not in at_most)
    assert all(low < NEUTRAL[name] == high for name, (low, high) in RANGES.items() if name in at_most)
