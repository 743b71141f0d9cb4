"""The engine against the scalar calculation that checks it."""

from functools import partial
from typing import Any

import numpy as np

from financing.engine import Drivers, calculate, find_levers, parse_plan, result_document, stress
from tests.bench.harness import Figure, compare, peak_megabytes, publish
from tests.financing.engine import scalar_model

CATEGORIES = ("land", "construction", "additional", "contingency")
YEARS = 50


def plan_of_thirty_lines() -> dict[str, Any]:
    """A plan as groups make them: ten cost lines, six sources, ten running costs and four kinds of home, over fifty
    years.
    """
    loan = {"kind": "bank_loan", "rate": 0.043, "term_years": 30, "repayment": "annuity"}
    return {
        "schema": "coophub.plan/1",
        "name": "Dertig regels",
        "price_level_year": 2026,
        "first_year": 2029,
        "horizon_years": YEARS,
        "series": {"inflation": {"rate": 0.02}, "rent": {"rate": 0.022}, "construction": {"rate": 0.03}},
        "dwellings": [
            {"name": f"Type {n}", "count": 6 + n, "area_m2": 50 + 8 * n, "monthly_rent": 800 + 90 * n} for n in range(4)
        ],
        "vacancy_rate": 0.01,
        "investment": {
            "construction_months": 18,
            "midpoint": 2028.25,
            "construction_interest_rate": 0.045,
            "lines": [
                {"name": f"Kosten {n}", "category": CATEGORIES[n % 4], "per_dwelling": 20_000 + n, "vat_rate": 0.21}
                for n in range(10)
            ],
        },
        "market_value": 6_900_000,
        "funding": [
            *({"name": f"Lening {n}", "fixed": 700_000 + n, **loan} for n in range(3)),
            {
                "name": "Stad",
                "kind": "municipal_loan",
                "per_dwelling": 30_000,
                "rate": 0.02,
                "term_years": 50,
                "repayment": "linear",
            },
            {"name": "Subsidie", "kind": "subsidy", "fixed": 150_000},
            {"name": "Leden", "kind": "member_equity", "remainder": True},
        ],
        "operating_costs": [{"name": f"Lasten {n}", "per_dwelling": 100 + n, "series": "inflation"} for n in range(10)],
        "liquidity": {"opening": 0, "minimum": 0},
    }


def plan_of_every_form() -> dict[str, Any]:
    """The same with every key for homes that are sold, loans that are lent again, members who come and go, rents at
    turnover, and interest by month.
    """
    plan: dict[str, Any] = plan_of_thirty_lines()
    sold, shared, taken_over, later = plan["dwellings"]
    sold |= {"tenure": "sale", "sale_price": 310_000.0, "sale_price_indexed": True, "monthly_rent": 120.0}
    shared |= {"tenure": "sale", "sale_price": "cost", "sold_share": 0.5, "cost_share": 0.2, "monthly_rent": 400.0}
    taken_over |= {"target_rent": 1_150.0, "turnover_rate": 0.07, "turnover_vacancy_months": 1.0}
    taken_over |= {"rent_series": "sitting", "target_series": "inflation"}
    later["rent_per_m2"] = later.pop("monthly_rent") / later["area_m2"]
    later |= {"available_from": 2030.5, "counts_as": 0.5, "saving_share": 0.05, "saves_in": "Leden"}
    plan["series"]["sitting"] = {"rate": 0.018, "by_year": {"2032": 0.03}}
    plan["investment"] |= {"construction_interest_method": "monthly", "prefinance_rate": 0.06}
    plan["investment"]["lines"][1]["of"] = ["Type 0", "Type 1"]
    bonds, direct, by_percentage, city, subsidy, members = plan["funding"]
    bonds |= {"kind": "crowdfunding", "repayment": "bullet", "term_years": 5}
    bonds["rolls_over"] = {"share": 0.9, "rate": 0.045, "until": 2070}
    direct |= {"kind": "crowdfunding", "repayment": "bullet", "term_years": 10}
    direct["rolls_over"] = {"share": 0.95, "rate": 0.02, "spread": True}
    del by_percentage["term_years"]
    by_percentage["repayment_rate"] = 0.02
    city |= {"balloon_share": 0.2, "rolls_over": {"share": 1.0}}
    del subsidy["fixed"]
    subsidy |= {"per_m2": 60.0, "of": ["Type 2", "Type 3"], "paid_on": "completion"}
    members |= {"turnover_rate": 0.06, "replaced": 0.9, "indexed_by": "inflation", "return_rate": 0.01}
    for cost in plan["operating_costs"][:3]:
        cost |= {"follows_letting": True, "of": ["Type 2", "Type 3"]}
    return plan | {
        "maintenance_reserve": {
            "contribution_per_dwelling": 900.0,
            "of": ["Type 2", "Type 3"],
            "follows_letting": True,
        },
        "early_income": [{"name": "Eerste huren", "month": "2028-10", "amount": 20_000.0}],
        "guarantee_fund": {"amount": 100_000.0, "released_in": 2044},
        "criteria": {"min_dscr": 1.05, "min_dscr_total": 1.0},
        "development": {
            "start": "2027-01",
            "construction_start": "2027-07",
            "available": [
                {"source": "Lening 1", "from": "2027-07", "share": 0.5},
                {"source": "Lening 1", "from": "2028-03", "share": 0.5},
            ],
        },
    }


