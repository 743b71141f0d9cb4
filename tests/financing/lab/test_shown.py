"""What of a run is shown, and what never is."""

import itertools
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import translation

from financing.lab.selectors.runs import shown_run
from financing.lab.selectors.shown import FEWEST, OTHER, best_per_euro, merged
from financing.lab.tables.runs import HOMES_A_DOT, answer_in_words, file_table, run_context
from tests.factories.accounts import scheme_manager
from tests.factories.lab import KeptPortfolioFactory, finished_run, made_up_result, plan_to_keep

pytestmark = pytest.mark.django_db


def keys(first, last):
    return {f"p{number:03}" for number in range(first, last)}


def test_small_groups_stand_with_the_others():
    groups = {"a": keys(0, 12), "b": keys(12, 15), "c": keys(15, 21)}

    assert merged(groups, []) == {"a": keys(0, 12), OTHER: keys(12, 21)}
    assert merged({"a": keys(0, 12), "b": keys(12, 15), "c": keys(15, 18)}, []) == {
        "a": keys(0, 12),
        OTHER: keys(12, 18),
    }
    assert merged({"a": keys(0, 4)}, []) == {}


def test_a_part_of_a_group_is_never_fewer_than_five():
    groups = {"a": keys(0, 12), "b": keys(12, 24)}

    assert merged(groups, [keys(0, 6)]) == groups
    # Of “a” a single plan is helped, so it stands with “b”, where enough are.
    assert merged(groups, [keys(11, 20)]) == {OTHER: keys(0, 24)}
    assert merged(groups, [keys(0, 3)]) == {}


def test_exact_figures_are_those_of_the_result():
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(15)]))

    shown = shown_run(run, is_coarse=False)

    assert shown["optimum"]["homes"] == run.homes == shown["homes"]
    assert shown["closing"]["plans"] == 5
    [grants] = shown["packages"]
    assert (grants["instruments"], grants["plans"], grants["cash"]) == ("grant", 10, run.result["optimum"]["cash"])
    [target] = shown["groups"]["target"]
    assert target["helped"] + target["closing"] + target["left"] == shown["homes"]
    assert len(shown["curves"][0]["points"]) == 21
    assert best_per_euro(shown) == "grant"


def test_the_best_instrument_is_split_by_groups_of_five_and_more():
    forms = ["rental"] * 8 + ["mixed"] * 6 + ["clustered"] * 2
    plans = [plan_to_keep(number, form=form) for number, form in enumerate(forms)]
    portfolio = KeptPortfolioFactory(plans=plans)
    [grants] = made_up_result(portfolio, 10_000_000)["curves"]
    split = [
        {"by": "form", "group": form, "plans": [1.0] * 21, "homes": [homes] * 21, "cash": [0.0] * 21, "net": [1.0] * 21}
        for form, homes in (("rental", 80.0), ("mixed", 60.0), ("clustered", 20.0))
    ]
    run = finished_run(portfolio=portfolio, curves=[{**grants, "split": split}])

    shown = shown_run(run, is_coarse=False)

    lines = {line["group"]: line["points"][-1] for line in shown["splits"]["form"]}
    assert {name: (point["homes"], point["net"]) for name, point in lines.items()} == {
        "rental": (80.0, 1.0),
        OTHER: (80.0, 2.0),
    }
    # Nothing was worked out by province.
    assert "province" not in shown["splits"]
    assert shown_run(run, is_coarse=True)["splits"] == {}


def test_the_line_by_year_has_the_years_in_order_and_small_ones_together():
    years = [2031] * 7 + [2029] * 6 + [2028, 2033]
    plans = [plan_to_keep(number) for number in range(15)]
    plans = [
        replace(plan, document={**plan.document, "first_year": year}) for plan, year in zip(plans, years, strict=True)
    ]
    portfolio = KeptPortfolioFactory(plans=plans)
    [grants] = made_up_result(portfolio, 10_000_000)["curves"]
    none = [0.0] * 21
    split = [
        {"by": "year", "group": year, "plans": none, "homes": [homes] * 21, "cash": none, "net": none}
        for year, homes in (("2028", 10.0), ("2029", 60.0), ("2031", 70.0), ("2033", 20.0))
    ]
    run = finished_run(portfolio=portfolio, curves=[{**grants, "split": split}])

    lines = shown_run(run, is_coarse=False)["splits"]["year"]

    # The two that are alone stand with the smallest year that makes them enough.
    assert [(line["group"], line["points"][-1]["homes"]) for line in lines] == [("2031", 70.0), (OTHER, 90.0)]
    assert shown_run(run, is_coarse=True)["splits"] == {}


def test_rounded_figures_step_by_five_plans():
    run = finished_run(portfolio=KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(16)]))

    shown = shown_run(run, is_coarse=True)

    assert shown["optimum"]["homes"] % 10 == 0
    assert shown["optimum"]["plans"] % FEWEST == 0
    assert shown["optimum"]["cash"] % 100_000 == 0
    counts = run.result["curves"][0]["plans"]
    levels = run.result["curves"][0]["level"]
    kept = [counts[levels.index(point["level"])] for point in shown["curves"][0]["points"]]
    assert all(b == a or abs(b - a) >= FEWEST for a, b in itertools.pairwise(kept))


def test_years_stand_one_after_the_other_and_a_province_has_its_dot(client):
    plans = [plan_to_keep(number, province="Utrecht" if number < 8 else "Drenthe") for number in range(16)]
    plans = [
        replace(plan, document={**plan.document, "first_year": 2030 if number < 5 else 2029 if number < 14 else 2035})
        for number, plan in enumerate(plans)
    ]
    run = finished_run(portfolio=KeptPortfolioFactory(plans=plans))

    shown = shown_run(run, is_coarse=False)
    client.force_login(scheme_manager(), backend="django.contrib.auth.backends.ModelBackend")
    dots = client.get(reverse("lab:run", args=[run.pk])).context["map_points"]

    # The two of 2035 stand with the smallest group that makes them enough.
    assert [(row["group"], row["plans"]) for row in shown["groups"]["year"]] == [("2029", 9), (OTHER, 7)]
    provinces = {row["group"]: row["closing"] + row["helped"] for row in shown["groups"]["province"]}
    assert {dot["name"]: dot["size"] * HOMES_A_DOT for dot in dots} == pytest.approx(provinces)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("is_coarse", [False, True])
def test_everything_can_be_said_of_little_and_of_much(language, is_coarse):
    few = KeptPortfolioFactory(plans=[plan_to_keep(number) for number in range(2)])
    many = KeptPortfolioFactory(plans=[plan_to_keep(number, province=f"P{number % 4}") for number in range(24)])

    for portfolio in (few, many):
        shown = shown_run(finished_run(portfolio=portfolio), is_coarse=is_coarse)
        with translation.override(language):
            context = run_context(shown)
            assert "10" in answer_in_words(shown)
            assert len(list(file_table(shown).values)) > 20
            assert "<svg" in context["frontier"].svg()
            for table in context["groups"]:
                assert all(row[1] >= FEWEST for row in table.values)
