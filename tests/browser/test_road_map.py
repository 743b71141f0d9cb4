"""A step of the road map moves: dragged along the line of time, and by its day on a phone and by the keyboard."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from coophub.web import clock
from tests.browser.people import DESK, PHONE, AtTheKeys
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.thorough]


def test_a_step_is_dragged_on_the_line_of_time_and_moved_by_the_keyboard(at_work):
    owner = UserFactory(name="Fien Fluitenkruid")
    group = InitiativeFactory(name="Hof van Holland", owner=owner)
    planned = clock.today() + dt.timedelta(days=60)
    step = MilestoneFactory(initiative=group, phase=group.phase, title="Kavel bekijken", planned_on=planned)
    permit = MilestoneFactory(
        initiative=group, phase=group.phase, title="Vergunning", planned_on=planned + dt.timedelta(days=300)
    )
    permit.waits_for.add(step)

    fien = at_work(owner, DESK)
    fien.visit(f"/initiatives/{group.slug}/roadmap/")
    dot = fien.page.locator(f"[data-horizon-moves$='/{step.pk}/move/']")
    at = dot.bounding_box()
    fien.page.mouse.move(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)
    fien.page.mouse.down()
    fien.page.mouse.move(at["x"] + 200, at["y"], steps=4)
    with fien.page.expect_navigation():
        fien.page.mouse.up()
    fien.sees("“Kavel bekijken” is nu gepland voor")
    step.refresh_from_db()
    moved = step.planned_on
    assert moved > planned + dt.timedelta(days=20)

    # What waits for it is offered to go along, and moves no earlier than that.
    fien.look()
    permit.refresh_from_db()
    assert permit.planned_on == planned + dt.timedelta(days=300)
    fien.press("Laat deze meeschuiven")
    fien.sees("wacht op: Kavel bekijken")
    permit.refresh_from_db()
    assert permit.planned_on > planned + dt.timedelta(days=320)

    # On a phone there is no line of time: its day is changed beside it, and what waits can stay.
    on_phone = at_work(owner, PHONE, by=AtTheKeys)
    on_phone.visit(f"/initiatives/{group.slug}/roadmap/")
    expect(on_phone.page.locator("[data-horizon]")).not_to_be_visible()
    on_phone.follow(on_phone.page.locator(f"a[href$='/{step.pk}/']").first)
    on_phone.type_day("planned_on", moved + dt.timedelta(days=31))
    on_phone.press("Bewaren")
    step.refresh_from_db()
    assert step.planned_on == moved + dt.timedelta(days=31)
    on_phone.follow(on_phone.page.get_by_role("link", name="Laat alles staan"))
