"""Sessions of staff and advisors end when nobody is there."""

import datetime as dt

import pytest
from django.urls import reverse

from coophub.web import clock
from tests.factories.accounts import UserFactory, advisor, reviewer

pytestmark = pytest.mark.django_db


def minutes(count):
    return clock.at(clock.now() + dt.timedelta(minutes=count))


@pytest.mark.parametrize("make", [reviewer, advisor])
def test_who_was_away_for_long_signs_in_again(client, make):
    client.force_login(make())
    address = reverse("accounts:profile")
    assert client.get(address).status_code == 200
    with minutes(61):
        answer = client.get(address)
        assert answer.url == f"/account/login/?next={address}"
        assert "You were away for a while" in client.get(answer.url).content.decode()


def test_who_works_on_stays_signed_in(client):
    client.force_login(reviewer())
    for count in (0, 40, 80, 120):
        with minutes(count):
            assert client.get(reverse("accounts:profile")).status_code == 200


def test_page_that_asks_by_itself_keeps_nobody_signed_in(client):
    client.force_login(reviewer())
    client.get(reverse("accounts:profile"))
    with minutes(40):
        client.get(reverse("accounts:profile"), headers={"HX-Request": "true"})
    with minutes(70):
        assert client.get(reverse("accounts:profile")).status_code == 302


def test_members_of_a_group_stay_signed_in(client):
    client.force_login(UserFactory())
    client.get(reverse("accounts:profile"))
    with minutes(600):
        assert client.get(reverse("accounts:profile")).status_code == 200
