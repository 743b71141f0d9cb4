"""What must hold in any plan: more income is never worse, all euros times ten changes no ratio, and later is not
different.
"""

import copy

import numpy as np
import numpy_financial
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from financing.engine import Drivers, calculate, parse_plan, result_document
from financing.engine.documents import Source
from financing.engine.returns import irr_of
from financing.engine.rollover import loan_of
from tests.financing.engine.documents import document_named
from tests.financing.engine.strategies import plans, scenarios

EUROS = {
    "fixed",
    "per_dwelling",
    "per_m2",
    "amount",
    "monthly_rent",
    "market_value",
    "land_value",
    "contribution",
    "contribution_per_dwelling",
    "opening",
    "minimum",
}
"""The keys of a plan that hold euros."""


def in_scenarios(document, **drivers):
    return calculate(parse_plan(document), Drivers.of(drivers))


def never_falls(series):
    """Row by row, but for rounding."""
    return (np.diff(series, axis=0) >= -1e-6 - 1e-12 * abs(series[1:])).all()


def without_tax(document):
    return {**document, "corporate_tax": {"enabled": False}}


@given(plans())
@settings(max_examples=40)
def test_more_rent_never_leaves_less_cash(document):
    found = in_scenarios(without_tax(document), rent=[0.5, 0.9, 1.0, 1.01, 2.0])

    assert never_falls(np.broadcast_to(found.flow.cfads, (5, found.plan.horizon_years)))
    assert never_falls(np.broadcast_to(found.flow.liquidity, (5, found.plan.horizon_years)))


@given(plans(), st.sampled_from(["operating_cost", "canon", "vacancy_shift"]))
@settings(max_examples=40)
def test_higher_costs_never_leave_more_to_pay_debts_with(document, driver):
    values = [0.0, 0.01, 0.3, 1.0] if driver == "vacancy_shift" else [0.0, 0.9, 1.0, 1.5]
    # Losses of earlier years can make up for higher costs in one of them.
    found = in_scenarios(without_tax(document), **{driver: values})

    assert never_falls(-np.broadcast_to(found.flow.cfads, (4, found.plan.horizon_years)))


@given(plans())
@settings(max_examples=40)
def test_dearer_construction_never_makes_the_investment_smaller(document):
    found = in_scenarios(document, construction_cost=[0.0, 0.5, 1.0, 1.3])

    assert never_falls(np.broadcast_to(found.cost.total, (4, 1)))


@given(plans())
@settings(max_examples=40)
def test_verdict_is_the_sign_of_the_margin(document):
    found = in_scenarios(document, rent=[0.7, 1.0, 1.4, 2.0], subsidy=[0.0, 1e5, 0.0, 1e6])

    assert ((found.margin > 0) == found.closes).all()
    assert np.isfinite(found.margin).all()


