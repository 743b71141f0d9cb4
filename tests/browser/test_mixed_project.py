"""A project of new homes beside homes that are taken over, for rent and bought, from the questions to a verdict."""

import re

import pytest
from playwright.sync_api import expect

from financing.plans.models import Plan
from tests.browser.people import DESK, PHONE, SLOW_MS, Person

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

MOST_FIELDS = 20


class Neighbour(Person):
    """Answers each question, and counts the fields that it showed."""

    fields = 0

    def answer(self, *, choose: tuple[tuple[str, str], ...] = (), **typed: str) -> None:
        for name, value in choose:
            self.choose(name, value)
        self.fill(**typed)
        self.fields += self.page.locator("main form [data-field]:visible").count()
        self.page.locator("#question-form button[type=submit]").first.focus()
        self.press("Toon het resultaat" if typed.get("grants") else "Volgende vraag")


def test_mixed_project_comes_to_its_verdict(open_browser):
    neighbour = Neighbour(open_browser(PHONE), PHONE, also=(DESK,))
    neighbour.visit("/calculate/questions/living/")

    neighbour.answer(choose=(("form", "cpo"),))
    neighbour.answer(choose=(("building", "take_over"),))
    neighbour.answer(homes="20", homes_cpo="6", homes_take_over="8")
    expect(neighbour.page.locator("#panel .verdict")).to_contain_text("Het plan komt niet rond", timeout=SLOW_MS)
    neighbour.answer(choose=(("size", "own"),), area_m2="68")
    neighbour.answer(rent="990", sale_price="")
    neighbour.answer(first_year="2030")
    expect(neighbour.page.locator("[data-field=ground_price]")).to_contain_text("btw")
    neighbour.answer(ground_price="30.000", price_take_over="110.000")
    neighbour.answer(choose=(("cost_basis", "total"),), building_total="3.400.000")
    neighbour.answer(own_money="12.000")
    neighbour.answer(municipal_loan="20.000", market_value="", grants="150.000")

    assert neighbour.fields <= MOST_FIELDS, neighbour.fields
    expect(neighbour.page.locator(".verdict").first).to_contain_text(re.compile("Het plan komt (niet )?rond"))
    neighbour.sees("Nog niet beoordeeld: niemand vulde in wat de woningen waard zijn")
    plan = Plan.objects.get()
    assert plan.origin == {"form": "mixed", "building": "new_build"}
    assert {home["count"] for home in plan.document["dwellings"]} == {6, 8}
