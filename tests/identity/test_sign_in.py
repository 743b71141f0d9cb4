"""Signing in with a provider that really runs: there, back, and everything that is refused."""

import dataclasses
import re
from urllib.parse import urlencode, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.socialaccount.models import SocialAccount, SocialApp
from allauth.usersessions.models import UserSession
from django.test import Client

from coophub.accounts import services
from coophub.accounts.models import User
from coophub.audit.selectors import entries_of
from tests.factories.accounts import PASSWORD, UserFactory, code_of, reviewer
from tests.identity.conftest import asked

pytestmark = pytest.mark.django_db

START = "/account/with/entra/start/"
SIGN_UP = "/account/with/sign-up/"


def is_signed_in(client):
    return "_auth_user_id" in client.session


def linked(user, sub="anna", **said):
    return SocialAccount.objects.create(user=user, provider="entra", uid=sub, extra_data={"sub": sub, **said})


def actions_of(user):
    return list(entries_of(user).order_by("pk").values_list("action", flat=True))


def test_nothing_is_there_while_no_provider_is_set(client, settings):
    settings.OIDC_PROVIDERS = ()
    SocialApp.objects.create(provider="openid_connect", provider_id="entra", name="Entra", client_id="coophub")
    assert "/account/with/" not in client.get("/account/login/").content.decode()
    assert client.post(START).status_code == 404
    assert client.get("/account/with/entra/callback/").status_code == 404
    client.force_login(UserFactory())
    assert "/account/with/" not in client.get("/account/profile/").content.decode()


@pytest.mark.parametrize("page", ["/account/login/?next=/initiatives/new/", "/account/signup/?next=/initiatives/new/"])
def test_one_button_a_provider_keeps_the_page_that_was_asked_for(client, set_provider, page):
    content = client.get(page).content.decode()
    form = re.search(rf'action="{START}".*?</form>', content, re.DOTALL).group()
    assert "Sign in with Ministerie" in form
    assert 'name="next" value="/initiatives/new/"' in form


def test_way_there_holds_state_nonce_and_the_challenge_of_a_secret(client, set_provider):
    first, second = (asked(client.post(START).url) for _time in range(2))
    assert first["redirect_uri"] == "http://testserver/account/with/entra/callback/"
    assert set(first["scope"].split()) == {"openid", "profile", "email"}
    assert first["code_challenge_method"] == "S256"
    assert all(first[name] != second[name] for name in ("state", "nonce", "code_challenge"))


def test_address_cannot_ask_the_provider_for_something_else(client, set_provider):
    sent = asked(client.post(f"{START}?scope=offline_access&auth_params=nonce%3Dmine%26code_challenge%3Dx").url)
    assert "offline_access" not in sent["scope"]
    assert "mine" not in (sent["nonce"], sent["code_challenge"])


def test_only_a_form_of_ours_leads_there(set_provider):
    browser = Client(enforce_csrf_checks=True)
    assert browser.get(START).status_code == 405
    assert browser.post(START).status_code == 403


def test_who_linked_an_account_signs_in_and_the_trail_tells(client, walk, running):
    user = UserFactory(language="en")
    linked(user)
    running.says("anna", email="other@example.org")
    answer = walk("anna", next="/initiatives/new/")
    assert answer.url == "/initiatives/new/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert actions_of(user) == ["identity.sign_in"]
    assert entries_of(user).get().after == {"provider": "Ministerie"}
    assert UserSession.objects.get(user=user).data == {"provider": "entra", "sid": ""}


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_nobody_is_sent_to_another_site(client, walk, running, elsewhere):
    linked(UserFactory())
    running.says("anna")
    assert walk("anna", next=elsewhere).url == "/start/"


def test_subject_can_be_another_claim(client, walk, running, set_provider):
    set_provider(subject_claim="oid")
    linked(user := UserFactory(), "0000-1111")
    running.says("anna", oid="0000-1111")
    walk("anna")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get().extra_data["sub"] == "anna"


