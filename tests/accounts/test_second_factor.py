"""Staff and advisors get nowhere without a second factor."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from coophub.accounts.models import Role
from coophub.audit.selectors import entries_of
from tests.factories.accounts import PASSWORD, UserFactory, administrator, code_for, code_of

pytestmark = pytest.mark.django_db

NEEDED = "/account/second-factor/"


@pytest.mark.parametrize("role", Role.values)
def test_every_role_is_sent_to_the_set_up(client, role):
    client.force_login(UserFactory(roles=[role], second_factor=False))
    assert client.get("/start/").url == NEEDED
    assert client.post("/account/profile/", {"name": "x", "language": "nl"}).url == NEEDED
    assert client.get("/account/people/").url == NEEDED


def test_member_without_a_role_needs_none(client):
    client.force_login(UserFactory())
    assert "Your account" in client.get("/account/profile/").content.decode()


@pytest.mark.parametrize("field", ["is_staff", "is_superuser"])
def test_technical_admin_needs_one_too(client, field):
    client.force_login(UserFactory(**{field: True}))
    assert client.get("/admin/").url == NEEDED


def test_page_says_why_and_leads_to_the_set_up(client):
    client.force_login(UserFactory(roles=[Role.ADVISOR], second_factor=False))
    page = client.get(NEEDED).content.decode()
    assert "/account/2fa/totp/activate/" in page
    assert "/account/2fa/webauthn/add/" in page


def test_one_can_leave_and_change_language_without_it(client):
    client.force_login(UserFactory(roles=[Role.ADVISOR], second_factor=False))
    assert client.post("/i18n/setlang/", {"language": "en", "next": NEEDED}).url == NEEDED
    assert client.post("/account/logout/").url == "/"


@pytest.mark.django_db(transaction=True)
def test_setting_up_the_app_opens_the_rest_and_ends_other_sessions(client, sign_in, mailoutbox):
    user = UserFactory(roles=[Role.ADVISOR], second_factor=False, password=PASSWORD, language="en")
    elsewhere = Client()
    elsewhere.post("/account/login/", {"login": user.email, "password": PASSWORD})
    sign_in(user, PASSWORD)
    asked = client.get("/account/2fa/totp/activate/")
    assert client.post(asked.url, {"password": PASSWORD}).url == "/account/2fa/totp/activate/"
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    code = code_for(secret)
    assert client.post("/account/2fa/totp/activate/", {"code": code}).url == "/account/2fa/recovery-codes/"
    assert len(client.get("/account/2fa/recovery-codes/").context["unused_codes"]) == 10
    assert client.get(NEEDED).url == "/start/"
    assert "Your account" in client.get("/account/profile/").content.decode()
    assert elsewhere.get("/account/profile/").url.startswith("/account/login/")
    assert "An app now guards your account" in [message.subject for message in mailoutbox]
    assert entries_of(user).filter(action="accounts.add_second_factor").count() == 1


def test_removing_it_closes_the_doors_again(client):
    user = administrator(password=PASSWORD)
    client.force_login(user)
    assert client.get("/account/people/").status_code == 200
    asked = client.post("/account/2fa/totp/deactivate/")
    client.post(asked.url, {"password": PASSWORD})
    client.post("/account/2fa/totp/deactivate/")
    assert not Authenticator.objects.filter(user=user, type="totp").exists()
    assert client.get("/account/people/").url == NEEDED
    assert entries_of(user).filter(action="accounts.remove_second_factor").exists()


def test_secrets_are_unreadable_in_the_database(client):
    user = administrator()
    with connection.cursor() as cursor:
        cursor.execute("SELECT data::text FROM mfa_authenticator WHERE user_id = %s AND type = 'totp'", [user.pk])
        (stored,) = cursor.fetchone()
    assert "gAAAA" in stored  # what a Fernet token begins with
    assert len(code_of(user)) == 6


def test_secrets_survive_a_new_key_of_the_server(settings):
    user = administrator()
    code = code_of(user)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key of the server"
    assert code_of(user) == code


def test_technical_admin_is_entered_by_the_sign_in_of_the_product(client):
    assert client.get("/admin/login/").url.startswith("/account/login/")
    client.force_login(UserFactory())
    assert client.get("/admin/login/").status_code == 403


def test_superuser_of_the_command_line_is_an_account_like_others():
    user = get_user_model().objects.create_superuser("Root@Example.org", PASSWORD)
    assert user.email == "root@example.org"
    assert user.needs_second_factor
