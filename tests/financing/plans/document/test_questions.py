"""What answers to the ten questions make: whoever leaves everything open gets a plan with a way to close."""

from itertools import product

import pytest
from django.utils import translation
from hypothesis import example, given, settings
from hypothesis import strategies as st

from financing.engine import find_levers, parse_plan
from financing.plans.document.filled_in import document_from
from financing.plans.document.questions import FIRST, SIZES, answers_from, homes_of, kinds_of_homes
from financing.plans.figures.undefined import VALUE_WAITS
from financing.plans.forms.question_cards import BUILDINGS, FORMS, GROUNDS
from financing.plans.selectors.outcomes import outcome_of
from initiatives.models import Building, CooperativeForm


@pytest.mark.parametrize(("form", "building", "ground"), list(product(FORMS, BUILDINGS, GROUNDS)))
def test_plan_of_our_own_defaults_has_a_way_to_close(form, building, ground):
    answers = answers_from({"homes": 20, "rooms": 10, "form": form, "building": building, "ground": ground})

    levers = find_levers(parse_plan(document_from(answers, name="Ons plan")))

    assert levers.closes or levers.nearest.closes


def test_homes_that_share_a_room_are_that_much_smaller():
    def living_area(form):
        answers = answers_from({"homes": 10, "form": form, "size": "medium"})
        return parse_plan(document_from(answers, name="Ons plan")).living_area_m2

    assert living_area("rental") - living_area("clustered") == 10 * 4


def test_twenty_homes_of_which_nothing_was_said_are_eight_small_and_twelve_middle_sized():
    [homes] = kinds_of_homes(answers_from({"homes": 20}))

    assert (homes.form, homes.building, homes.sizes) == ("rental", "new_build", {"small": 8, "medium": 12})


@given(st.integers(0, 1000), st.sampled_from(list(SIZES)))
def test_homes_of_all_sizes_together_are_as_many_as_was_said(count, size):
    homes = homes_of(count, size)

    assert sum(homes.values()) == count
    assert all(number >= 0 for number in homes.values())


def test_nothing_that_was_said_makes_the_answers_that_stand_at_each_question():
    answers = answers_from({"rent": None})

    assert (list(answers.forms), list(answers.buildings)) == (FIRST["form"], FIRST["building"])
    assert (answers.first_year, answers.ground) == (FIRST["first_year"], FIRST["ground"])
    assert (answers.count, answers.rent) == (0, None)


@pytest.mark.parametrize("building", ["transformation", "take_over"])
def test_homes_that_are_given_cost_nothing_to_get(building):
    def bought(ground):
        lines = document_from(answers_from({"homes": 10, "building": building, "ground": ground}), name="x")
        return [line for line in lines["investment"]["lines"] if line["category"] == "land"]

    assert bought("bought")
    assert bought("included") == []


# --- More than one kind together ---------------------------------------------------------------------

MIXED = {
    "form": ["rental", "cpo"],
    "building": ["new_build", "take_over"],
    "homes": 20,
    "homes_cpo": 6,
    "homes_take_over": 8,
    "size": "medium",
}


def plan_of(**said):
    with translation.override("en"):
        return document_from(answers_from(said), name="Ours")


def types_of(document):
    return {home["name"]: home for home in document["dwellings"]}


def line_named(document, name):
    return next(line for line in document["investment"]["lines"] if line["name"] == name)


together = st.fixed_dictionaries(
    {
        "form": st.sets(st.sampled_from([form for form in FORMS if form != "management"]), min_size=2),
        "building": st.sets(st.sampled_from(list(BUILDINGS)), min_size=1),
        "ground": st.sampled_from(list(GROUNDS)),
    }
)


@settings(max_examples=12)
@given(together)
@example(
    # Near only with a lower interest rate, which alone does nothing for a plan that lacks money to build.
    {
        "form": {CooperativeForm.RENTAL, CooperativeForm.CLUSTERED},
        "building": {Building.NEW_BUILD, Building.TRANSFORMATION},
        "ground": "bought",
    }
)
def test_kinds_together_of_our_own_defaults_have_a_way_to_close(chosen):
    levers = find_levers(parse_plan(document_from(answers_from({"homes": 20, "rooms": 10, **chosen}), name="Ons plan")))

    assert levers.closes or levers.nearest.closes


