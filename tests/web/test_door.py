"""What comes in through forms and addresses is clean before anything reads it."""

import pytest
from django.urls import reverse

from initiatives.models import Initiative, Municipality
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db

NEW = {
    "form": "rental",
    "building": "new_build",
    "target_group": "middle_incomes",
    "homes": "24",
    "phase": "initiative",
}


@pytest.mark.parametrize("typed", ["\x00", "Hof\x00", "\x0b", "\ufffe"])
def test_sign_that_no_database_takes_is_no_reason_to_break(client, typed):
    InitiativeFactory(name="Hof van Oost", published=True)

    response = client.get(reverse("portal:register"), {"q": typed, typed: typed})

    assert response.status_code == 200
    assert "Hof van Oost" in response.content.decode()


def test_address_with_such_a_sign_leads_nowhere(client):
    assert client.get("/register/hof%00/").status_code == 404
    assert client.get("/register/hof%E2%80%8B/").status_code == 404


def test_name_is_kept_as_it_is_seen(client):
    client.force_login(UserFactory())

    client.post(
        reverse("initiatives:new"),
        {**NEW, "name": " Hof\x0b van \u00a0 Cafe\u0301\u202e\x00", "municipality": Municipality.objects.first().pk},
    )

    assert Initiative.objects.get().name == "Hof van Café"


@pytest.mark.parametrize("typed", ["\u200b\u200b", "\u3164", "\x00"])
def test_name_that_nobody_can_see_is_asked_again(client, typed):
    client.force_login(UserFactory())

    response = client.post(
        reverse("initiatives:new"), {**NEW, "name": typed, "municipality": Municipality.objects.first().pk}
    )

    assert response.context["form"].errors["name"] == ["Geef jullie initiatief een naam. Een werktitel is goed."]
