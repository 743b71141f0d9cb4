"""The plan of who leaves everything open: it closes, or there is a way to make it close that a group would try."""

from itertools import product

import pytest

from financing.engine import find_levers, parse_plan
from financing.plans.document.questions import Answers, document_from
from financing.plans.forms.start import BUILDINGS, FORMS, GROUNDS


@pytest.mark.parametrize(("form", "building", "ground"), list(product(FORMS, BUILDINGS, GROUNDS)))
def test_plan_of_our_own_defaults_has_a_way_to_close(form, building, ground):
    answers = Answers(
        form=form, building=building, homes={"small": 8, "medium": 12, "large": 0}, first_year=2029, ground=ground
    )

    levers = find_levers(parse_plan(document_from(answers, name="Ons plan")))

    assert levers.closes or levers.nearest.closes


def test_homes_that_share_a_room_are_that_much_smaller():
    def living_area(form):
        answers = Answers(form=form, building="new_build", homes={"medium": 10}, first_year=2029, ground="bought")
        return parse_plan(document_from(answers, name="Ons plan")).living_area_m2

    assert living_area("rental") - living_area("clustered") == 10 * 4
