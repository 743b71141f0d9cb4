"""A group that nobody coaches asks for an advisor, and gets one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import translation

from coophub.accounts.models import Role
from coophub.notifications.models import Notification
from coophub.web import clock
from coophub.web.errors import DomainError
from pilots.may import DAYS_BETWEEN_REQUESTS
from pilots.models import CoachRequest, Pilot
from pilots.selectors import programmes as selectors
from pilots.services import programmes as services
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(settings):
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def administrator():
    return UserFactory(roles=[Role.ADMINISTRATOR])


def coaching_page(client, initiative):
    return client.get(reverse("pilots:coaching", args=[initiative.slug])).content.decode()


def ask(client, initiative):
    return client.post(reverse("pilots:coaching_ask", args=[initiative.slug]), follow=True)


def test_group_without_pilot_asks_and_is_taken_into_a_programme(client, owner, administrator):
    programme = ProgrammeFactory(name="Middenhuur")
    initiative = InitiativeFactory(name="De Lindentuin", owner=owner)
    client.force_login(owner)
    assert "Ask for an advisor" in coaching_page(client, initiative)

    answer = ask(client, initiative)

    assert "knows that you ask for an advisor" in answer.content.decode()
    assert Notification.objects.get(kind="pilots_coach_asked").recipient == administrator
    client.force_login(administrator)
    page = client.get(reverse("pilots:programmes")).content.decode()
    take_in = f"{reverse('pilots:programme', args=[programme.slug])}?initiative={initiative.slug}"
    assert take_in in page
    assert f'value="{initiative.slug}"' in client.get(take_in).content.decode()


def test_pilot_without_advisor_asks_and_gets_one(client, owner, administrator):
    advisor = UserFactory(roles=[Role.ADVISOR])
    pilot = PilotFactory(initiative=InitiativeFactory(owner=owner))
    client.force_login(owner)
    assert "Nobody coaches you now" in coaching_page(client, pilot.initiative)
    ask(client, pilot.initiative)

    client.force_login(administrator)
    assert reverse("pilots:pilot", args=[pilot.pk]) in client.get(reverse("pilots:programmes")).content.decode()
    client.post(reverse("pilots:assign", args=[pilot.pk]), {"advisor": advisor.pk, "role": "second"})

    assert pilot.assignments.get().advisor == advisor
    assert not selectors.groups_that_ask().exists()
    client.force_login(owner)
    page = coaching_page(client, pilot.initiative)
    assert "Nobody coaches you now" not in page
    assert "Ask for an advisor" not in page


def test_group_whose_coaching_ended_can_ask_again(client, owner):
    pilot = PilotFactory(initiative=InitiativeFactory(owner=owner), advisor=UserFactory(roles=[Role.ADVISOR]))
    services.end_pilot(pilot=pilot, outcome=Pilot.Outcome.CONTINUES, user=None)
    client.force_login(owner)

    assert "Ask for an advisor" in coaching_page(client, pilot.initiative)
    ask(client, pilot.initiative)
    [asking] = selectors.groups_that_ask()
    assert asking.pilot_id is None


def test_asking_twice_says_when_it_can_be_asked_again(client, owner):
    initiative = InitiativeFactory(owner=owner)
    client.force_login(owner)
    ask(client, initiative)

    assert "Then ask again." in coaching_page(client, initiative)
    assert ask(client, initiative).status_code == 409
    CoachRequest.objects.update(asked_at=clock.now() - timedelta(days=DAYS_BETWEEN_REQUESTS))
    assert ask(client, initiative).status_code == 200
    assert selectors.groups_that_ask().count() == 1


def test_reader_reads_who_can_ask(client):
    reader = UserFactory()
    initiative = InitiativeFactory(owner=UserFactory(), reader=reader)
    client.force_login(reader)

    page = coaching_page(client, initiative)

    assert "Only owners and editors of this initiative can change this." in page
    assert ask(client, initiative).status_code == 403


def test_ended_pilot_gets_no_advisor(owner):
    pilot = PilotFactory(initiative=InitiativeFactory(owner=owner), advisor=UserFactory(roles=[Role.ADVISOR]))
    services.end_pilot(pilot=pilot, outcome=Pilot.Outcome.STOPPED, user=None)
    pilot.refresh_from_db()

    with pytest.raises(DomainError, match="ended already"):
        services.assign_advisor(pilot=pilot, advisor=UserFactory(roles=[Role.ADVISOR]), user=None)


@pytest.mark.parametrize("ends_in", [None, 0, -1])
def test_only_a_programme_that_goes_on_takes_groups_in(ends_in):
    ends_on = None if ends_in is None else clock.today() + timedelta(days=ends_in)
    programme = ProgrammeFactory(ends_on=ends_on)

    assert selectors.programme_to_join() == (None if ends_in == -1 else programme)
