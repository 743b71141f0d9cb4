"""When things go otherwise: by chance, one thing at a time, and two together."""

import pytest
from django.utils import translation

from financing.engine import heat_map, parse_plan, stress
from financing.plans import charts
from financing.plans.document.examples import EXAMPLES, example_document
from financing.plans.forms.results import HEAT_MAP_DRIVERS, HeatMapForm
from financing.plans.selectors.outcomes import outcome_of
from financing.plans.selectors.risks import RUNS, SEED, risks_of

pytestmark = pytest.mark.django_db


def test_page_shows_the_engine_s_stress_test(client, owner, plan, page):
    client.force_login(owner)

    response = client.get(page("risks"), headers={"accept-language": "en"})

    expected = stress(parse_plan(plan.document), seed=SEED, runs=RUNS)
    assert response.context["risks"].stress == expected
    assert f"In {round(expected.closes_share * 100)}% of 5,000 runs" in response.content.decode()
    assert response.content.decode().count("data-chart-spec") == 3


def test_two_who_look_see_the_same():
    outcome = outcome_of(example_document("overname-met-korting"))

    assert risks_of(outcome) == risks_of(outcome)


def test_tornado_has_the_largest_effect_first_and_leaves_out_what_does_nothing():
    outcome = outcome_of(example_document("overname-met-korting"))
    found = risks_of(outcome).stress

    rows = charts.tornado_chart(outcome, found).table.rows

    assert len(rows) == 10
    titles = [row[0] for row in rows]
    assert titles[0] in ("Alle rente", "All interest")
    assert not {"Erfpacht", "Ground rent"} & set(titles)


def test_heat_map_is_of_the_two_that_were_chosen(client, owner, plan, page):
    client.force_login(owner)

    response = client.get(
        page("risks"), {"first": "rent", "second": "vacancy_shift"}, headers={"accept-language": "en"}
    )

    found = heat_map(parse_plan(plan.document), "rent", "vacancy_shift")
    count = sum(sum(row) for row in found.closes)
    chart = response.context["combinations"].chart
    assert f"The plan closes in {count} of the 441 combinations" in chart.sentence
    assert chart.table.names[1:] == ["−10%", "−5%", "0%", "+5%", "+10%"]
    cells = [cell for row in chart.table.rows for cell in row[1:]]
    assert len(cells) == 25


@pytest.mark.parametrize(
    "sent", [{"first": "rent", "second": "rent"}, {"first": "x", "second": "rent"}, {"first": "rent"}]
)
def test_pair_that_cannot_be_is_refused_and_the_usual_one_shown(client, owner, page, sent):
    client.force_login(owner)

    response = client.get(page("risks"), sent)

    assert response.status_code == 200
    assert response.context["form"].errors
    assert response.context["combinations"].chart.table.rows


@pytest.mark.parametrize("first", HEAT_MAP_DRIVERS)
def test_every_choice_can_be_drawn(first):
    outcome = outcome_of(example_document("de-eendracht"))
    second = next(name for name in HEAT_MAP_DRIVERS if name != first)

    chart = charts.combinations(outcome, first, second).chart

    # Every value of the grid has its own name, or cells would lie over each other.
    assert len(chart.table.rows) == 5
    values = chart.spec.to_dict()["data"]["values"]
    assert len({(value["across"], value["down"]) for value in values}) == 441


@pytest.mark.parametrize("example", [example.slug for example in EXAMPLES])
def test_fan_has_a_row_for_every_year(example):
    document = example_document(example)

    chart = charts.fan_chart(risks_of(outcome_of(document)).stress)

    assert len(chart.table.rows) == document["horizon_years"]


def test_plan_without_a_bank_is_drawn_too():
    """It has no DSCR, by which the squares are shaded."""
    outcome = outcome_of(example_document("beheercooperatie"))

    values = charts.combinations(outcome, "rent", "vacancy_shift").chart.spec.to_dict()["data"]["values"]

    assert outcome.result.metrics.min_dscr is None
    assert all(value["dscr"] > 0 for value in values)


def rented(factor: float):
    """A plan with so much more or less rent."""
    document = example_document("de-eendracht")
    for home in document["dwellings"]:
        home["monthly_rent"] *= factor
    return outcome_of(document)


@pytest.mark.parametrize(
    ("factor", "words"), [(20, "The plan closes whatever"), (0.02, "The plan does not close, whatever")]
)
def test_what_says_the_same_everywhere_is_a_sentence_and_no_chart(factor, words):
    with translation.override("en"):
        found = charts.combinations(rented(factor), "interest_shift", "vacancy_shift")

    assert found.chart is None
    assert words in found.sentence


@pytest.mark.parametrize("factor", [0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 2])
@pytest.mark.parametrize("second", ["interest_shift", "rent"])
def test_a_heat_map_has_both_colours(factor, second):
    found = charts.combinations(rented(factor), "construction_cost", second)

    if found.chart is not None:
        states = {value["state"] for value in found.chart.spec.to_dict()["data"]["values"]}
        assert len(states) == 2


def test_further_is_tried_where_what_is_usual_says_the_same():
    plans = [rented(factor / 20) for factor in range(12, 40)]
    of_one_colour = [
        outcome
        for outcome in plans
        if len({closes for row in heat_map(outcome.plan, *HeatMapForm.DEFAULT).closes for closes in row}) == 1
    ]

    assert any(charts.combinations(outcome, *HeatMapForm.DEFAULT).chart for outcome in of_one_colour)