@given(together, st.integers(0, 60), st.integers(0, 60), st.integers(1, 60))
def test_each_home_is_of_one_kind(chosen, bought, taken_over, homes):
    answers = answers_from({**chosen, "homes": homes, "homes_cpo": bought, "homes_take_over": taken_over})
    kinds = kinds_of_homes(answers)

    assert sum(sum(kind.sizes.values()) for kind in kinds) == (homes if answers.ways else 0)
    assert all(number >= 0 for kind in kinds for number in kind.sizes.values())
    assert {kind.form for kind in kinds} <= set(answers.ways)
    assert {kind.building for kind in kinds} <= set(answers.buildings)


def test_new_homes_beside_homes_that_are_taken_over_each_have_their_own_costs():
    document = plan_of(**MIXED, ground_price=20_000.0, price_take_over=110_000.0)

    new = ["Middle-sized home (new, for rent)", "Middle-sized home (new, bought)"]
    old = ["Middle-sized home (taken over, for rent)"]
    assert {name: home["count"] for name, home in types_of(document).items()} == dict(
        zip([new[1], new[0], old[0]], [6, 6, 8], strict=True)
    )
    ground, homes = line_named(document, "Ground"), line_named(document, "Buying the homes")
    assert (ground["per_dwelling"], ground["vat_rate"], sorted(ground["of"])) == (20_000, 0.21, sorted(new))
    assert (homes["per_dwelling"], homes["vat_rate"], homes["of"]) == (110_000, 0, old)
    assert line_named(document, "Transfer tax and notary")["per_dwelling"] == 9_900
    assert line_named(document, "Insulation and repairs")["of"] == old
    assert sorted(line_named(document, "Building")["of"]) == sorted(new)
    parse_plan(document)


def test_homes_that_are_bought_pay_what_they_cost_or_a_price_and_ask_nothing_of_the_rest():
    at_cost, at_price = plan_of(**MIXED), plan_of(**MIXED, sale_price=390_000.0)

    [bought] = [home for home in at_cost["dwellings"] if home.get("tenure") == "sale"]
    assert (bought["count"], bought["sale_price"], bought.get("monthly_rent")) == (6, "cost", None)
    assert [home["sale_price"] for home in at_price["dwellings"] if "sale_price" in home] == [390_000]
    for line in [*at_cost["operating_costs"], at_cost["maintenance_reserve"], at_cost["funding"][-1]]:
        assert bought["name"] not in line["of"], line
    outcome = outcome_of(at_price)
    assert outcome.result.investment.sale_proceeds == 6 * 390_000


def test_rooms_stand_beside_homes_and_count_as_a_part_of_one():
    document = plan_of(form=["rental", "shared"], homes=10, rooms=10, room_rent=500.0, size="own", area_m2=70.0)

    home, room = types_of(document)["Home"], types_of(document)["Room in a shared home"]
    assert (home["count"], home["area_m2"]) == (10, 70)
    assert (room["count"], room["monthly_rent"], room["counts_as"], room["area_m2"]) == (10, 500, 0.2, 30)
    assert parse_plan(document).dwelling_count == 12


def test_money_of_their_own_is_asked_of_who_rents_with_it():
    document = plan_of(
        form=["rental", "member_equity"], homes=10, homes_member_equity=4, own_money_member_equity=30_000.0
    )

    sources = {source["name"]: source for source in document["funding"]}
    assert sources["Members"]["per_dwelling"] == 10_000
    assert (sources["Members' equity"]["per_dwelling"], sources["Members' equity"]["return_rate"]) == (30_000, 0.01)
    assert sources["Members' equity"]["of"] == [name for name in types_of(document) if "with money" in name]


def test_known_total_takes_the_place_of_what_building_costs_per_m2():
    document = plan_of(**MIXED, cost_basis="total", building_total=3_000_000.0, building_cost=9_999.0)

    lines = [line for line in document["investment"]["lines"] if line["category"] == "construction"]
    assert [(line["fixed"], line["vat_rate"], line["indexed"]) for line in lines] == [(3_000_000, 0.21, False)]


@pytest.mark.parametrize("form", ["rental", ["rental", "cpo"], "shared"])
def test_loan_is_judged_by_the_value_that_somebody_gave_and_by_no_other(form):
    said = {"form": form, "homes": 20, "rooms": 20}

    unknown, known = outcome_of(plan_of(**said)), outcome_of(plan_of(**said, market_value=4_000_000.0))

    assert "ltv" not in {criterion.name for criterion in unknown.criteria}
    assert [waiting.sentence for waiting in unknown.waiting] == [str(VALUE_WAITS)]
    assert "ltv" in {criterion.name for criterion in known.criteria}
    assert known.waiting == []


@pytest.mark.parametrize("form", ["management", "cpo"])
def test_nothing_waits_where_no_bank_lends(form):
    assert outcome_of(plan_of(form=form, homes=20)).waiting == []
