"""From nobody to somebody with a confirmed address."""

import statistics
import time

import pytest
from django.utils import translation

from coophub import settings as product
from coophub.accounts.models import User
from coophub.audit.selectors import entries_of
from tests.factories.accounts import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Anna Appelbloesem",
    "email": "Anna@Example.org",
    "password1": PASSWORD,
    "terms": "on",
}


def test_signing_up_confirms_the_address_and_leads_inside(client, link_in_mail, mailoutbox):
    assert client.post("/account/signup/", FORM).url == "/account/confirm-email/"
    assert mailoutbox[0].to == ["anna@example.org"]
    assert "_auth_user_id" not in client.session
    client.get(link_in_mail())
    answer = client.post(link_in_mail())
    assert answer.url == "/start/"
    user = User.objects.get(email="anna@example.org")
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.name, user.language) == ("Anna Appelbloesem", "en")
    assert user.terms_accepted_at is not None
    assert entries_of(user).filter(action="accounts.sign_up").count() == 1


def test_nobody_signs_in_before_the_address_is_confirmed(client):
    client.post("/account/signup/", FORM)
    answer = client.post("/account/login/", {"login": FORM["email"], "password": PASSWORD})
    assert answer.url == "/account/confirm-email/"
    assert "_auth_user_id" not in client.session


def test_terms_have_to_be_accepted_and_what_was_typed_stays(client):
    page = client.post("/account/signup/", {**FORM, "terms": ""}).content.decode()
    assert "You can only use CoopHub when you agree to the terms." in page
    assert 'value="Anna Appelbloesem"' in page
    assert not User.objects.exists()


WEAK = [
    *("kort", "appelbloesem1", "123456789012", "1q2w3e4r5t6y", "aaaaaaaaaaaa", "abcabcabcabc", "Wachtwoord2026!"),
    *("welkomcoophub1", "coophubcoophub", "qwertyuiopasdf", "abcdefghijklmn", "zyxwvutsrqpo9", "Password12345678"),
]


@pytest.mark.parametrize("password", WEAK)
def test_weak_password_is_refused(client, password):
    answer = client.post("/account/signup/", {**FORM, "email": "appelbloesem@example.org", "password1": password})
    assert answer.context["form"].errors["password1"] or answer.context["form"].errors["__all__"]
    assert not User.objects.exists()


def test_sign_up_does_not_tell_whether_an_address_is_known(client, mailoutbox):
    UserFactory(email="anna@example.org", language="en")
    answer = client.post("/account/signup/", FORM)
    assert answer.url == "/account/confirm-email/"
    assert User.objects.count() == 1
    assert mailoutbox[0].subject == "You have an account already"


@pytest.mark.parametrize(
    "password", ["een-lang-wachtwoord-1", "paard lamp fiets wolk", "Zj3!kq9_vT0aB", "groene2026kater"]
)
def test_good_password_is_taken(client, password):
    client.post("/account/signup/", {**FORM, "password1": password})
    assert User.objects.exists()


@pytest.fixture
def _hashed_as_in_the_product(settings):
    settings.PASSWORD_HASHERS = product.PASSWORD_HASHERS


@pytest.mark.usefixtures("_hashed_as_in_the_product")
def test_a_password_is_hashed_so_that_guessing_costs_time_and_memory(client):
    client.post("/account/signup/", FORM)
    assert User.objects.get().password.startswith("argon2")


@pytest.mark.usefixtures("_hashed_as_in_the_product")
def test_sign_up_takes_as_long_for_an_address_that_is_known(client):
    """Nearly all of it is the password, which is hashed also when nobody's account needs it."""
    UserFactory(email="known@example.org")

    def took(address):
        started = time.process_time()
        client.post("/account/signup/", {**FORM, "email": address})
        return time.process_time() - started

    took("first@example.org")
    new = [took(f"new{number}@example.org") for number in range(5)]
    known = [took("known@example.org") for _number in range(5)]

    assert 0.6 < statistics.median(known) / statistics.median(new) < 1.6


def test_sign_up_is_limited_for_each_address_on_the_network(client):
    answers = [
        client.post("/account/signup/", {**FORM, "email": f"anna{number}@example.org"}).status_code
        for number in range(21)
    ]
    assert answers == [302] * 20 + [429]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_form_does_not_ask_for_the_language_but_takes_that_of_the_page(client, language):
    page = client.get("/account/signup/")
    assert [field.name for field in page.context["form"]] == ["name", "email", "password1", "terms"]
    client.post("/account/signup/", FORM, headers={"accept-language": language})
    assert User.objects.get().language == language


def test_mails_are_in_the_language_of_their_reader(client, mailoutbox):
    UserFactory(email="anna@example.org", language="nl")
    client.post("/account/password/reset/", {"email": "anna@example.org"})
    with translation.override("nl"):
        assert mailoutbox[0].subject == translation.gettext("Choose a new password")
