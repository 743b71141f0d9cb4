"""Taking initiatives into a programme."""

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.notifications.models import Notification
from pilots.models import Assignment, Pilot
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def form_for(initiative, advisor):
    return {"initiative": initiative.pk, "advisor": advisor.pk, "goal": "", "hours_budget": "40"}


def test_administrator_selects_a_pilot_and_its_advisor_is_told(client, programme):
    initiative, advisor = InitiativeFactory(), UserFactory(roles=[Role.ADVISOR])
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    client.post(reverse("pilots:programme", args=[programme.slug]), form_for(initiative, advisor))

    pilot = Pilot.objects.get()
    assert (pilot.initiative, pilot.programme) == (initiative, programme)
    assert Assignment.objects.get().advisor == advisor
    assert Notification.objects.get(kind="pilots_assigned").recipient == advisor


def test_initiative_takes_part_once(client, programme):
    pilot, advisor = PilotFactory(programme=programme), UserFactory(roles=[Role.ADVISOR])
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    response = client.post(reverse("pilots:programme", args=[programme.slug]), form_for(pilot.initiative, advisor))

    assert response.context["form"].errors.keys() == {"initiative"}
    assert Pilot.objects.count() == 1


def test_who_is_no_advisor_cannot_be_assigned(client, programme):
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))

    response = client.post(
        reverse("pilots:programme", args=[programme.slug]), form_for(InitiativeFactory(), UserFactory())
    )

    assert response.context["form"].errors.keys() == {"advisor"}
    assert Pilot.objects.count() == 0


def test_advisor_sees_programmes_but_selects_nobody(client, programme):
    advisor = UserFactory(roles=[Role.ADVISOR])
    client.force_login(advisor)

    page = client.get(reverse("pilots:programme", args=[programme.slug]))
    refused = client.post(reverse("pilots:programme", args=[programme.slug]), form_for(InitiativeFactory(), advisor))

    assert programme.name in page.content.decode()
    assert page.context["form"] is None
    assert refused.status_code == 403
    assert Pilot.objects.count() == 0
