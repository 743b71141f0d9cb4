"""Signing in and out, and what somebody changes about that."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory, code_of, reviewer

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "nog-een-lang-wachtwoord-2"


def test_address_and_password_sign_in(client, sign_in):
    user = UserFactory(password=PASSWORD)
    assert sign_in(user, PASSWORD).url == "/start/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_address_may_be_written_with_capitals(client, sign_in):
    user = UserFactory(email="anna@example.org", password=PASSWORD)
    user.email = " Anna@Example.org "
    assert sign_in(user, PASSWORD).url == "/start/"


def test_signing_in_takes_the_language_of_the_account(sign_in):
    answer = sign_in(UserFactory(password=PASSWORD, language="nl"), PASSWORD)
    assert answer.cookies["django_language"].value == "nl"


def test_wrong_password_stays_outside_and_keeps_the_address(client, sign_in):
    answer = sign_in(UserFactory(email="anna@example.org", password=PASSWORD), "something else")
    assert 'value="anna@example.org"' in answer.content.decode()
    assert answer.context["form"].errors
    assert "_auth_user_id" not in client.session


def test_guessing_a_password_is_stopped(sign_in):
    user = UserFactory(password=PASSWORD)
    for _attempt in range(5):
        sign_in(user, "a guess")
    answer = sign_in(user, PASSWORD)
    assert "Too many failed login attempts" in str(answer.context["form"].errors)


def test_too_many_tries_get_a_page_that_says_so(client):
    answers = [client.post("/account/login/", {"login": f"a{n}@b.nl", "password": "x"}) for n in range(31)]
    assert answers[-1].status_code == 429
    assert "That went too fast" in answers[-1].content.decode()


def test_limits_count_by_the_visitor_behind_the_proxy(client, settings):
    settings.TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        last = client.post(
            "/account/signup/", {"email": "x"}, headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.{number}"}
        )
    assert last.status_code == 200


def test_second_factor_is_asked_and_opens(client, sign_in):
    user = reviewer(password=PASSWORD)
    assert sign_in(user, PASSWORD).url == "/account/2fa/authenticate/"
    assert "_auth_user_id" not in client.session
    assert client.post("/account/2fa/authenticate/", {"code": "000000"}).context["form"].errors["code"]
    assert client.post("/account/2fa/authenticate/", {"code": code_of(user)}).url == "/start/"
    assert client.session["_auth_user_id"] == str(user.pk)


def test_code_opens_only_once(client, sign_in):
    user = reviewer(password=PASSWORD)
    code = code_of(user)
    sign_in(user, PASSWORD)
    client.post("/account/2fa/authenticate/", {"code": code})
    client.logout()
    sign_in(user, PASSWORD)
    assert client.post("/account/2fa/authenticate/", {"code": code}).context["form"].errors["code"]


def test_recovery_code_opens_in_place_of_the_app(client, sign_in):
    user = reviewer(password=PASSWORD)
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(user, PASSWORD)
    assert client.post("/account/2fa/authenticate/", {"code": code}).url == "/start/"


def test_sign_in_page_offers_a_passkey_without_inline_script(client):
    answer = client.get("/account/login/")
    page = answer.content.decode()
    assert 'id="passkey_login"' in page
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    scripts = [tag.split(">")[0] for tag in page.split("<script")[1:]]
    assert all("src=" in tag or 'type="application/json"' in tag for tag in scripts)
    assert "options" in str(client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"}).json())


def test_signing_out_needs_a_post(client):
    client.force_login(UserFactory())
    client.get("/account/logout/")
    assert "_auth_user_id" in client.session
    assert client.post("/account/logout/").url == "/"
    assert "_auth_user_id" not in client.session


def test_forgotten_password_is_replaced_by_mail(client, link_in_mail, mailoutbox, sign_in):
    user = UserFactory(password=PASSWORD, language="en")
    client.post("/account/password/reset/", {"email": user.email})
    form = client.get(link_in_mail()).url
    client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert mailoutbox[-1].subject == "Your password is changed"
    assert sign_in(user, NEW_PASSWORD).url == "/start/"


def test_link_for_a_new_password_works_once(client, link_in_mail):
    user = UserFactory(password=PASSWORD)
    client.post("/account/password/reset/", {"email": user.email})
    link = link_in_mail()
    client.post(client.get(link).url, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert "This link does not work" in Client().get(link, follow=True).content.decode()


def test_unknown_address_gets_the_same_answer_and_another_mail(client, mailoutbox):
    known = UserFactory()
    first = client.post("/account/password/reset/", {"email": known.email})
    second = client.post("/account/password/reset/", {"email": "nobody@example.org"})
    assert first.url == second.url
    assert mailoutbox[1].subject == "There is no account with this address"


def test_changed_password_is_told_by_mail(client, sign_in, mailoutbox):
    user = UserFactory(password=PASSWORD, language="en")
    sign_in(user, PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    client.post("/account/password/change/", form)
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD)
    assert mailoutbox[-1].subject == "Your password is changed"


def test_changing_the_address_asks_who_you_are_and_waits_for_confirmation(client, sign_in, link_in_mail):
    user = UserFactory(email="anna@example.org", password=PASSWORD, language="en")
    sign_in(user, PASSWORD)
    asked = client.post("/account/email/", {"email": "Anna@Elsewhere.example", "action_add": "1"})
    assert asked.url.startswith("/account/reauthenticate/")
    client.post(asked.url, {"password": PASSWORD})
    user.refresh_from_db()
    assert user.email == "anna@example.org"
    client.post(link_in_mail())
    user.refresh_from_db()
    assert user.email == "anna@elsewhere.example"


def test_person_with_a_second_factor_can_change_the_address(client, mailoutbox):
    user = reviewer(password=PASSWORD, language="en")
    client.force_login(user)
    asked = client.post("/account/email/", {"email": "new@example.org", "action_add": "1"})
    client.post(asked.url, {"password": PASSWORD})
    assert mailoutbox[-1].to == ["new@example.org"]


def test_sessions_elsewhere_can_be_ended(client, sign_in):
    user = UserFactory(password=PASSWORD, language="en")
    elsewhere = Client(headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko Firefox/144.0"})
    elsewhere.post("/account/login/", {"login": user.email, "password": PASSWORD})
    elsewhere.get("/account/profile/")
    sign_in(user, PASSWORD)
    assert "Firefox, Windows" in client.get("/account/sessions/").content.decode()
    client.post("/account/sessions/")
    assert elsewhere.get("/account/profile/").url.startswith("/account/login/")
    assert "Your account" in client.get("/account/profile/").content.decode()


def test_profile_saves_name_and_language_and_speaks_it_at_once(client):
    user = UserFactory(language="en")
    client.force_login(user)
    answer = client.post("/account/profile/", {"name": " Anna B. ", "language": "nl"})
    user.refresh_from_db()
    assert (user.name, user.language) == ("Anna B.", "nl")
    assert answer.cookies["django_language"].value == "nl"


def test_profile_keeps_the_name_when_it_is_left_out(client):
    user = UserFactory(name="Anna")
    client.force_login(user)
    answer = client.post("/account/profile/", {"name": "  ", "language": "nl"})
    assert answer.context["form"].errors["name"]
    user.refresh_from_db()
    assert user.name == "Anna"
