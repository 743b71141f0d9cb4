"""A week of an advisor over eight pilots, on a phone and at a desk."""

import datetime as dt
from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.models import PlannedSession
from tests.browser.people import DESK, PHONE, SLOW_MS
from tests.browser.without_network import OFFLINE, READY, known, write
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, TaskFactory
from tests.factories.pilots import BottleneckFactory, CoachingSessionFactory, PilotFactory
from tests.factories.plans import PlanFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.browser,
    pytest.mark.thorough,
    pytest.mark.xdist_group("worker"),
]

PILOTS = 8
NOTE = "We spraken over de grond.\n- Bel de gemeente voor 1 maart\n- Maak een lijst van leden"


def ago(days):
    return clock.today() - dt.timedelta(days=days)


@pytest.fixture
def abel():
    return UserFactory(roles=[Role.ADVISOR], name="Abel Akelei")


@pytest.fixture
def groups(abel):
    """Eight groups: the first needs attention most, the second less, the others none."""
    found = []
    for number in range(PILOTS):
        owner = UserFactory(name=f"Fien Fluitenkruid {number}")
        pilot = PilotFactory(
            advisor=abel,
            initiative=InitiativeFactory(name=f"Hof van Holland {number}", owner=owner),
            started_on=ago(200),
        )
        CoachingSessionFactory(pilot=pilot, advisor=abel, held_on=ago(70 if number == 0 else 10))
        TaskFactory(initiative=pilot.initiative, done_at=clock.now() - dt.timedelta(days=2))
        found.append((pilot, owner))
    BottleneckFactory(pilot=found[0][0], opened_on=ago(150))
    PlanFactory(initiative=found[0][0].initiative)
    BottleneckFactory(pilot=found[1][0], opened_on=ago(120))
    return found


def test_week_of_an_advisor_over_eight_pilots(at_work, abel, groups, travel_to):
    (first, owner), *others = groups
    coach = at_work(abel, PHONE, DESK)

    # Monday: whom to call, and why.
    coach.visit("/pilots/")
    expect(coach.page.locator(".entry")).to_have_count(PILOTS)
    top = coach.page.locator(".entry").first
    expect(top).to_contain_text("Hof van Holland 0")
    expect(top.locator("li")).to_have_count(2)
    for line in top.locator("li").all():
        assert line.bounding_box()["height"] < 32, line.inner_text()
    coach.follow(top.get_by_role("link", name="Hof van Holland 0").first)
    coach.follow(coach.page.get_by_role("link", name="Plan een gesprek"))
    starts_at = clock.local(clock.now() + dt.timedelta(days=2)).replace(hour=14, minute=0)
    coach.fill(starts_at=starts_at.strftime("%Y-%m-%dT%H:%M"), about="De grond", place="Het Kraaiennest")
    coach.press("Plan het gesprek")
    coach.sees("Het Kraaiennest")

    # The group sees it, and has it in its own calendar.
    fien = at_work(owner, PHONE, DESK)
    fien.visit(f"/initiatives/{first.initiative.slug}/coaching/")
    fien.sees("De grond")
    fien.follow(fien.page.get_by_role("link", name="Lees dit in je eigen agenda"))
    fien.press("Maak mijn adres")
    fien.sees("sessions.ics")

    # Wednesday: prepare, talk, and write it down with one thumb.
    coach.visit("/pilots/agenda/")
    coach.follow(coach.page.get_by_role("link", name="Voorbereiden").first)
    coach.sees("Wat sindsdien veranderde")
    assert len(pikepdf.open(BytesIO(coach.page.pdf(format="A4"))).pages) == 1
    travel_to(starts_at + dt.timedelta(hours=1))
    coach = at_work(abel, PHONE, DESK)
    coach.visit("/pilots/agenda/")
    coach.follow(coach.page.get_by_role("link", name="Leg dit gesprek vast").first)
    coach.fill(summary=NOTE)
    offered = coach.page.get_by_label("Bel de gemeente, klaar op")
    expect(offered).to_be_visible(timeout=SLOW_MS)
    offered.check()
    coach.page.get_by_role("button", name="1,5", exact=True).click()
    coach.press("Gesprek opslaan")
    coach.sees("Bel de gemeente")
    assert PlannedSession.objects.get().held_as is not None

    # The group does what was agreed, and its advisor reads so.
    fien = at_work(owner, PHONE, DESK)
    fien.visit(f"/initiatives/{first.initiative.slug}/tasks/")
    fien.sees("Bel de gemeente")
    first.initiative.tasks.filter(title="Bel de gemeente").update(done_at=clock.now(), done_by=owner)
    coach.visit(f"/pilots/{first.pk}/prepare/")
    coach.sees("Klaar: Bel de gemeente")

    # Thursday: in a cellar without a network, where the tab is killed halfway.
    second, _owner = others[0]
    window, page = coach.page.context, coach.page
    known(page)
    window.set_offline(True)
    page.goto(f"{OFFLINE}?pilot={second.pk}")
    write(page, second, "De aannemer rekent het na.")
    coach.look()
    page.close()
    page = window.new_page()
    page.goto("/pilots/")
    expect(page.locator("[name=summary]")).to_have_value("De aannemer rekent het na.")
    page.get_by_role("button", name=READY).click()
    expect(page.locator("[data-about]")).to_contain_text("wacht op een netwerk")
    window.set_offline(False)
    expect(page.locator("[data-offline-says]")).to_have_text("Vastgelegd in CoopHub: 1.", timeout=SLOW_MS)
    assert second.sessions.filter(summary="De aannemer rekent het na.").count() == 1
    coach.page = page
    coach.visit(f"/pilots/{second.pk}/")
    coach.sees("De aannemer rekent het na.")

    # Friday: what they work towards, and with whom was spoken; the next week begins with another.
    coach.visit(f"/pilots/{first.pk}/goals/new/")
    coach.fill(goal="De kavel is gereserveerd", check_on=(clock.today() + dt.timedelta(days=60)).isoformat())
    coach.press("Voeg het doel toe")
    coach.visit(f"/pilots/{first.pk}/contacts/new/")
    coach.choose("party", "municipality")
    coach.fill(name="Afdeling grond", outcome="Ze kijken ernaar.")
    coach.press("Sla het contact op")
    coach.sees("Ze kijken ernaar.")
    coach.visit(f"/pilots/{first.pk}/hand-over/")
    coach.visit("/pilots/?sign=bottleneck")
    expect(coach.page.locator(".entry")).to_have_count(2)
    coach.visit("/pilots/?sign=contact")
    expect(coach.page.locator(".entry")).to_have_count(0)
