"""What an instrument does and costs: against the plan calculated with it, one plan and one scenario at a time."""

import copy

import numpy as np
import pytest

from financing.engine import Drivers, calculate, find_levers, parse_plan
from financing.engine.policy import INSTRUMENTS, curves_of, packages_by_plan, parse_portfolio, policy_parameters
from tests.financing.engine.policy.portfolios import entry, made_up, plan_document, portfolio_document

NEEDY = plan_document(building=190_000.0, canon=500.0, rent=950.0)
CLOSES = plan_document(building=120_000.0, rent=1_100.0)
HOPELESS = plan_document(rent=100.0)
YEARS = np.arange(1, 41)
PRESENT = 1.02**-YEARS


def with_loan(document, loan):
    """The plan with the public loan among its sources, before what the bank still has to give."""
    document = copy.deepcopy(document)
    if loan:
        source = {
            "name": "Public",
            "kind": "svn_loan",
            "per_dwelling": loan.per_home,
            "rate": loan.rate,
            "term_years": loan.term_years,
            "grace_years": loan.grace_years,
        }
        document["funding"].insert(0, source)
    return document


def outcome(document, drivers, loan=None):
    """The same by hand: one plan, one scenario."""
    plan = parse_plan(with_loan(document, loan))
    return calculate(plan, Drivers.of({name: [value] for name, value in drivers.items()}))


def packages_of(document, parameters=None):
    portfolio = parse_portfolio(portfolio_document([entry("a", document)]))
    return packages_by_plan(portfolio, policy_parameters(parameters))[0]


def test_every_package_closes_the_plan_as_calculated_by_itself_and_nothing_beats_it():
    found = packages_of(NEEDY)

    assert not found.closes
    assert len(found.packages) > 2
    assert any(package.loan for package in found.packages)
    assert any(package.guarantee for package in found.packages)
    for package in found.packages:
        assert outcome(NEEDY, package.drivers, package.loan).closes[0]
    assert [package.cash for package in found.packages] == sorted(package.cash for package in found.packages)
    assert [package.net for package in found.packages] == sorted((p.net for p in found.packages), reverse=True)


def test_package_has_nothing_to_spare():
    for package in packages_of(NEEDY).packages:
        grant = package.drivers.get("subsidy")
        if grant:
            less = package.drivers | {"subsidy": grant - 0.05}
            assert not outcome(NEEDY, less, package.loan).closes[0]


def test_no_package_of_the_levers_costs_less():
    found = packages_of(NEEDY, {"instruments": ["grant", "land_price", "canon", "loan_rate", "guarantee"]})
    levers = find_levers(parse_plan(NEEDY)).packages

    assert levers[0].public_cost == pytest.approx(min(package.net for package in found.packages), abs=1.0)


def test_cost_is_what_is_set_aside_and_what_does_not_come_back():
    for package in packages_of(NEEDY).packages:
        found = outcome(NEEDY, package.drivers, package.loan)
        given = package.drivers.get("subsidy", 0.0)
        given += 24 * 30_000 * (1 - package.drivers.get("land_cost", 1.0))
        canon = 24 * 500 * 1.02 ** (YEARS + 2)
        given += (1 - package.drivers.get("canon", 1.0)) * canon @ PRESENT
        city, bank = (next(loan for loan in found.loans if loan.source.name == name) for name in ("City", "Bank"))
        at_plan_rate = calculate(parse_plan(NEEDY)).loans[0].interest[0]
        given += (at_plan_rate - city.interest[0]) @ PRESENT
        at_risk = bank.opening[0] @ PRESENT if package.guarantee else 0.0
        lent = lost = 0.0
        if package.loan:
            public = next(loan for loan in found.loans if loan.source.name == "Public")
            lent = public.amount[0, 0]
            back = public.interest[0] + public.principal[0] - 0.005 * public.opening[0]
            lost = lent - back @ PRESENT

        assert package.cash == pytest.approx(given + 0.003 * at_risk + lent, rel=1e-9)
        assert package.net == pytest.approx(given + 0.001 * at_risk + lost, rel=1e-9)


