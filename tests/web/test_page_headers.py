"""What a browser may do on our pages, and which it may keep."""

import pytest
from django.templatetags.static import static
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_every_page_says_what_it_may_ask_of_the_device(client):
    policy = client.get(reverse("portal:home"))["Permissions-Policy"]
    assert "camera=()" in policy
    assert "publickey-credentials-get=(self)" in policy


def test_page_for_who_is_signed_in_is_kept_nowhere(client):
    client.force_login(UserFactory())
    for name in ("portal:start", "accounts:profile", "portal:home"):
        assert client.get(reverse(name), follow=True)["Cache-Control"] == "private, no-store"


def test_page_under_a_secret_address_is_kept_nowhere(client):
    answer = client.get(reverse("initiatives:accept_invitation", args=["een-geheim"]))
    assert answer["Cache-Control"] == "private, no-store"


def test_public_page_is_the_same_for_everybody(client):
    assert "no-store" not in client.get(reverse("portal:home")).get("Cache-Control", "")


def test_static_file_is_there_for_who_is_signed_in_and_is_kept(client):
    client.force_login(UserFactory())
    answer = client.get(static("images/home.svg"))

    assert answer.status_code == 200
    assert "public" in answer["Cache-Control"]


def test_host_that_is_not_ours_is_refused_whoever_asks(client):
    client.force_login(UserFactory())

    assert client.get("/", headers={"host": "elders.example"}).status_code == 400
