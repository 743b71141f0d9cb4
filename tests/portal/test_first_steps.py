"""The first hour of a new group."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.web import clock
from initiatives.services.people import invite_member
from initiatives.services.road_map import follow_template
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import HouseholdFactory, InitiativeFactory, MilestoneFactory
from tests.factories.plans import PlanFactory
from tests.web.reading import find, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def anna(client):
    anna = UserFactory()
    client.force_login(anna)
    return anna


@pytest.fixture
def group(anna):
    group = InitiativeFactory(owner=anna, summary="")
    follow_template(group)
    return group


def card(client, group):
    content = client.get(reverse("portal:overview", args=[group.slug])).content.decode()
    return next(iter(find(content, "section[aria-labelledby=first-heading]")), None)


def first_button(client, group):
    return words(card(client, group).cssselect(".utrecht-button-link--primary-action")[0])


def test_a_new_group_is_led_from_one_step_to_the_next(client, anna, group):
    headers = {"HTTP_ACCEPT_LANGUAGE": "en"}
    client.defaults.update(headers)
    anna.language = "en"
    anna.save()
    told = [first_button(client, group)]
    group.summary = "Wij bouwen een hof."
    group.save()
    told.append(first_button(client, group))
    invite_member(initiative=group, email="els@example.org", role="editor", user=anna)
    told.append(first_button(client, group))
    HouseholdFactory(initiative=group)
    told.append(first_button(client, group))
    PlanFactory(initiative=group)
    told.append(first_button(client, group))
    for _number in range(3):
        MilestoneFactory(initiative=group, planned_on=clock.today())
    told.append(first_button(client, group))
    group.published_at = clock.now()
    group.save()

    assert told == [
        "Write it down",
        "Invite people",
        "Write your wishes down",
        "Answer ten questions",
        "Open the road map",
        "Look at your page",
    ]
    assert card(client, group) is None


def test_it_can_be_put_away_for_good(client, anna, group):
    address = reverse("initiatives:hide_first_steps", args=[group.slug])

    for _twice in range(2):
        assert client.post(address).url == reverse("portal:overview", args=[group.slug])

    assert card(client, group) is None


def test_readers_and_old_groups_are_not_led(client, anna, group):
    chris = UserFactory()
    group.memberships.create(user=chris, role="reader")
    client.force_login(chris)
    assert card(client, group) is None
    assert client.post(reverse("initiatives:hide_first_steps", args=[group.slug])).status_code == 403
    client.force_login(anna)
    assert card(client, group) is not None
    type(group).objects.update(created_at=clock.now() - dt.timedelta(days=91))

    assert card(client, group) is None
