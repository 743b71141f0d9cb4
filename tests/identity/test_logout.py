"""Who signs out at the provider is signed out here."""

import json

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from coophub.audit.selectors import entries_of
from coophub.identity.models import HeardLogout
from coophub.identity.views import LOGOUTS
from coophub.web import clock
from tests.factories.accounts import UserFactory
from tests.identity.conftest import token_with

pytestmark = pytest.mark.django_db

ADDRESS = "/account/with/entra/logout/"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@pytest.fixture
def anna():
    user = UserFactory()
    SocialAccount.objects.create(user=user, provider="entra", uid="anna", extra_data={"sub": "anna"})
    return user


@pytest.fixture
def anna_elsewhere(anna):
    """A browser in which she is signed in with her password."""
    browser = Client()
    browser.force_login(anna)
    browser.get("/account/profile/")
    return browser


def is_signed_in(browser):
    return browser.get("/account/profile/").status_code == 200


def test_message_of_the_provider_ends_every_session(client, set_provider, running, walk, anna, anna_elsewhere):
    running.says("anna")
    walk("anna")
    other = Client()
    other.force_login(UserFactory())
    now = int(clock.now().timestamp())
    message = running.signed(
        iss=running.address, aud="coophub", iat=now, exp=now + 60, jti="1", sub="anna", events={EVENT: {}}
    )
    answer = Client(enforce_csrf_checks=True).post(ADDRESS, {"logout_token": message})
    assert (answer.status_code, answer.content) == (200, b"")
    assert "no-store" in answer["Cache-Control"]
    assert not is_signed_in(client)
    assert not is_signed_in(anna_elsewhere)
    assert is_signed_in(other)
    entry = entries_of(anna).first()
    assert (entry.action, entry.actor) == ("identity.sign_out_by_provider", None)
    assert entry.after == {"provider": "Ministerie", "sessions": 2}


def test_message_about_a_session_finds_whose_it_is(client, set_provider, running, walk, anna, logout_claims):
    running.says("anna", sid="session-there")
    walk("anna")
    del logout_claims["sub"]
    other = running.signed(**{**logout_claims, "sid": "another", "jti": "2"})
    assert client.post(ADDRESS, {"logout_token": other}).status_code == 200
    assert is_signed_in(client)
    message = running.signed(**{**logout_claims, "sid": "session-there"})
    Client().post(ADDRESS, {"logout_token": message})
    assert not is_signed_in(client)


def test_message_is_heard_once(client, set_provider, running, anna, anna_elsewhere, logout_claims):
    message = running.signed(**logout_claims)
    assert client.post(ADDRESS, {"logout_token": message}).status_code == 200
    anna_elsewhere.force_login(anna)
    again = client.post(ADDRESS, {"logout_token": message})
    assert again.status_code == 400
    assert again.json()["detail"] == "It was heard before."
    assert is_signed_in(anna_elsewhere)


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://elsewhere.example"},
        {"aud": "another"},
        {"iat": None},
        {"exp": None},
        {"exp": 1},
        {"jti": None},
        {"jti": ""},
        {"jti": 7},
        {"jti": "j" * 300},
        {"nonce": "n"},
        {"events": None},
        {"events": {}},
        {"events": EVENT},
        {"events": {EVENT: True}},
        {"sub": None},
        {"sub": 7},
        {"exp": 4_000_000_000},
    ],
)
def test_message_that_is_not_right_is_refused(
    client, set_provider, running, anna, anna_elsewhere, logout_claims, change
):
    claims = {name: value for name, value in {**logout_claims, **change}.items() if value is not None}
    answer = client.post(ADDRESS, {"logout_token": running.signed(**claims)})
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["error"] == "invalid_request"
    assert answer.json()["status"] == 400
    assert answer.json()["detail"]
    assert is_signed_in(anna_elsewhere)
    assert not HeardLogout.objects.exists()


def test_forged_message_is_refused(client, set_provider, running, anna, anna_elsewhere, logout_claims):
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    forged = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(other)), "kid": running.key["kid"]}
    assert client.post(ADDRESS, {"logout_token": token_with(forged, **logout_claims)}).status_code == 400
    assert is_signed_in(anna_elsewhere)


@pytest.mark.parametrize("fields", [{}, {"logout_token": ""}, {"logout_token": "a.b.c"}, {"other": "x"}])
def test_rubbish_is_refused(client, set_provider, fields):
    assert client.post(ADDRESS, fields).status_code == 400


def test_token_of_a_sign_in_is_no_message(client, set_provider, running, anna, anna_elsewhere, logout_claims):
    del logout_claims["events"]
    assert client.post(ADDRESS, {"logout_token": running.signed(**logout_claims)}).status_code == 400
    assert is_signed_in(anna_elsewhere)


def test_somebody_unknown_is_no_fault(client, set_provider, running, logout_claims):
    answer = client.post(ADDRESS, {"logout_token": running.signed(**{**logout_claims, "sub": "nobody"})})
    assert answer.status_code == 200


def test_provider_that_is_not_set_has_no_such_address(client, set_provider):
    assert client.post("/account/with/other/logout/", {"logout_token": "x"}).status_code == 404
    assert client.get(ADDRESS).status_code == 405


def test_provider_that_is_away_sends_it_again(client, set_provider, running, logout_claims):
    set_provider(issuer="http://localhost:1")
    assert client.post(ADDRESS, {"logout_token": running.signed(**logout_claims)}).status_code == 503


def test_too_many_messages_wait(client, set_provider, monkeypatch):
    monkeypatch.setattr("coophub.identity.views.LOGOUTS", LOGOUTS.__class__("logouts", 2, 60))
    answers = [client.post(ADDRESS, {"logout_token": "x"}) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert int(answers[-1]["Retry-After"]) > 0


def test_messages_that_are_too_old_to_come_again_go(client, set_provider, running, logout_claims):
    HeardLogout.objects.create(provider="entra", jti="old", expires_at=clock.now().replace(year=2020))
    client.post(ADDRESS, {"logout_token": running.signed(**logout_claims)})
    assert [heard.jti for heard in HeardLogout.objects.all()] == [logout_claims["jti"]]
