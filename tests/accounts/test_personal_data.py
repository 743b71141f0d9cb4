"""What somebody may ask about themselves: to see it, and to be forgotten."""

import json

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client

from coophub.accounts import personal_data, services
from coophub.accounts.models import User
from coophub.audit import chain
from coophub.audit.selectors import entries_of
from coophub.web.errors import DomainError
from coophub.web.registry import Registry
from tests.factories.accounts import PASSWORD, UserFactory, advisor

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry(monkeypatch):
    """An empty registry, so that the test sees only what it adds itself."""
    for name in ("_parts", "_blockers", "_cleaners"):
        monkeypatch.setattr(personal_data, name, Registry("test"))
    return personal_data


def test_file_holds_the_account_and_what_apps_add(client, registry):
    registry.add_part("bees", lambda user: {"hives": [user.name]})
    user = UserFactory(email="anna@example.org", name="Anna", language="en")
    client.force_login(user)
    answer = client.post("/account/my-data/")
    data = json.loads(answer.content)
    assert data["account"]["email"] == "anna@example.org"
    assert data["bees"] == {"hives": ["Anna"]}
    assert answer["Content-Disposition"] == 'attachment; filename="coophub-my-data.json"'
    assert "no-store" in answer["Cache-Control"]
    assert entries_of(user).get().action == "accounts.export_personal_data"


def test_looking_at_the_page_hands_out_nothing(client):
    user = UserFactory()
    client.force_login(user)
    assert user.email not in client.get("/account/my-data/").content.decode()
    assert not entries_of(user).exists()


def test_erasing_takes_name_and_address_and_closes_every_door(client, sign_in):
    user = UserFactory(email="anna@example.org", name="Anna", password=PASSWORD, language="en")
    elsewhere = Client()
    elsewhere.force_login(user)
    sign_in(user, PASSWORD)
    asked = client.post("/account/erase/", {"confirm": "on"})
    assert asked.url.startswith("/account/reauthenticate/")
    answer = client.post(asked.url, {"password": PASSWORD})
    assert answer.url == "/"
    user.refresh_from_db()
    assert (user.name, user.email) == ("Erased account", f"erased-{user.pk}@coophub.invalid")
    assert not user.is_active
    assert not EmailAddress.objects.filter(user=user).exists()
    assert client.get("/account/profile/").url.startswith("/account/login/")
    assert elsewhere.get("/account/profile/").url.startswith("/account/login/")
    user.email = "anna@example.org"
    assert sign_in(user, PASSWORD).context["form"].errors


def test_address_can_sign_up_anew_after_erasing(client):
    services.erase_account(user=UserFactory(email="anna@example.org"))
    form = {"name": "Anna", "email": "anna@example.org", "password1": PASSWORD, "terms": "on"}
    client.post("/account/signup/", form)
    assert User.objects.filter(email="anna@example.org", is_active=True).exists()


def test_trail_stays_whole_after_erasing():
    user = UserFactory(name="Anna")
    services.change_profile(user=user, name="Anna B.", language="nl")
    services.erase_account(user=user)
    assert list(entries_of(user).values_list("action", flat=True)) == [
        "accounts.erase_account",
        "accounts.change_profile",
    ]
    assert entries_of(user).first().target_label == "Erased account"
    connection.check_constraints()  # what a commit does: link the entries
    assert chain.verify().count == 2


def test_person_who_is_needed_stays_and_reads_why(client, registry):
    registry.add_blocker("initiatives", lambda user: "You are the last owner of De Lindentuin.")
    registry.add_cleaner("initiatives", lambda user: pytest.fail("Nothing may be cleared."))
    user = UserFactory(name="Anna", password=PASSWORD, language="en")
    client.force_login(user)
    client.post(client.post("/account/erase/", {"confirm": "on"}).url, {"password": PASSWORD})
    page = client.post("/account/erase/", {"confirm": "on"}).content.decode()
    assert "You are the last owner of De Lindentuin." in page
    user.refresh_from_db()
    assert user.name == "Anna"


def test_apps_clear_their_own_part_in_the_same_step(registry):
    cleared = []
    registry.add_blocker("initiatives", lambda user: None)
    registry.add_cleaner("initiatives", lambda user: cleared.append(user.name))
    services.erase_account(user=UserFactory(name="Anna"))
    assert cleared == ["Anna"]


@pytest.mark.parametrize(
    ("make", "why"), [(advisor, "still have a role"), (lambda: UserFactory(is_demo=True), "Demo accounts stay")]
)
def test_roles_and_demo_accounts_are_not_erased(make, why):
    user = make()
    with pytest.raises(DomainError, match=why):
        services.erase_account(user=user)
    assert user.is_active


def test_erasing_without_the_tick_changes_nothing(client):
    user = UserFactory(password=PASSWORD)
    client.force_login(user)
    client.post(client.post("/account/erase/").url, {"password": PASSWORD})
    answer = client.post("/account/erase/", {})
    assert answer.context["form"].errors["confirm"] == ["Tick the box first. Nothing is erased yet."]
    user.refresh_from_db()
    assert user.is_active
