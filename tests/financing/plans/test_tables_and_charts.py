"""Tables and charts say the engine's figures, and each chart has its sentence and its table."""

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from coophub.web.formats import euro
from financing.engine import read_result
from financing.plans import charts
from financing.plans.charts.money import funding_by_meaning, investment_by_category
from financing.plans.charts.sections import CHARTS, chart_of
from financing.plans.charts.years import debt_by_meaning, monthly_parts
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.forms.results import HeatMapForm
from financing.plans.selectors.outcomes import outcome_from, outcome_of
from financing.plans.selectors.risks import risks_of
from financing.plans.tables import results
from tests.financing.engine.forms import with_forms
from tests.web.chart_schema import is_as_vega_lite_knows

SLUGS = [example.slug for example in EXAMPLES]


def developing(slug):
    document = example_document(slug)
    year = document["first_year"]
    document["development"] = {"start": f"{year - 2}-01", "construction_start": f"{year - 1}-01"}
    return document


def has_loan(slug):
    return any(source["kind"].endswith("_loan") for source in example_document(slug)["funding"])


def has_money_that_moves(slug):
    return any(source.keys() & {"rolls_over", "turnover_rate"} for source in example_document(slug)["funding"])


@pytest.mark.parametrize("slug", SLUGS)
def test_every_chart_has_a_title_a_sentence_a_table_and_is_drawn_in_both_languages(slug):
    for language in ("nl", "en"):
        with translation.override(language):
            found = charts.result_charts(outcome_of(developing(slug)))
            assert len(found) == (6 if has_loan(slug) else 4) + has_money_that_moves(slug)
            for chart in found:
                assert chart.title
                assert chart.sentence.endswith(".")
                assert {len(row) for row in chart.table.rows} == {len(chart.columns)}
                assert chart.wide.startswith("<svg")


def test_every_kind_of_chart_is_as_vega_lite_knows_it():
    outcome = outcome_of(developing(SLUGS[0]))
    moving = outcome_of(with_forms("members leave", "saved in the rent", "many small loans"))
    stress = risks_of(outcome).stress

    found = [
        charts.funding_chart(outcome),
        charts.lent_again_chart(moving),
        charts.members_chart(moving),
        *charts.result_charts(outcome),
        *charts.compared_charts([("a", outcome), ("b", outcome_of(example_document(SLUGS[1])))]),
        *(chart_of(slug, outcome) for slug in CHARTS),
        charts.tornado_chart(outcome, stress),
        charts.fan_chart(stress),
        charts.combinations(outcome, *HeatMapForm.DEFAULT).chart,
    ]

    assert all(is_as_vega_lite_knows(chart) for chart in found)


@settings(max_examples=25)
@given(
    slug=st.sampled_from(SLUGS),
    drivers=st.fixed_dictionaries(
        {}, optional={"rent": st.floats(0.5, 2), "subsidy": st.floats(0, 3e5), "member_contribution": st.floats(0, 9e3)}
    ),
)
def test_what_it_costs_and_who_pays_add_up_to_the_investment(slug, drivers):
    outcome = outcome_of(example_document(slug), drivers)
    total, gap = outcome.result.investment.total, outcome.result.funding.gap

    assert sum(investment_by_category(outcome).values()) == pytest.approx(total, abs=3)
    assert sum(funding_by_meaning(outcome).values()) == pytest.approx(total + max(0, -gap), abs=3)


@settings(max_examples=25)
@given(slug=st.sampled_from(SLUGS), year=st.integers(0, 39))
def test_what_a_home_costs_a_month_is_all_that_goes_out(slug, year):
    outcome = outcome_of(example_document(slug))
    years = outcome.result.years
    year %= outcome.document["horizon_years"]
    homes = sum(home["count"] * home.get("counts_as", 1) for home in outcome.document["dwellings"])

    together = sum(monthly_parts(outcome, year).values()) * homes * 12

    assert together == pytest.approx(years.net_rent[year] - years.net_cash_flow[year], abs=0.01)


def test_plan_without_homes_or_bank_has_fewer_charts():
    document = example_document("de-eendracht")
    document["dwellings"], document["other_income"] = [], []
    document["funding"] = [{"name": "Gift", "kind": "gift", "remainder": True}]

    found = charts.result_charts(outcome_of(document))

    assert len(found) == 2


@pytest.mark.parametrize("slug", SLUGS)
def test_statements_stand_in_tables_that_add_up(slug):
    outcome = outcome_of(example_document(slug))
    balance = outcome.result.statements.balance

    titles = {table.caption: table for table in results.all_tables(outcome)}

    with translation.override("nl"):
        table = results.balance_table(outcome, balance)
        rows = table.words
        assert rows[0][-1] == euro(balance.assets[0])
    assert len(titles) == 6
    assert len(rows) == outcome.document["horizon_years"] + 1
    assert all(row[table.names.index("Bezittingen")] == row[-1] for row in rows)


def test_version_from_before_the_statements_keeps_its_other_tables():
    document = example_document("de-eendracht")
    result = outcome_of(document).result.document()
    del result["statements"]

    outcome = outcome_from(document, read_result(result))

    assert len(results.all_tables(outcome)) == 4
    assert len(charts.result_charts(outcome)) == 5


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if has_loan(slug)])
def test_debt_is_drawn_by_whose_money_it_is_and_adds_up(slug):
    outcome = outcome_of(example_document(slug))

    owed = debt_by_meaning(outcome)

    assert set(owed) <= set(funding_by_meaning(outcome))
    for year, debt in enumerate(outcome.result.years.debt):
        assert sum(amounts[year] for amounts in owed.values()) == pytest.approx(debt, abs=1)


def test_money_that_is_lent_again_is_drawn_by_whose_it_is():
    outcome = outcome_of(with_forms("many small loans", "balloon rolls over", "guarantee fund that comes free"))

    with translation.override("en"):
        chart = charts.lent_again_chart(outcome)

    assert legend_of(chart) == ["Bank", "Other loans"]
    drawn = zip(outcome.result.years.year, outcome.result.years.drawn, strict=True)
    for row, (year, amount) in zip(chart.rows, drawn, strict=True):
        assert sum(row[1:-1]) == pytest.approx(amount - (150_000 if year == 2036 else 0), abs=0.01)


def test_bank_that_lends_all_of_it_again_takes_no_more_of_a_month_than_its_interest():
    outcome = outcome_of(example_document("nooit-afgelost"))
    before, when_lent_again = (monthly_parts(outcome, year) for year in (8, 9))

    assert when_lent_again["bank"] == pytest.approx(before["bank"])
    assert when_lent_again["city"] == pytest.approx(before["city"], rel=0.05)


@pytest.mark.parametrize(
    ("forms", "names"),
    [
        (["members leave"], ["Paid in by new members", "Paid back to members who leave"]),
        (["saved in the rent"], ["Saved in the rent"]),
        ([], None),
    ],
)
def test_money_of_members_is_drawn_as_far_as_it_moves(forms, names):
    with translation.override("en"):
        chart = charts.members_chart(outcome_of(with_forms(*forms)))

        assert (chart and legend_of(chart)) == names


def test_months_in_which_nothing_is_missing_have_nothing_missing_in_their_legend():
    with translation.override("en"):
        covered, short = (
            charts.development_chart(outcome_of(developing(slug))) for slug in ("jongeren-modulair", "cpo-ouderen")
        )

    assert "Missing that month" not in str(covered.vega_lite())
    assert "Missing that month" in str(short.vega_lite())


def legend_of(chart):
    return chart.vega_lite()["encoding"]["color"]["scale"]["domain"]