def plan_that_does_not_close() -> dict[str, Any]:
    """The same with a canon and a bank that asks much: every lever and every package has to be searched for."""
    return plan_of_thirty_lines() | {"ground_lease": {"amount": 30_000}, "criteria": {"min_dscr": 2.5}}


def scenarios(count: int) -> Drivers:
    """Reproducible draws around the plan as it is."""
    draw = np.random.Generator(np.random.PCG64(1))
    return Drivers.of(
        {
            "construction_cost": draw.normal(1, 0.1, count).clip(0.5),
            "interest_shift": draw.normal(0, 0.01, count),
            "inflation_shift": draw.normal(0, 0.005, count),
            "rent": draw.normal(1, 0.03, count),
        }
    )


def measure(small: int = 10_000, large: int = 100_000, repeats: int = 5) -> list[Figure]:
    document = plan_of_thirty_lines()
    plan = parse_plan(document)
    many = partial(calculate, plan, scenarios(small))
    few_runs, many_runs = (partial(stress, plan, seed=1, runs=count) for count in (small, large))
    scalar = partial(scalar_model.calculate, document)
    return [
        compare(
            "one plan of 30 lines, 50 years, against scalar loops",
            lambda: result_document(calculate(plan)),
            scalar,
            repeats=repeats * 4,
            goal="about 5 ms",
        ),
        compare(
            f"a scenario out of {small:,}, against scalar loops",
            many,
            scalar,
            units=(small, 1),
            repeats=repeats,
            goal="at least 300 x",
        ),
        compare(
            "all levers and packages of a plan, against one scalar scenario",
            partial(find_levers, parse_plan(plan_that_does_not_close())),
            scalar,
            repeats=repeats,
            goal="under 300 ms",
        ),
        compare(
            f"a run of a stress test of {small:,}, against scalar loops",
            few_runs,
            scalar,
            units=(small, 1),
            repeats=max(1, repeats // 2),
            goal="at least 200 x",
        ),
        compare(
            f"a run of a stress test of {large:,}, against one of {small:,}",
            many_runs,
            few_runs,
            units=(large, small),
            repeats=max(1, repeats // 2),
            goal="about 1 x: linear",
        ),
        *_of_every_form(small, repeats),
    ]


def _of_every_form(small: int, repeats: int) -> list[Figure]:
    document = plan_of_every_form()
    plan, scalar = parse_plan(document), partial(scalar_model.calculate, document)
    return [
        compare(
            "one plan of every form, against scalar loops",
            lambda: result_document(calculate(plan)),
            scalar,
            repeats=repeats * 4,
        ),
        compare(
            f"a scenario of a plan of every form out of {small:,}, against scalar loops",
            partial(calculate, plan, scenarios(small)),
            scalar,
            units=(small, 1),
            repeats=repeats,
            goal="at least 300 x",
        ),
        compare(
            "all levers and packages of a plan of every form, against one scalar scenario",
            partial(find_levers, plan),
            scalar,
            repeats=max(1, repeats // 2),
        ),
    ]


def test_engine() -> None:
    figures = measure()
    publish(figures)
    memory = peak_megabytes(lambda: calculate(parse_plan(plan_of_thirty_lines()), scenarios(10_000)))
    of_forms = peak_megabytes(lambda: calculate(parse_plan(plan_of_every_form()), scenarios(10_000)))
    of_stress = peak_megabytes(lambda: stress(parse_plan(plan_of_thirty_lines()), seed=1, runs=100_000))
    print(
        f"10,000 scenarios hold {memory:.0f} MB at most, of a plan of every form {of_forms:.0f} MB (under 500); "
        f"a stress test of 100,000 runs {of_stress:.0f} MB"
    )

    one, scenario, levers, _run, linear, one_of_forms, scenario_of_forms, levers_of_forms = figures
    assert one.ratio > 1
    assert scenario.ratio >= 300
    # On a quiet machine a scalar scenario takes some 7 ms, and 300 ms is 40 of them.
    assert levers.ratio > 1 / 40
    assert linear.ratio > 0.7
    assert one_of_forms.ratio > 1
    assert scenario_of_forms.ratio >= 300
    assert levers_of_forms.ratio > 1 / 40
    assert max(memory, of_forms) < 500
    assert of_stress < 500
