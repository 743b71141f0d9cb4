"""The plan of who leaves everything open: it closes, or there is a way to make it close that a group would try."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from financing.engine import find_levers, parse_plan
from financing.plans.document.questions import FIRST, SIZES, Answers, answers_from, document_from, homes_of
from financing.plans.forms.questions import BUILDINGS, FORMS, GROUNDS


@pytest.mark.parametrize(("form", "building", "ground"), list(product(FORMS, BUILDINGS, GROUNDS)))
def test_plan_of_our_own_defaults_has_a_way_to_close(form, building, ground):
    answers = answers_from({"homes": 20, "form": form, "building": building, "ground": ground})

    levers = find_levers(parse_plan(document_from(answers, name="Ons plan")))

    assert levers.closes or levers.nearest.closes


def test_homes_that_share_a_room_are_that_much_smaller():
    def living_area(form):
        answers = Answers(form=form, building="new_build", homes={"medium": 10}, first_year=2029, ground="bought")
        return parse_plan(document_from(answers, name="Ons plan")).living_area_m2

    assert living_area("rental") - living_area("clustered") == 10 * 4


def test_twenty_homes_of_which_nothing_was_said_are_eight_small_and_twelve_middle_sized():
    assert answers_from({"homes": 20}).homes == {"small": 8, "medium": 12}


@given(st.integers(0, 1000), st.sampled_from(list(SIZES)))
def test_homes_of_all_sizes_together_are_as_many_as_was_said(count, size):
    homes = homes_of(count, size)

    assert sum(homes.values()) == count
    assert all(number >= 0 for number in homes.values())


def test_nothing_that_was_said_makes_the_answers_that_stand_at_each_question():
    answers = answers_from({"rent": None})

    assert (answers.form, answers.first_year, answers.ground) == (FIRST["form"], FIRST["first_year"], FIRST["ground"])
    assert (answers.count, answers.rent) == (0, None)


@pytest.mark.parametrize("building", ["transformation", "take_over"])
def test_homes_that_are_given_cost_nothing_to_get(building):
    def bought(ground):
        lines = document_from(answers_from({"homes": 10, "building": building, "ground": ground}), name="x")
        return [line for line in lines["investment"]["lines"] if line["category"] == "land"]

    assert bought("bought")
    assert bought("included") == []
