"""What is logged says what happened in one request, in the web and in a worker, and never of whom."""

import smtplib

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection, transaction
from django.test import Client
from django.urls import include, path
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from coophub.accounts.models import User
from coophub.celery import app, publish
from coophub.notifications import outbox
from coophub.urls import handler500  # noqa: F401 - Django looks for it here
from coophub.web import slow_queries
from tests.factories.accounts import PASSWORD, UserFactory
from tests.faults.waiting import wait_until
from tests.logged import logging_as_in_production

NAME, ADDRESS, SAID = "Els van het Hof", "els@example.org", "Mijn moeder betaalt mee."
TOKEN = "a-private-link"


def fail(request, token):
    """What PostgreSQL says of a row that it refuses holds that row."""
    with transaction.atomic():
        User.objects.create(email=ADDRESS, name=NAME)


urlpatterns = [path("fail/<str:token>/", fail, name="fail"), path("", include("coophub.urls"))]


class RefusingBackend(BaseEmailBackend):
    """A mail server that says to whom it does not send."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPRecipientsRefused({ADDRESS: (550, b"no such user")})


@pytest.fixture
def logged():
    with logging_as_in_production() as logged:
        yield logged


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_nobody_is_found_in_what_is_logged(logged, settings):
    settings.MAIL_TRANSPORT = f"{__name__}.RefusingBackend"
    client = Client(raise_request_exception=False)
    form = {"name": NAME, "email": ADDRESS, "password1": PASSWORD, "terms": "on"}

    client.post("/account/signup/", form)
    client.post("/account/login/", {"login": ADDRESS, "password": "not the password"})
    client.force_login(UserFactory())
    client.post("/initiatives/new/", {"name": SAID})
    client.get(f"/invitations/{TOKEN}/")
    failed = client.get(f"/fail/{TOKEN}/")
    message = outbox.compose(recipients=[ADDRESS], subject=SAID, text=SAID)
    message.save()
    outbox.send(message.pk)

    text = logged.text()
    assert failed.status_code == 500
    assert [word for word in (NAME, ADDRESS, SAID, PASSWORD, TOKEN) if word in text] == []
    # There was something that could leak.
    assert "UniqueViolation" in text
    assert "DETAIL: left out" in text
    assert "message_not_sent" in text
    assert "no such user" in text


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_each_line_of_a_request_has_its_id_and_its_page(logged):
    given = "0123456789abcdef0123"
    client = Client(raise_request_exception=False)

    UserFactory(email=ADDRESS)
    answer = client.get(f"/fail/{TOKEN}/", headers={"X-Request-ID": given})
    client.get(f"/fail/{TOKEN}/", headers={"X-Request-ID": f"{given} Els"})

    ours = [event for event in logged.events() if event.get("request_id") == given]
    assert answer["X-Request-ID"] == given
    assert [(event["method"], event["route"], event["status"]) for event in ours if event["event"] == "request"] == [
        ("GET", "fail", 500)
    ]
    others = {event.get("request_id") for event in logged.events()} - {given}
    assert all(len(other) == 32 for other in others)


@pytest.mark.django_db
def test_slow_question_is_logged_without_its_values(logged, settings):
    settings.LOG_SLOW_QUERY_MS = 0.001
    with connection.execute_wrapper(slow_queries.timed), connection.cursor() as cursor:
        cursor.execute("SELECT %s", [ADDRESS])

    [event] = [event for event in logged.events() if event["event"] == "slow_query"]
    assert event["query"] == "SELECT %s"
    assert event["milliseconds"] >= 0


@pytest.mark.django_db(transaction=True)
def test_what_a_worker_does_for_a_request_has_its_id():
    found = {}

    @app.task(name="tests.say")
    def say():
        found.update(get_contextvars())

    with start_worker(app, pool="solo", perform_ping_check=False, queues=["reports"], shutdown_timeout=20):
        clear_contextvars()
        bind_contextvars(request_id="0123456789abcdef")
        assert publish(say.name, [])
        clear_contextvars()
        wait_until(lambda: found)

    assert found["request_id"] == "0123456789abcdef"
    assert found["task"] == "tests.say"
