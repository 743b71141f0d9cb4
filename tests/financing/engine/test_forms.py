"""Plans of every form (section 11 of the financing model): each key on its own, and any of them together."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from financing.engine import Drivers, PlanError, calculate, find_levers, parse_plan, result_document
from financing.engine.drivers import NEUTRAL
from tests.bench.bench_engine import plan_of_every_form
from tests.financing.engine.documents import PATHS, document_named
from tests.financing.engine.forms import FORMS, base, with_forms
from tests.financing.engine.strategies import plans, scenarios
from tests.financing.engine.test_against_scalar_model import assert_agrees, close

NEW_DRIVERS = st.fixed_dictionaries(
    {},
    optional={
        "sale_price": st.sampled_from([0.8, 1.5]),
        "rollover_share": st.sampled_from([0.0, 0.5, 1.2]),
        "members_replaced": st.sampled_from([0.0, 0.5, 1.3]),
        "subordinated_term_shift": st.sampled_from([-4, 3, 20]),
    },
)
SOME_FORMS = st.lists(st.sampled_from(sorted(FORMS)), min_size=1, max_size=5, unique=True)


def valid(*names):
    """The plan with these forms; None where two of them say different things of the same home or loan."""
    document = with_forms(*names)
    try:
        parse_plan(document)
    except PlanError:
        return None
    return document


OF_A_FORM = {
    *("of", "per_m2", "rent_per_m2", "counts_as"),
    *("tenure", "sale_price", "sale_price_indexed", "sold_share", "cost_share"),
    *("rolls_over", "share", "rate", "until", "spread", "repayment_rate", "balloon_share"),
    *("turnover_rate", "replaced", "indexed_by", "saving_share", "saves_in"),
    *("target_rent", "turnover_vacancy_months", "rent_series", "target_series"),
    *("available_from", "follows_letting", "early_income"),
    *("construction_interest_method", "prefinance_rate", "paid_on"),
    *("guarantee_fund", "released_in", "min_dscr_total"),
}
"""The keys of section 11 of the financing model, and of its corrections."""


def keys_in(value):
    if isinstance(value, list):
        return {key for each in value for key in keys_in(each)}
    return value.keys() | keys_in(list(value.values())) if isinstance(value, dict) else set()


def test_twelve_plans_and_more_use_every_key():
    plans = [document_named(path.stem) for path in PATHS if path.stem.startswith("form_")]

    assert len(plans) >= 12
    assert OF_A_FORM - keys_in(plans) == set()


def test_plan_with_every_key_at_once_is_as_the_independent_calculation_has_it():
    document = plan_of_every_form()

    result, _expected = assert_agrees(document)

    assert OF_A_FORM - keys_in(document) == set()
    assert_balances(result)


def assert_balances(result):
    balance = result["statements"]["balance"]
    for assets, other_side in zip(balance["assets"], balance["liabilities_and_equity"], strict=True):
        assert abs(assets - other_side) <= max(1e-4, 1e-13 * abs(assets))


@pytest.mark.parametrize("name", FORMS)
def test_each_key_alone_is_as_the_independent_calculation_has_it(name):
    result, _expected = assert_agrees(with_forms(name))

    assert_balances(result)
    assert result != result_document(calculate(parse_plan(base()))), "the key does something"


@given(SOME_FORMS, scenarios(), NEW_DRIVERS)
@settings(max_examples=150)
def test_keys_together_are_as_the_independent_calculation_has_them(names, drivers, more):
    document = valid(*names)
    if document is None:
        return
    result, _expected = assert_agrees(document, {**drivers, **more})

    assert_balances(result)


@given(SOME_FORMS)
@settings(max_examples=60)
def test_all_that_is_to_be_paid_is_covered_or_missing(names):
    document = valid(*names)
    if document is None:
        return
    result = result_document(calculate(parse_plan(document)))
    funding, investment = result["funding"], result["investment"]
    early = sum(income["amount"] for income in document.get("early_income", []))
    fund = document.get("guarantee_fund", {}).get("amount", 0.0)

    assert close(sum(source["amount"] for source in funding["sources"]), funding["total"])
    assert close(funding["total"] + early + funding["gap"], investment["total"] - investment["sale_proceeds"] + fund)
    drawn = sum(sum(amounts) for amounts in result["development"]["drawn"].values())
    spent = sum(result["development"]["spending"])
    assert abs(spent - investment["total"] - fund) < 0.001
    assert close(spent, drawn + result["development"]["shortage"][-1])


@given(SOME_FORMS, NEW_DRIVERS)
@settings(max_examples=40)
def test_scenarios_together_are_each_as_alone(names, more):
    document = valid(*names)
    if document is None:
        return
    plan = parse_plan(document)
    values = {
        "interest_shift": [0.0, 0.01, -0.02],
        "bank_term_shift": [0, 2, -3],
        "inflation_shift": [0.0, 0.01, -0.005],
        "rent": [1.0, 1.1, 0.9],
        **{name: [NEUTRAL[name], value, value] for name, value in more.items()},
    }
    together = calculate(plan, Drivers.of(values))

    for number in range(3):
        alone = calculate(plan, Drivers.of({name: [given[number]] for name, given in values.items()}))
        row = np.broadcast_to(together.flow.liquidity, (3, plan.horizon_years))[number]
        assert np.allclose(row, alone.flow.liquidity[0], rtol=1e-10, atol=1e-3)
        assert together.closes[number] == alone.closes[0]


def neutral(document):
    """The plan with every key of section 11 that it can have, each saying what goes without saying."""
    document = copy.deepcopy(document)
    for home in document["dwellings"]:
        home |= {
            "counts_as": 1.0, "tenure": "rent", "sold_share": 1.0, "saving_share": 0.0, "rent_series": "rent",
            "target_series": "rent", "target_rent": home["monthly_rent"], "turnover_rate": 0.1,
            "available_from": document["first_year"],
        }  # fmt: skip
    names = [home["name"] for home in document["dwellings"]]
    per_home = [*document["investment"]["lines"], *document["operating_costs"], *document["funding"]]
    for item in per_home:
        if names and ("per_dwelling" in item or "per_m2" in item):
            item["of"] = names
    for cost in document["operating_costs"]:
        if "of" in cost:
            cost["follows_letting"] = True
    for source in document["funding"]:
        if source["kind"] == "member_equity":
            source |= {"turnover_rate": 0.3, "replaced": 1.0}
        if source.get("repayment") == "bullet":
            source["rolls_over"] = {"share": 0.0}
    document["investment"]["construction_interest_method"] = "half"
    document["investment"]["prefinance_rate"] = 0.05
    document["early_income"] = []
    document["guarantee_fund"] = {"amount": 0.0, "released_in": document["first_year"]}
    return document


@given(plans())
@settings(max_examples=60)
def test_neutral_keys_change_nothing(document):
    plain, said = (result_document(calculate(parse_plan(each))) for each in (document, neutral(document)))

    assert plain["closes"] == said["closes"] or abs(plain["metrics"]["min_liquidity"]) < 1e-3
    moves = {"member_in", "member_out"}
    for name in set(plain["years"]) - moves:
        pairs = zip(plain["years"][name], said["years"][name], strict=True)
        assert all(close(*pair) or abs(pair[0] - pair[1]) < 1e-7 * abs(pair[0]) for pair in pairs), name
    for name, series in plain["statements"]["balance"].items():
        assert said["statements"]["balance"][name] == pytest.approx(series, rel=1e-9, abs=1e-3), name


def test_loan_that_nobody_renews_is_a_plain_loan():
    document = with_forms("rolls over")
    plan = parse_plan(document)
    none_renewed = calculate(plan, Drivers.of({"rollover_share": [0.0]}))
    plain = calculate(parse_plan(base()))

    assert np.allclose(none_renewed.flow.liquidity, plain.flow.liquidity)


def test_bonds_that_all_roll_over_are_never_less():
    document = with_forms("rolls over")
    bonds = next(source for source in document["funding"] if source["name"] == "Bonds")
    bonds["rolls_over"] = {"share": 1.0}
    result = result_document(calculate(parse_plan(document)))
    course = next(loan for loan in result["loans"] if loan["name"] == "Bonds")

    assert course["balance"] == pytest.approx([400_000.0] * 22)
    # Every five years all of it has to be lent again, and what is lent again that day is not asked of the rents.
    assert [amount for amount in result["years"]["drawn"] if amount] == pytest.approx([400_000.0] * 4)
    assert result["metrics"]["largest_rollover"] == {"amount": pytest.approx(400_000.0), "year": 2035}


def test_members_who_are_not_replaced_have_to_be_paid():
    plan = parse_plan(with_forms("members leave"))
    replaced, alone = (calculate(plan, Drivers.of({"members_replaced": [share]})) for share in (1 / 0.7, 0.0))

    assert not np.any(np.abs(replaced.members.put_in) > 1e-6)
    amount = alone.funding.of_rank("equity")[0, 0]
    assert -alone.members.put_in[0, 0] == pytest.approx(0.12 * amount)
    assert alone.members.moving[0].balance[0] == pytest.approx(amount * 0.88 ** np.arange(1, 23))


def test_homes_sold_for_what_they_cost_bring_in_their_part_and_gain_nothing():
    result = result_document(calculate(parse_plan(with_forms("sold at cost"))))
    investment = result["investment"]
    area = 10 * 54.5 + 8 * 78.0 + 20 * 24.0

    assert investment["sale_proceeds"] == pytest.approx(investment["total"] * 8 * 78.0 / area)
    assert not any(result["statements"]["balance"]["sale_result"])


def test_where_sales_pay_for_everything_ratios_say_so():
    result = result_document(calculate(parse_plan(with_forms("everything is sold"))))

    assert result["investment"]["net"] < 0
    for name in ("gross_initial_yield", "net_initial_yield", "ltc", "irr_project"):
        assert result["metrics"][name] is None
        assert result["metrics"]["undefined"][name] == "the sales pay for the whole investment"
    assert next(each for each in result["criteria"] if each["name"] == "equity_share")["holds"]


def in_months(**investment):
    """Free money first and then one loan, over eighteen months."""
    document = base()
    document["investment"] |= {
        "construction_months": 18, "construction_interest_rate": 0.05,
        "lines": [{"name": "Building", "category": "construction", "fixed": 3_600_000.0, "indexed": False}],
        **investment,
    }  # fmt: skip
    document["development"] = {"start": "2029-07", "construction_start": "2029-07"}
    document["funding"] = [
        {"name": "Bank", "kind": "bank_loan", "fixed": 6_000_000.0, "rate": 0.05, "term_years": 30},
    ]
    return document


def interest_of(document):
    return result_document(calculate(parse_plan(document)))["investment"]["construction_interest"]


@pytest.mark.parametrize("rate", [0.001, 0.05, 0.12])
def test_interest_by_month_of_one_even_loan_is_that_of_the_half_but_for_its_months(rate):
    """Decision 157: the half counts each euro from the middle of its month, 11.7 from the end of it, with interest on
    interest.
    """
    half, monthly = in_months(), in_months(construction_interest_method="monthly")
    for document in (half, monthly):
        document["investment"]["construction_interest_rate"] = rate
        document["funding"][0]["rate"] = rate
    costs, months, a_month = 3_600_000.0, 18, rate / 12
    half_a_month = costs * a_month / 2
    without_more = interest_of(half) - half_a_month
    on_interest = costs * (((1 + a_month) ** months - 1) / (a_month * months) - 1) - without_more

    assert without_more == pytest.approx(costs / months * a_month * sum(range(months)))
    assert interest_of(monthly) == pytest.approx(without_more + on_interest, abs=0.001)
    assert 0 < on_interest < half_a_month * rate * months


@given(st.floats(1e4, 3e6), st.floats(0.0, 0.08))
@settings(max_examples=40)
def test_interest_by_month_is_never_more_where_free_money_goes_first(free, rate):
    half, monthly = in_months(), in_months(construction_interest_method="monthly")
    for document in (half, monthly):
        document["investment"]["construction_interest_rate"] = rate
        document["funding"][0]["rate"] = rate
        document["funding"].append({"name": "Members", "kind": "member_equity", "fixed": free})

    assert interest_of(monthly) <= interest_of(half) + 1e-6


def test_interest_that_never_comes_to_rest_is_refused():
    document = in_months(construction_interest_method="monthly", construction_months=240)
    document["development"] = {"start": "2010-01", "construction_start": "2010-01"}
    document["price_level_year"] = 2009
    document["investment"]["midpoint"] = 2015.0
    document["funding"] = [
        {"name": "Bank", "kind": "bank_loan", "share_of_investment": 0.5, "rate": 1.0, "term_years": 30},
    ]

    with pytest.raises(PlanError) as caught:
        parse_plan(document)
    assert [problem.path for problem in caught.value.problems] == ["investment.construction_interest_method"]


def test_levers_of_the_new_drivers_are_there_for_plans_that_use_them():
    document = with_forms("sold at a price", "rolls over", "members leave")
    levers = {lever.driver: lever for lever in find_levers(parse_plan(document)).levers}
    without = find_levers(parse_plan(base()))

    assert {"sale_price", "rollover_share", "members_replaced", "subordinated_term_shift"} <= set(levers)
    assert (levers["sale_price"].low, levers["sale_price"].high) == (0.8, 1.5)
    assert {"sale_price", "rollover_share", "members_replaced"} <= {left.driver for left in without.left_out}


@pytest.mark.parametrize("form", ["linear", "annuity"])
def test_city_loan_of_a_longer_term_asks_less_a_year(form):
    document = base()
    document["funding"][1]["repayment"] = form
    found = calculate(parse_plan(document), Drivers.of({"subordinated_term_shift": [0, 12]}))

    assert found.loans[1].principal[1, 1] < found.loans[1].principal[0, 1]
    assert len(found.loans[0].principal) == 1, "the bank's loan is the same in both"


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda d: d["investment"]["lines"][4].update(of=["Palace"]), "investment.lines[4].of[0]"),
        (lambda d: d["investment"]["lines"][0].update(of=["Room"]), "investment.lines[0].of"),
        (lambda d: d["operating_costs"][0].update(of=["Room", "Room"]), "operating_costs[0].of[1]"),
        (lambda d: d["operating_costs"][3].update(follows_letting=True), "operating_costs[3].follows_letting"),
        (lambda d: d["maintenance_reserve"].update(of=["Shed"]), "maintenance_reserve.of[0]"),
        (lambda d: d["dwellings"][1].update(name="Room") or d["funding"][3].update(of=["Room"]), "funding[3].of[0]"),
        (lambda d: d["dwellings"][0].update(rent_per_m2=10.0), "dwellings[0].rent_per_m2"),
        (lambda d: d["dwellings"][0].pop("monthly_rent"), "dwellings[0].monthly_rent"),
        (lambda d: d["dwellings"][0].update(tenure="sale"), "dwellings[0].sale_price"),
        (lambda d: d["dwellings"][0].update(sale_price=1.0), "dwellings[0].sale_price"),
        (lambda d: d["dwellings"][0].update(tenure="sale", sale_price="free"), "dwellings[0].sale_price"),
        (
            lambda d: d["dwellings"][0].update(tenure="sale", sale_price="cost", target_rent=9.0, turnover_rate=0.1),
            "dwellings[0].target_rent",
        ),
        (
            lambda d: [home.update(tenure="sale", sale_price="cost", cost_share=0.4) for home in d["dwellings"]],
            "dwellings[2].cost_share",
        ),
        (lambda d: d["dwellings"][0].update(target_rent=900.0), "dwellings[0].turnover_rate"),
        (lambda d: d["dwellings"][0].update(saving_share=0.1), "dwellings[0].saves_in"),
        (lambda d: d["dwellings"][0].update(saving_share=0.1, saves_in="Bank"), "dwellings[0].saves_in"),
        (lambda d: d["dwellings"][0].update(rent_series="rents"), "dwellings[0].rent_series"),
        (lambda d: d["dwellings"][0].update(available_from=2030.5), "dwellings[0].available_from"),
        (lambda d: d["series"].update(rnet={"rate": 0.02}), "series.rnet"),
        (lambda d: d["series"].update(rnet={"speed": 0.02}), "series.rnet.speed"),
        (lambda d: d["funding"][0].update(turnover_rate=0.1), "funding[0].turnover_rate"),
        (lambda d: d["funding"][4].update(replaced=0.5), "funding[4].turnover_rate"),
        (lambda d: d["funding"][4].update(indexed_by="gold"), "funding[4].indexed_by"),
        (lambda d: d["funding"][4].update(paid_on="completion"), "funding[4].paid_on"),
        (lambda d: d["funding"][4].update(rolls_over={"share": 0.5}), "funding[4].rolls_over"),
        (lambda d: d["funding"][0].update(rolls_over={"share": 0.5}), "funding[0].rolls_over"),
        (lambda d: d["funding"][2].update(rolls_over={"share": 1.5}), "funding[2].rolls_over.share"),
        (lambda d: d["funding"][2].update(rolls_over={"share": 0.5, "until": 2033}), "funding[2].rolls_over.until"),
        (
            lambda d: d["funding"][2].update(grace_years=1, rolls_over={"share": 0.5, "spread": True}),
            "funding[2].rolls_over.spread",
        ),
        (lambda d: d["funding"][1].update(repayment_rate=0.02), "funding[1].repayment_rate"),
        (
            lambda d: d["funding"][0].update(term_years=None, repayment_rate=0.02, balloon_share=0.2),
            "funding[0].balloon_share",
        ),
        (
            lambda d: d.update(early_income=[{"name": "Rent", "month": "2031-01", "amount": 1.0}]),
            "early_income[0].month",
        ),
        (
            lambda d: d.update(early_income=[{"name": "Bank", "month": "2030-01", "amount": 1.0}]),
            "early_income[0].name",
        ),
        (lambda d: d.update(guarantee_fund={"amount": 1.0, "released_in": 2030}), "guarantee_fund.released_in"),
        (
            lambda d: d.update(development=None) or d["investment"].update(construction_interest_method="monthly"),
            "investment.construction_interest_method",
        ),
        (
            lambda d: d["dwellings"][0].update(tenure="sale", sale_price=1.0) or d["funding"][0].update(name="Sales"),
            "funding[0].name",
        ),
        (
            lambda d: d["development"].update(available=[{"source": "Bank", "from": "2030-01", "share": 0.4}]),
            "development.available[0].share",
        ),
        (
            lambda d: d["development"].update(
                available=[{"source": "Bank", "from": "2030-01"}, {"source": "Bank", "from": "2030-05", "share": 0.4}]
            ),
            "development.available[1].share",
        ),
        (lambda d: d["development"]["spend"][0].update({"to": "2031-01"}), "development.spend[0].to"),
        (lambda d: d["development"]["spend"][0].update(line="Palace"), "development.spend[0].line"),
    ],
)
def test_slip_is_named_with_its_path_and_a_sentence(change, path):
    document = base()
    change(document)

    with pytest.raises(PlanError) as caught:
        parse_plan(document)
    problems = {problem.path: problem for problem in caught.value.problems}
    assert path in problems
    assert problems[path].sentence.startswith("Expected")
