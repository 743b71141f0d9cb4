"""When and where a session was used, noted without a write for every page."""

import datetime as dt

import pytest
from allauth.usersessions.models import UserSession
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coophub.accounts.models import Role
from coophub.audit.selectors import entries_of
from coophub.web import clock
from tests.factories.accounts import UserFactory, administrator

pytestmark = pytest.mark.django_db
PAGE = "/account/profile/"


def test_a_page_writes_nothing_once_its_session_is_noted(client):
    client.force_login(UserFactory())
    client.get(PAGE)
    [session] = UserSession.objects.all()

    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)

    assert not [query["sql"] for query in queries if query["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert UserSession.objects.get().last_seen_at == session.last_seen_at


def test_it_is_noted_again_after_five_minutes(client, travel_to):
    client.force_login(UserFactory())
    client.get(PAGE)
    first = UserSession.objects.get().last_seen_at

    travel_to(clock.now() + dt.timedelta(minutes=6))
    client.get(PAGE)

    assert UserSession.objects.get().last_seen_at >= first + dt.timedelta(minutes=5)


@pytest.mark.parametrize("changed", [{"HTTP_USER_AGENT": "Another"}, {"REMOTE_ADDR": "192.0.2.7"}])
def test_another_browser_or_network_is_noted_at_once(client, changed):
    client.force_login(UserFactory())
    client.get(PAGE)

    client.get(PAGE, **changed)

    [session] = UserSession.objects.all()
    assert changed.get("HTTP_USER_AGENT", session.user_agent) == session.user_agent
    assert changed.get("REMOTE_ADDR", session.ip) == session.ip


def test_signing_in_again_is_another_session(client):
    user = UserFactory()
    for _time in range(2):
        client.force_login(user)
        client.get(PAGE)
        assert UserSession.objects.filter(session_key=client.session.session_key).exists()


def test_what_a_role_may_do_asks_nothing_of_django_s_own_permissions(client):
    client.force_login(UserFactory(roles=[Role.REVIEWER]))
    client.get("/ministry/queue/")

    with CaptureQueriesContext(connection) as queries:
        client.get("/ministry/queue/")

    assert not [query["sql"] for query in queries if "auth_permission" in query["sql"]]


def test_administrator_signs_somebody_out_everywhere(client):
    person, elsewhere = UserFactory(), Client()
    elsewhere.force_login(person)
    elsewhere.get("/account/profile/")
    boss = administrator()
    client.force_login(boss)
    address = f"/account/people/{person.pk}/sign-out/"
    assert client.post(address, {"because": " "}).context["sign_out_form"].errors["because"]
    assert elsewhere.get("/account/profile/").status_code == 200
    client.post(address, {"because": "Lost phone"})
    assert elsewhere.get("/account/profile/").url.startswith("/account/login/")
    entry = entries_of(person).get()
    assert (entry.action, entry.actor) == ("accounts.sign_out_person", boss)
    assert entry.after == {"reason": "Lost phone", "sessions": 1}
