"""Taking initiatives into a programme."""

import pytest
from django.urls import reverse

from coophub.accounts.models import Role
from coophub.notifications.models import Notification
from pilots.models import Assignment, Pilot
from pilots.views import paging
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.pilots import PilotFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


def form_for(initiative, advisor):
    return {"initiative": initiative.name, "advisor": advisor.pk, "goal": "", "hours_budget": "40"}


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


def test_an_initiative_is_named_by_name_or_by_address_and_no_list_of_all_is_drawn(client, programme):
    twins = [InitiativeFactory(name="De Hof", slug=f"de-hof-{number}") for number in (1, 2)]
    advisor = UserFactory(roles=[Role.ADVISOR])
    client.force_login(UserFactory(roles=[Role.ADMINISTRATOR]))
    address = reverse("pilots:programme", args=[programme.slug])

    assert "de-hof-1" not in client.get(address).content.decode()
    for wrong in ("De Hof", "Nergens"):
        sent = {**form_for(twins[0], advisor), "initiative": wrong}
        assert client.post(address, sent).context["form"].errors.keys() == {"initiative"}
    client.post(address, {**form_for(twins[1], advisor), "initiative": "de-hof-2"})

    assert Pilot.objects.get().initiative == twins[1]


def test_pilots_of_a_programme_and_of_an_advisor_are_paged(client, programme, monkeypatch):
    monkeypatch.setattr(paging, "PER_PAGE", 2)
    advisor = UserFactory(roles=[Role.ADVISOR])
    pilots = [PilotFactory(programme=programme, advisor=advisor) for _number in range(3)]
    client.force_login(advisor)

    for address in (reverse("pilots:programme", args=[programme.slug]), reverse("pilots:list")):
        shown = [list(client.get(address, {"page": number}).context["page"]) for number in (1, 2)]
        assert [len(page) for page in shown] == [2, 1]
        keys = {getattr(pilot, "pk", pilot) for page in shown for pilot in page}
        assert keys == {pilot.pk for pilot in pilots}