def test_plan_that_closes_is_left_alone_and_one_that_nothing_helps_has_no_package():
    closing, hopeless = packages_of(CLOSES), packages_of(HOPELESS)

    assert (closing.closes, [package.cash for package in closing.packages]) == (True, [0.0])
    assert (hopeless.closes, hopeless.packages) == (False, [])


def test_only_instruments_that_may_be_used_are():
    loans = packages_of(NEEDY, {"instruments": ["public_loan", "guarantee"], "public_loan": {"per_home": 150_000}})
    phase = packages_of(
        plan_document(building=135_000.0, canon=0.0, rent=950.0),
        {"instruments": ["plan_phase"], "plan_phase_share": 1.0},
    )

    assert loans.packages
    assert all(package.loan and "subsidy" not in package.drivers for package in loans.packages)
    assert all(package.cash <= 24 * 135_000 * 1.1 * 0.1 * 1.2 for package in phase.packages)


@pytest.mark.parametrize("instrument", ["grant", "land_price", "canon", "loan_rate", "guarantee", "public_loan"])
def test_curve_of_one_plan_is_that_plan_calculated_at_each_level(instrument):
    document = plan_document(building=80_000.0, land=60_000.0, canon=1_500.0, rent=950.0, city=40_000.0)
    parameters = policy_parameters({"public_loan": {"per_home": 150_000}})
    portfolio = parse_portfolio(portfolio_document([entry("a", document)]))

    curve = next(each for each in curves_of(portfolio, parameters) if each.instrument == instrument)

    total = calculate(parse_plan(document)).cost.total[0, 0]
    assert curve.plans[0] == 0
    assert curve.plans[-1] == 1
    for level, homes in zip(curve.level, curve.homes, strict=True):
        drivers = {
            "grant": {"subsidy": level * total},
            "land_price": {"land_cost": 1 - level},
            "canon": {"canon": 1 - level},
            "loan_rate": {"subordinated_rate_shift": -0.05 * level},
            "guarantee": {"bank_rate_shift": -0.008 * level},
            "public_loan": {},
        }[instrument]
        changed = copy.deepcopy(document)
        if instrument == "public_loan":
            source = {"name": "Public", "kind": "svn_loan", "per_dwelling": 150_000 * level, "rate": 0.01}
            changed["funding"].insert(0, source | {"term_years": 30, "grace_years": 2})
        assert homes == (24 if outcome(changed, drivers).closes[0] else 0)


def test_curves_add_up_over_groups_and_weights_and_leave_closing_plans_alone():
    document = made_up(6)
    document["plans"][0]["weight"] = 3
    document["plans"][1]["document"]["first_year"] = 2031
    document["plans"].append(entry("closes", CLOSES, target="starters"))
    done = []

    curves = curves_of(parse_portfolio(document), progress=lambda *each: done.append(each))

    assert [curve.instrument for curve in curves] == list(INSTRUMENTS)
    assert (done[0], done[-1]) == ((0, 7), (7, 7))
    for curve in curves:
        assert len(curve.level) == 21
        assert min(curve.homes) == curve.homes[0] >= 24
        assert (curve.cash[0], curve.net[0]) == (0, 0)
        for by in ("target", "form", "province", "year"):
            parts = [part for part in curve.split if part.by == by]
            assert len(parts) > 1
            for name in ("plans", "homes", "cash", "net"):
                added = np.sum([getattr(part, name) for part in parts], axis=0)
                assert added == pytest.approx(np.array(getattr(curve, name)))


def test_what_progress_raises_stops_the_work():
    class StoppedError(Exception):
        pass

    def stop(done, _total):
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        packages_by_plan(parse_portfolio(made_up(3)), progress=stop)
