"""A time line marks today, between what happened and what is planned."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.web import clock
from coophub.web.timeline import DONE, LATE, NEXT, NOW, TODAY, Event, among_planned, with_today
from initiatives.models import Milestone
from initiatives.selectors.road_map import road_map_of, timeline_of
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.web.reading import find

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("states", "place"), [([], 0), ([DONE, NOW], 2), ([DONE, LATE, NEXT, NEXT], 2), ([NEXT], 0), ([DONE, NEXT], 1)]
)
def test_today_stands_before_the_first_thing_to_come(states, place):
    events = with_today([Event(None, state, state) for state in states])

    assert [event.state for event in events].index(TODAY) == place
    assert bool(events[place].text) == (NEXT in states)


def test_what_else_is_planned_stands_by_its_day_after_today_and_before_what_has_none():
    today = clock.today()
    road = with_today([Event(today, "gedaan", DONE), Event(today + 9 * DAY, "stap", NEXT), Event(None, "fase", NEXT)])
    planned = [Event(today + days * DAY, f"over {days}", NEXT) for days in (2, 5, 20)]

    titles = [event.title for event in among_planned(road, planned)]

    assert titles[2:] == ["over 2", "over 5", "stap", "over 20", "fase"]
    assert among_planned(with_today([]), planned)[1:] == planned


@pytest.mark.django_db
def test_a_road_map_shows_what_was_done_apart_from_what_is_planned(client):
    user, today = UserFactory(), clock.today()
    initiative = InitiativeFactory(owner=user, phase="feasibility")
    for title, planned, done in [
        ("gedaan", today - 9 * DAY, today - 3 * DAY),
        ("te laat", today - DAY, None),
        ("gepland", today + 9 * DAY, None),
    ]:
        Milestone.objects.create(
            initiative=initiative, phase="feasibility", title=title, planned_on=planned, done_on=done
        )

    events = timeline_of(road_map_of(initiative), with_steps=True)

    order = [(event.title, event.state) for event in events if event.title in ("gedaan", "te laat", "gepland")]
    assert order == [("gedaan", DONE), ("te laat", LATE), ("gepland", NEXT)]
    assert [event.state for event in events].index(TODAY) == [event.title for event in events].index("te laat") + 1
    client.force_login(user)
    page = client.get(reverse("portal:overview", args=[initiative.slug])).content.decode()
    assert len(find(page, ".timeline [aria-current=date]")) == 1
