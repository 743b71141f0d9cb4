"""The trail keeps who signed in and out, who tried to, and who changed a password."""

import pytest
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.audit.selectors import entries_of
from tests.factories.accounts import PASSWORD, UserFactory, code_of, reviewer

pytestmark = pytest.mark.django_db

NEW = "een-ander-lang-woord-2"


def done(user):
    return list(entries_of(user).order_by("pk").values_list("action", flat=True))


def test_signing_in_and_out_is_kept(client, sign_in):
    user = UserFactory(password=PASSWORD)
    sign_in(user, PASSWORD)
    client.post(reverse("account_logout"))
    assert done(user) == ["accounts.sign_in", "accounts.sign_out"]
    assert entries_of(user).last().origin == "127.0.0.1"


def test_wrong_password_is_kept_without_saying_which(sign_in):
    user = UserFactory(password=PASSWORD)
    sign_in(user, "een-heel-ander-woord")
    [entry] = entries_of(user)
    assert (entry.action, entry.actor, entry.after) == ("accounts.fail_to_sign_in", None, None)


def test_unknown_address_is_kept_without_the_address(client):
    client.post("/account/login/", {"login": "niemand@example.org", "password": "een-lang-wachtwoord-9"})
    [entry] = AuditEntry.objects.all()
    assert (entry.action, entry.target_label) == ("accounts.fail_to_sign_in", "unknown address")


def test_second_factor_counts_as_signing_in_and_a_wrong_code_as_trying_to(client, sign_in):
    user = reviewer(password=PASSWORD)
    sign_in(user, PASSWORD)
    assert done(user) == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert done(user) == ["accounts.fail_second_factor"]
    client.post(reverse("mfa_authenticate"), {"code": code_of(user)})
    assert done(user) == ["accounts.fail_second_factor", "accounts.sign_in"]


def test_changed_password_is_kept(client, sign_in):
    user = UserFactory(password=PASSWORD)
    sign_in(user, PASSWORD)
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert "accounts.change_password" in done(user)


def test_password_that_was_forgotten_is_kept_too(client, link_in_mail):
    user = UserFactory(password=PASSWORD)
    client.post(reverse("account_reset_password"), {"email": user.email})
    page = client.get(link_in_mail())
    client.post(page.url, {"password1": NEW, "password2": NEW})
    assert "accounts.change_password" in done(user)


@pytest.mark.parametrize("address", ["account_reset_password", "account_signup"])
def test_links_in_mail_lead_to_the_site_whatever_the_browser_calls_it(client, settings, mailoutbox, address):
    settings.ALLOWED_HOSTS = ["elsewhere.example"]
    settings.SITE_URL = "https://coophub.example"
    user = UserFactory(password=PASSWORD)
    form = {
        "email": user.email,
        "name": "Anna",
        "password1": NEW,
        "terms": "on",
    }
    for email in (user.email, "nieuw@example.org"):
        client.post(reverse(address), {**form, "email": email}, headers={"host": "elsewhere.example"})
    assert len(mailoutbox) == 2
    for message in mailoutbox:
        assert "https://coophub.example/" in message.body
        assert "elsewhere" not in message.body


def test_notice_of_a_changed_password_leads_to_the_site(client, settings, sign_in, mailoutbox):
    settings.ALLOWED_HOSTS = ["elsewhere.example", "testserver"]
    settings.SITE_URL = "https://coophub.example"
    user = UserFactory(password=PASSWORD)
    sign_in(user, PASSWORD)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    client.post(reverse("account_change_password"), form, headers={"host": "elsewhere.example"})
    assert "elsewhere" not in mailoutbox[-1].body
