"""The demo's open door: there in the demo only, and for the demo's own accounts only."""

import importlib

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.urls import clear_url_caches, reverse, set_urlconf

from coophub.accounts import urls
from coophub.accounts.demo import give_demo_second_factor
from coophub.accounts.models import Role
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demo")]

DOOR = "/account/demo-sign-in/"


@pytest.fixture
def demo(settings):
    """The product as it starts with COOPHUB_DEMO on."""
    settings.DEMO = True
    _reload_addresses()
    yield
    settings.DEMO = False
    _reload_addresses()


def _reload_addresses():
    importlib.reload(urls)
    importlib.reload(importlib.import_module(django_settings.ROOT_URLCONF))
    clear_url_caches()
    set_urlconf(None)


def test_one_click_becomes_a_demo_account(client, demo):
    user = UserFactory(is_demo=True, language="en", name="Anna Appelbloesem", demo_role="leads the group")
    page = client.get("/account/login/").content.decode()
    assert "Anna Appelbloesem" in page
    assert "leads the group" in page
    answer = client.post(DOOR, {"email": user.email})
    assert answer.url == "/start/"
    assert answer.cookies["django_language"].value == "en"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_demo_staff_pass_the_same_rule_for_a_second_factor(client, demo):
    user = UserFactory(is_demo=True, roles=[Role.ADMINISTRATOR], second_factor=False)
    client.post(DOOR, {"email": user.email})
    assert client.get("/account/people/").url == "/account/second-factor/"
    give_demo_second_factor(user)
    assert client.get("/account/people/").status_code == 200
    assert set(Authenticator.objects.filter(user=user).values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_second_factor_is_given_once():
    user = UserFactory(roles=[Role.ADVISOR])
    give_demo_second_factor(user)
    assert Authenticator.objects.filter(user=user).count() == 2


def test_click_changes_from_one_demo_account_to_another(client, demo):
    first, second = UserFactory(is_demo=True), UserFactory(is_demo=True)
    client.post(DOOR, {"email": first.email})
    client.post(DOOR, {"email": second.email})
    assert client.session["_auth_user_id"] == str(second.pk)


@pytest.mark.parametrize("fields", [{}, {"is_demo": True, "is_active": False}])
def test_real_and_closed_accounts_cannot_be_entered(client, demo, fields):
    user = UserFactory(**fields)
    assert client.post(DOOR, {"email": user.email}).status_code == 404
    assert "_auth_user_id" not in client.session


def test_door_opens_by_post_only(client, demo):
    assert client.get(DOOR).status_code == 405


def test_without_the_demo_there_is_no_door(client):
    user = UserFactory(is_demo=True, name="Anna Appelbloesem")
    assert client.post(DOOR, {"email": user.email}).status_code == 404
    assert "Anna Appelbloesem" not in client.get("/account/login/").content.decode()


def test_one_click_leads_back_to_the_page_that_asked_who_one_is(client, demo):
    user, wanted = UserFactory(is_demo=True), "/initiatives/new/"

    page = client.get("/account/login/", {"next": wanted})
    there = client.post(DOOR, {"email": user.email, "next": wanted})
    elsewhere = client.post(DOOR, {"email": user.email, "next": "https://elsewhere.example/"})

    assert f'name="next" value="{wanted}"' in page.content.decode()
    assert there.url == wanted
    assert elsewhere.url == "/start/"


@pytest.mark.parametrize("page", ["account_email_verification_sent", "account_reset_password_done"])
def test_mailbox_is_a_click_away_in_the_demo_only(client, demo, settings, page):
    assert "/demo/mail/" in client.get(reverse(page)).content.decode()
    settings.DEMO = False
    assert "/demo/mail/" not in client.get(reverse(page)).content.decode()
