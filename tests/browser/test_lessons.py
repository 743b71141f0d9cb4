"""A lesson from the bottleneck of one group to the page of another that has the same."""

import pytest

from coophub.accounts.models import Role
from initiatives.models import Municipality
from pilots.models import Lesson
from tests.browser.people import DESK, PHONE
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import BottleneckFactory, PilotFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]


@pytest.fixture
def author():
    return UserFactory(name="Anna Akelei", roles=[Role.ADVISOR])


@pytest.fixture
def second():
    return UserFactory(name="Bram Boterbloem", roles=[Role.ADVISOR])


@pytest.fixture
def solved(author):
    owner = UserFactory(name="Piet Pinksterbloem")
    group = InitiativeFactory(name="De Lindentuin", owner=owner, municipality=Municipality.objects.get(name="Assen"))
    return BottleneckFactory(
        pilot=PilotFactory(initiative=group, advisor=author),
        kind="financing.lender",
        description="De bank wilde Piet uit Assen niets lenen.",
    )


@pytest.fixture
def same_elsewhere(second):
    owner = UserFactory(name="Kim Kamille")
    group = InitiativeFactory(name="Het Wilgenhof", owner=owner)
    return BottleneckFactory(pilot=PilotFactory(initiative=group, advisor=second), kind="financing.lender")


def test_from_a_bottleneck_to_a_suggestion_in_another_pilot(
    at_work, open_browser, author, second, solved, same_elsewhere
):
    anna = at_work(author, PHONE, DESK)
    anna.visit(f"/pilots/{solved.pilot_id}/bottlenecks/{solved.pk}/")
    anna.follow(anna.page.get_by_role("link", name="Dit is opgelost"))
    anna.fill(resolution="Piet vroeg een tweede bank.")
    anna.press("Knelpunt afsluiten")
    anna.follow(anna.page.get_by_role("link", name="Schrijf de les"))
    anna.sees("“Piet” werd “een lid van de groep”")
    assert "Assen" not in anna.page.locator("[name=problem]").input_value()
    anna.fill(title="Wat Piet deed")
    anna.press("Bewaar de les")
    anna.sees("Dit staat nog in de tekst, en daaraan zien anderen welke groep het was: “Piet”.")
    anna.fill(title="Vraag een tweede bank")
    anna.press("Bewaar de les")
    anna.press("Vraag goedkeuring")
    anna.sees("Wacht op goedkeuring")
    assert anna.clicks <= 6

    bram = at_work(second, PHONE, DESK)
    bram.visit("/pilots/lessons/")
    bram.follow(bram.page.get_by_role("link", name="Vraag een tweede bank"))
    bram.press("Keur goed en maak openbaar")
    bram.visit(f"/pilots/{same_elsewhere.pilot_id}/")
    bram.sees("omdat een groep hetzelfde had in de fase")

    kim = at_work(same_elsewhere.pilot.initiative.memberships.get().user, PHONE, DESK)
    kim.visit(f"/initiatives/{same_elsewhere.pilot.initiative.slug}/knowledge/")
    kim.follow(kim.page.get_by_role("link", name="Vraag een tweede bank"))
    kim.sees("Een lid van de groep vroeg een tweede bank.")
    kim.press("Ja")
    kim.sees("We tellen je antwoord")
    kim.visit("/knowledge/?q=geldverstrekkers")
    kim.sees("Vraag een tweede bank")
    kim.visit("/knowledge/lessons/")
    assert Lesson.objects.get().approved_by == second