def test_suspended_account_stays_closed(client, walk, running):
    linked(UserFactory(email="anna@example.org", is_active=False))
    running.says("anna", email="anna@example.org", email_verified=True)
    assert walk("anna").url == "/account/inactive/"
    assert not is_signed_in(client)


def test_address_that_both_know_to_be_theirs_joins(client, walk, running):
    user = UserFactory(email="anna@example.org", password=PASSWORD, language="en")
    running.says("anna", email="Anna@Example.org", email_verified=True)
    walk("anna")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get().user == user
    assert actions_of(user) == ["identity.link", "identity.sign_in"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_owner_is_told_of_an_account_that_was_linked(client, walk, running, mailoutbox):
    UserFactory(email="anna@example.org", language="en")
    running.says("anna", email="anna@example.org", email_verified=True)
    walk("anna")
    [message] = mailoutbox
    assert (message.to, message.subject) == (["anna@example.org"], "You can sign in with another account now")
    assert "your account of Ministerie" in message.body


@pytest.mark.parametrize("verified", [False, None, "false", 0, "yes", ["true"]])
def test_address_that_the_provider_did_not_see_confirmed_joins_nobody(client, walk, running, verified):
    user = UserFactory(email="anna@example.org", password=PASSWORD)
    running.says("anna", email="anna@example.org", email_verified=verified)
    answer = walk("anna")
    assert answer.url == SIGN_UP
    assert "Do you have an account at CoopHub already?" in client.get(SIGN_UP).content.decode()
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    # Nor by filling in the form: it answers the same for an address that nobody has.
    sent = client.post(SIGN_UP, {"name": "Eve", "email": "anna@example.org", "terms": "on"})
    assert sent.url == "/account/confirm-email/"
    assert not SocialAccount.objects.exists()
    assert actions_of(user) == []


def test_address_that_we_did_not_see_confirmed_joins_nobody(client, walk, running):
    user = UserFactory(email="anna@example.org")
    EmailAddress.objects.filter(user=user).update(verified=False)
    running.says("anna", email="anna@example.org", email_verified=True)
    assert walk("anna").url == SIGN_UP
    assert not is_signed_in(client)


def test_who_is_new_gives_a_name_and_accepts_the_terms(client, walk, running):
    running.says("anna", email="anna@example.org", email_verified=True, name="Anna Appel")
    page = client.get(walk("anna").url).content.decode()
    assert 'value="Anna Appel"' in page
    assert 'value="anna@example.org"' in page
    assert client.post(SIGN_UP, {"name": "Anna", "email": "anna@example.org"}).context["form"].errors["terms"]
    client.post(SIGN_UP, {"name": "Anna", "email": "anna@example.org", "terms": "on"})
    user = User.objects.get(email="anna@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert EmailAddress.objects.get(user=user).verified
    assert not user.has_usable_password()
    assert user.terms_accepted_at
    assert actions_of(user) == ["accounts.sign_up", "identity.sign_in"]


def test_who_listens_for_confirmed_addresses_hears_of_it(client, walk, running):
    heard = []

    def listen(email_address, **kwargs):
        heard.append(email_address.email)

    email_confirmed.connect(listen)
    try:
        running.says("anna", email="anna@example.org", email_verified=True)
        walk("anna")
        client.post(SIGN_UP, {"name": "Anna", "email": "anna@example.org", "terms": "on"})
        running.says("bram", email="bram@example.org", email_verified=False)
        client.post("/account/logout/")
        walk("bram")
        client.post(SIGN_UP, {"name": "Bram", "email": "bram@example.org", "terms": "on"})
    finally:
        email_confirmed.disconnect(listen)
    assert heard == ["anna@example.org"]


def test_address_that_somebody_chose_instead_is_confirmed_first(client, walk, running):
    running.says("anna", email="anna@example.org", email_verified=True)
    walk("anna")
    client.post(SIGN_UP, {"name": "Anna", "email": "bram@example.org", "terms": "on"})
    assert [(found.email, found.verified) for found in EmailAddress.objects.all()] == [("bram@example.org", False)]
    assert not is_signed_in(client)


def test_answer_is_taken_once(client, walk, running, set_provider):
    linked(UserFactory())
    running.says("anna")
    back = running.sign_in(client.post(START).url, "anna")
    assert client.get(back).status_code == 302
    client.post("/account/logout/")
    again = client.get(back)
    assert again.status_code == 401
    assert not is_signed_in(client)


def test_answer_is_for_the_browser_that_asked(client, walk, running):
    linked(UserFactory())
    running.says("anna")
    back = running.sign_in(client.post(START).url, "anna")
    other = Client()
    assert other.get(back).status_code == 401
    assert not is_signed_in(other)


def test_token_with_another_nonce_is_refused(client, walk, running):
    linked(UserFactory())
    running.says("anna")

    def other_nonce(address):
        parts = urlsplit(address)
        return parts._replace(query=urlencode({**asked(address), "nonce": "of-another-sign-in"})).geturl()

    assert walk("anna", change=other_nonce).status_code == 401
    assert not is_signed_in(client)


def test_provider_that_calls_itself_otherwise_is_refused(client, running, set_provider):
    set_provider(issuer=f"{running.address}/")
    answer = client.post(START)
    assert answer.status_code == 401
    assert "that we can trust" in answer.content.decode()


def test_provider_that_is_away_is_said(client, set_provider):
    set_provider(issuer="http://localhost:1")
    assert client.post(START).status_code == 401


def test_who_changed_their_mind_reads_so(client, running, set_provider):
    back = running.sign_in(client.post(START).url, "anna", action="deny")
    parts = urlsplit(back)
    state = asked(client.post(START).url)["state"]
    answer = client.get(parts._replace(query=urlencode({**asked(back), "state": state})).geturl(), follow=True)
    assert answer.redirect_chain[0][0] == "/account/login/"
    assert "You did not sign in with Ministerie." in answer.content.decode()


def test_second_factor_is_asked_of_who_has_one(client, walk, running):
    user = reviewer(email="anna@example.org")
    running.says("anna", email="anna@example.org", email_verified=True, amr=["mfa"])
    assert walk("anna").url == "/account/2fa/authenticate/"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists(), "An address alone links nothing."
    client.post("/account/2fa/authenticate/", {"code": code_of(user)})
    assert client.session["_auth_user_id"] == str(user.pk)
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize(
    ("claims", "is_asked"),
    [
        ({"amr": ["pwd", "mfa"]}, False),
        ({"acr": "high"}, False),
        ({"amr": ["pwd"]}, True),
        ({}, True),
    ],
)
def test_second_factor_of_the_provider_counts_where_the_settings_say_so(
    client, walk, running, set_provider, claims, is_asked
):
    set_provider(second_factor=frozenset({"mfa", "high"}))
    linked(reviewer())
    running.says("anna", **claims)
    assert (walk("anna").url == "/account/2fa/authenticate/") is is_asked
    assert is_signed_in(client) is not is_asked


def test_address_alone_never_passes_the_second_factor(client, walk, running, set_provider):
    set_provider(second_factor=frozenset({"mfa"}))
    reviewer(email="anna@example.org")
    running.says("anna", email="anna@example.org", email_verified=True, amr=["mfa"])
    assert walk("anna").url == "/account/2fa/authenticate/"


def test_role_without_our_second_factor_needs_one_of_the_provider(client, walk, running, set_provider):
    set_provider(second_factor=frozenset({"mfa"}))
    user = reviewer(second_factor=False)
    linked(user)
    running.says("anna", amr=["pwd"])
    walk("anna")
    assert client.get("/account/profile/").url == "/account/second-factor/"
    client.post("/account/logout/")
    running.says("anna", amr=["mfa"])
    walk("anna")
    assert client.get("/account/profile/").status_code == 200
    # It was that sign-in that had two: one by password has not.
    user.set_password(PASSWORD)
    user.save()
    client.post("/account/logout/")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    assert client.get("/account/profile/").url == "/account/second-factor/"


def test_kvk_number_stands_on_the_page_and_in_the_file(client, walk, running, set_provider):
    set_provider(kvk_claim="urn:etoegang:1.9:EntityConcernedID:KvKnr")
    linked(user := UserFactory(language="en"))
    running.says("anna", **{"urn:etoegang:1.9:EntityConcernedID:KvKnr": "6859 9876"})
    walk("anna")
    assert "KVK number 68599876" in " ".join(client.get("/account/with/").content.decode().split())
    [told] = services.export_personal_data(user=user)["identity"]
    assert told["said"]["kvk_number"] == "68599876"
    assert (told["provider"], told["known_there_as"]) == ("Ministerie", "anna")


@pytest.mark.parametrize("number", ["1234567", "12345678x", 12345678, ["12345678"], "<script>"])
def test_what_is_no_kvk_number_is_left_out(client, walk, running, set_provider, number):
    set_provider(kvk_claim="kvk")
    linked(UserFactory())
    running.says("anna", kvk=number)
    walk("anna")
    assert SocialAccount.objects.get().extra_data["kvk_number"] == ""


def reauthenticated(client, user):
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})