def times_ten(value, key=""):
    if isinstance(value, dict):
        return {name: times_ten(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [times_ten(inner, key) for inner in value]
    return value * 10 if key in EUROS and value is not None else value


@given(plans())
@settings(max_examples=40)
def test_all_euros_times_ten_changes_no_ratio(document):
    document = without_tax(document)
    ones, tens = (result_document(calculate(parse_plan(each))) for each in (document, times_ten(document)))

    for name in ("dscr", "dscr_total", "icr", "ltv"):
        _approximately_equal(tens["years"][name], ones["years"][name], name)
    for name in ("gross_initial_yield", "net_initial_yield", "ltv_start", "ltc", "min_dscr", "average_dscr"):
        _approximately_equal(tens["metrics"][name], ones["metrics"][name], name)
    for name in ("irr_project", "irr_equity"):
        if ones["metrics"][name] is not None and tens["metrics"][name] is not None:
            assert tens["metrics"][name] == pytest.approx(ones["metrics"][name], rel=1e-9, abs=1e-6), name
    for name in ("net_rent", "operating_costs", "reserve", "cfads", "net_cash_flow", "liquidity", "debt"):
        ten_times = [10 * value for value in ones["years"][name]]
        assert tens["years"][name] == pytest.approx(ten_times, rel=1e-9, abs=1e-4), name


@given(
    st.floats(0.01, 1e6),
    st.lists(st.floats(0.01, 1e4), min_size=1, max_size=60),
    st.sampled_from([1e-3, 10.0, 1e4]),
)
@settings(max_examples=200)
def test_rate_of_return_does_not_hang_on_the_size_of_the_plan(cost, incomes, times):
    assume(sum(incomes) > cost / 100)  # who loses nearly all has a rate that no float tells from -100 %
    flows = np.array([[-cost, *incomes]])

    [(one, _why)], [(other, _same)] = irr_of(flows), irr_of(flows * times)

    assert other == pytest.approx(one, rel=1e-9, abs=1e-9)
    worth = flows[0] @ (1 + one) ** -np.arange(flows.shape[1])
    assert abs(worth) <= 1e-9 * np.abs(flows).max()


def later(document, years):
    document = copy.deepcopy(document)
    for key in ("price_level_year", "first_year"):
        document[key] += years
    document["investment"]["midpoint"] += years
    for series in document["series"].values():
        series["by_year"] = {str(int(year) + years): rate for year, rate in series.get("by_year", {}).items()}
    for cost in document["operating_costs"]:
        for key in {"from_year", "to_year"} & set(cost):
            cost[key] += years
    for item in document["maintenance_reserve"]["items"]:
        item["year"] += years
    development = document["development"]
    if development:

        def month_later(month):
            return f"{int(month[:4]) + years}{month[4:]}"

        for key in ("start", "construction_start"):
            development[key] = month_later(development[key])
        for entry in development["spend"] + development["available"]:
            for key in {"from", "to"} & set(entry):
                entry[key] = month_later(entry[key])
    return document


def without_years(value):
    """A result without the calendar in it."""
    if isinstance(value, dict):
        calendar = ("year", "month", "first_year", "worst_year", "pre_finance_month")
        return {key: without_years(inner) for key, inner in value.items() if key not in calendar}
    return [without_years(inner) for inner in value] if isinstance(value, list) else value


@given(plans(), st.integers(1, 60))
@settings(max_examples=40)
def test_everything_later_gives_the_same_figures(document, years):
    now, then = (result_document(calculate(parse_plan(each))) for each in (document, later(document, years)))

    assert [year + years for year in now["years"]["year"]] == then["years"]["year"]
    # The fraction of the midpoint loses digits in a later year.
    _approximately_equal(without_years(now), without_years(then), "")


def _approximately_equal(one, other, path):
    if isinstance(one, dict):
        assert one.keys() == other.keys(), path
        for key in one:
            _approximately_equal(one[key], other[key], f"{path}.{key}")
    elif isinstance(one, list):
        for left, right in zip(one, other, strict=True):
            _approximately_equal(left, right, path)
    elif isinstance(one, float) and isinstance(other, float):
        assert one == pytest.approx(other, rel=1e-7, abs=1e-3), path
    else:
        assert one == other or "irr" in path, path


@given(plans(), scenarios())
@settings(max_examples=40)
def test_neutral_drivers_change_nothing(document, drivers):
    """A scenario beside others is what it is alone, and a neutral one is the plan."""
    assume(drivers)
    plan = parse_plan(document)
    neutral = {
        name: 1.0 if name in ("construction_cost", "land_cost", "rent", "operating_cost", "canon", "equity") else 0.0
        for name in drivers
    }
    together = calculate(plan, Drivers.of({name: [value, neutral[name]] for name, value in drivers.items()}))
    alone = calculate(plan)

    assert np.allclose(
        np.broadcast_to(together.flow.liquidity, (2, plan.horizon_years))[1],
        alone.flow.liquidity[0],
        rtol=1e-12,
        atol=1e-5,
    )
    assert together.closes[1] == alone.closes[0]


@pytest.mark.parametrize("p", [1, 4, 12])
@pytest.mark.parametrize("rate", [0.01, 0.043, 0.12])
@pytest.mark.parametrize("balloon", [0.0, 0.25])
def test_annuity_is_the_one_of_numpy_financial(p, rate, balloon):
    source = Source(
        name="Bank", kind="bank_loan", rate=rate, term_years=20, payments_per_year=p, balloon_share=balloon, fixed=1.0
    )
    loan = loan_of(source, np.array([[1_000_000.0]]), Drivers.neutral(), 25)

    periods = np.arange(1, 20 * p + 1)
    interest = -numpy_financial.ipmt(rate / p, periods, 20 * p, 1_000_000.0, -balloon * 1_000_000.0)
    principal = -numpy_financial.ppmt(rate / p, periods, 20 * p, 1_000_000.0, -balloon * 1_000_000.0)
    principal[-1] += balloon * 1_000_000.0
    assert loan.interest[0, :20] == pytest.approx(interest.reshape(20, p).sum(axis=1), abs=1e-4)
    assert loan.principal[0, :20] == pytest.approx(principal.reshape(20, p).sum(axis=1), abs=1e-4)
    assert not loan.interest[0, 20:].any()
    assert not loan.balance[0, 19:].any()


@pytest.mark.parametrize("rate", [1.0, 0.5, -0.02, 1e-11, 0.0])
@pytest.mark.parametrize("form", ["annuity", "linear", "bullet"])
def test_loan_at_any_rate_is_repaid_in_full(rate, form):
    source = Source(name="Bank", kind="bank_loan", rate=rate, term_years=100, repayment=form, fixed=1.0)
    loan = loan_of(source, np.array([[1_000_000.0]]), Drivers.neutral(), 100)

    assert np.isfinite(loan.balance).all()
    assert loan.principal.sum() == pytest.approx(1_000_000.0)
    assert loan.balance[0, -1] == 0
    assert (loan.balance <= 1_000_000.0 + 1e-6).all()


@pytest.mark.parametrize("shift", [-40, -24, -20, 0])
def test_no_term_is_shifted_below_the_grace(shift):
    source = Source(name="Bank", kind="bank_loan", rate=0.04, term_years=25, grace_years=5, fixed=1.0)
    loan = loan_of(source, np.array([[100_000.0]]), Drivers.of({"bank_term_shift": [shift]}), 30)

    assert loan.principal.sum() == pytest.approx(100_000.0)
    assert not loan.principal[0, :5].any()
    assert np.flatnonzero(loan.balance[0] == 0)[0] + 1 == max(25 + shift, 6)


@given(plans())
@settings(max_examples=40)
def test_rate_of_return_is_the_one_of_numpy_financial(document):
    """With one change of sign there is one rate: in plans in which every year brings something in."""
    document["dwellings"].append({"name": "Certain", "count": 20, "area_m2": 60, "monthly_rent": 900.0})
    document["investment"]["lines"].append({"name": "Certain", "category": "land", "fixed": 2_000_000.0})
    document["exit_value"] = "none"
    document["ground_lease"] = {}
    result = result_document(calculate(parse_plan(document)))
    total, years = result["investment"]["total"], result["years"]
    flows = [-total, *(a - b - c for a, b, c in zip(years["noi"], years["canon"], years["tax"], strict=True))]
    assume(all(flow > 0 for flow in flows[1:]))

    expected = numpy_financial.irr(flows)

    if np.isfinite(expected) and expected > -0.5:
        assert result["metrics"]["irr_project"] == pytest.approx(expected, abs=1e-6)


def test_rent_that_follows_inflation_has_its_own_shift_too():
    plan = parse_plan(
        {
            "schema": "coophub.plan/1",
            "name": "One home",
            "price_level_year": 2026,
            "first_year": 2028,
            "horizon_years": 1,
            "series": {"inflation": {"rate": 0.02}},
            "dwellings": [{"name": "Home", "count": 1, "area_m2": 50, "monthly_rent": 100.0}],
            "investment": {
                "midpoint": 2027.5,
                "lines": [{"name": "Building", "category": "construction", "fixed": 1000.0}],
            },
        }
    )

    found = calculate(plan, Drivers.of({"inflation_shift": [0.0, 0.01, 0.0], "rent_index_shift": [0.0, 0.0, 0.005]}))

    assert found.exploitation.gross_rent[:, 0] == pytest.approx([1200 * 1.02**2, 1200 * 1.03**2, 1200 * 1.025**2])
    # So does a construction index that follows inflation.
    assert found.cost.total[:, 0] == pytest.approx([1000 * 1.02**1.5, 1000 * 1.03**1.5, 1000 * 1.02**1.5])


def test_rate_and_shift_that_cancel_out_leave_no_interest():
    """2 % and 1 % less 3 % is nothing to people, and not quite to a computer."""
    document = document_named("hofje-voor-ouderen")
    document["funding"][0] |= {"rate": 0.02, "repayment": "bullet"}
    drivers = {"interest_shift": [0.01], "bank_rate_shift": [-0.03]}
    assert 0.02 + (0.01 - 0.03) != 0

    found = calculate(parse_plan(document), Drivers.of(drivers))

    assert not found.flow.interest.any()
    assert np.isnan(found.ratios.dscr[0, :29]).all()


def test_figure_that_is_no_number_closes_nothing():
    document = {
        "schema": "coophub.plan/1",
        "name": "Absurd",
        "price_level_year": 2026,
        "first_year": 2028,
        "horizon_years": 75,
        "dwellings": [{"name": "Home", "count": 1, "area_m2": 50, "monthly_rent": 100.0}],
        "operating_costs": [{"name": "Costs", "fixed": 1.0}],
        "investment": {"midpoint": 2027.5},
    }
    with np.errstate(over="ignore", invalid="ignore"):
        found = calculate(parse_plan(document), Drivers.of({"inflation_shift": [0.0, 1e6]}))

    assert found.closes.tolist() == [True, False]
