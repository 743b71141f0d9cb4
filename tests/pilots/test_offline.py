"""What a device gets to keep, and what it sends later, without a browser (tests/browser/test_offline.py has one)."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.web import clock
from pilots.models import CoachingSession
from tests import days
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import PilotFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def advisor():
    return UserFactory(roles=[Role.ADVISOR])


@pytest.fixture
def pilot(advisor):
    return PilotFactory(advisor=advisor, initiative=InitiativeFactory(name="De Wilde Bertram"))


def session(**changes):
    return {
        "key": str(uuid.UUID(int=7, version=4)),
        "held_on": clock.today().isoformat(),
        "kind": "visit",
        "hours": "1,5",
        "summary": "Besproken.",
        **changes,
    }


def test_page_that_a_device_keeps_has_nothing_of_anybody(client, pilot):
    page = client.get(reverse("pilots:offline")).content.decode()

    assert pilot.initiative.name not in page
    assert str(pilot.assignments.get().advisor) not in page


def test_device_learns_whom_its_advisor_coaches_now(client, advisor, pilot):
    PilotFactory(advisor=advisor, ended_on=clock.today(), outcome="stopped")
    PilotFactory()
    client.force_login(advisor)

    told = client.get(reverse("pilots:offline_device")).json()

    assert told["groups"] == [{"pilot": pilot.pk, "name": "De Wilde Bertram"}]
    assert told["today"] == clock.today().isoformat()
    assert str(advisor.pk) != told["person"]


def test_session_that_comes_twice_is_recorded_once(client, advisor, pilot):
    client.force_login(advisor)
    address = reverse("pilots:receive_session", args=[pilot.pk])

    answers = [client.post(address, session()) for _twice in range(2)]

    assert [answer.json() for answer in answers] == [{"recorded": reverse("pilots:pilot", args=[pilot.pk])}] * 2
    assert CoachingSession.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"hours": "veel"}, "hours"),
        ({"held_on": days.after(400)}, "held_on"),
        ({"from_note": ["Staat er niet"]}, "from_note"),
        ({"key": "een"}, "key"),
        ({"summary": ""}, "summary"),
    ],
)
def test_what_cannot_be_recorded_comes_back_by_its_field(client, advisor, pilot, changes, field):
    client.force_login(advisor)

    answer = client.post(reverse("pilots:receive_session", args=[pilot.pk]), session(**changes))

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not CoachingSession.objects.exists()


def test_advisor_of_before_hears_why_and_a_stranger_nothing(client, advisor, pilot):
    address = reverse("pilots:receive_session", args=[pilot.pk])
    pilot.assignments.update(ended_on=clock.today())
    client.force_login(advisor)

    assert client.post(address, session()).status_code == 422
    client.force_login(UserFactory(roles=[Role.ADVISOR]))
    assert client.post(address, session()).status_code == 404
    assert not CoachingSession.objects.exists()


def test_who_is_signed_out_is_told_where_to_sign_in(client, pilot):
    for answer in (
        client.get(reverse("pilots:offline_device")),
        client.post(reverse("pilots:receive_session", args=[pilot.pk]), session()),
    ):
        assert answer.status_code == 401
        assert answer.json()["sign_in"].endswith("next=/pilots/offline/")


def test_what_a_device_sends_needs_a_token(advisor, pilot):
    client = Client(enforce_csrf_checks=True)
    client.force_login(advisor)

    assert client.post(reverse("pilots:receive_session", args=[pilot.pk]), session()).status_code == 403