def test_own_account_is_linked_and_let_go(client, walk, running):
    user = UserFactory(password=PASSWORD, language="en")
    reauthenticated(client, user)
    running.says("anna", email="elsewhere@example.org")
    assert walk("anna", process="connect").url == "/account/with/"
    page = client.get("/account/with/").content.decode()
    account = SocialAccount.objects.get(user=user)
    assert f"/account/with/{account.pk}/unlink/" in page
    assert "Link Ministerie" not in page
    client.post(f"/account/with/{account.pk}/unlink/")
    assert not SocialAccount.objects.exists()
    assert {"identity.link", "identity.unlink"} <= set(actions_of(user))


def test_linking_asks_who_is_there_once_more(client, walk, running):
    user = UserFactory(password=PASSWORD)
    client.force_login(user)
    running.says("anna")
    assert walk("anna", process="connect").url == "/account/reauthenticate/"
    assert not SocialAccount.objects.exists()
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert SocialAccount.objects.get().user == user


def test_account_of_another_is_not_taken(client, walk, running):
    owner, other = UserFactory(), UserFactory(password=PASSWORD)
    linked(owner)
    reauthenticated(client, other)
    running.says("anna")
    walk("anna", process="connect")
    assert SocialAccount.objects.get().user == owner


def test_only_way_in_stays(client, walk, running):
    account = linked(UserFactory())
    running.says("anna")
    walk("anna")
    assert client.post(f"/account/with/{account.pk}/unlink/").status_code == 409
    assert SocialAccount.objects.exists()


def test_account_of_another_is_not_let_go(client, set_provider):
    account = linked(UserFactory())
    client.force_login(UserFactory())
    assert client.post(f"/account/with/{account.pk}/unlink/").status_code == 404
    assert SocialAccount.objects.exists()


def test_erasing_lets_go_of_it(client, set_provider):
    linked(user := UserFactory())
    services.erase_account(user=user)
    assert not SocialAccount.objects.exists()


def test_provider_that_was_taken_away_leaves_a_name(client, settings):
    settings.OIDC_PROVIDERS = ()
    linked(user := UserFactory(password=PASSWORD))
    reauthenticated(client, user)
    assert "entra" in client.get("/account/with/").content.decode()
    assert client.post(f"/account/with/{SocialAccount.objects.get().pk}/unlink/").status_code == 302


def test_technical_admin_makes_no_way_in(client):
    client.force_login(UserFactory(is_superuser=True, is_staff=True, second_factor=True))
    assert client.get("/admin/socialaccount/socialaccount/").status_code == 404


def test_secret_is_not_in_what_is_shown_of_a_provider(provider):
    assert provider.client_secret not in repr(dataclasses.replace(provider))
