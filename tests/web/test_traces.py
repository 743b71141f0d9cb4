"""A trace follows a request into the workers, and knows nobody."""

import os
import subprocess
import sys

import pytest
from celery.contrib.testing.worker import start_worker
from django.core.exceptions import MiddlewareNotUsed
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from opentelemetry import trace
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from coophub.accounts.models import User
from coophub.celery import app
from coophub.notifications.models import OutgoingMessage
from coophub.urls import handler500  # noqa: F401 - Django looks for it here
from coophub.web import traces
from tests.collector import attributes, collecting
from tests.factories.accounts import PASSWORD, UserFactory
from tests.faults.waiting import wait_until

NAME, ADDRESS, TOKEN, SOUGHT = "Els van het Hof", "els@example.org", "a-private-link", "mijn-ziekte"
REQUEST = "0123456789abcdef0123"


def fail(request, token):
    with transaction.atomic():
        User.objects.create(email=ADDRESS, name=NAME)


urlpatterns = [path("fail/<str:token>/", fail, name="fail"), path("", include("coophub.urls"))]


@pytest.fixture(scope="session")
def started():
    """A process has one provider of traces, once; tests that come between hear nothing of it."""
    with collecting() as collector:
        with override_settings(TRACES_ENDPOINT=collector.address):
            traces.start()
        disconnect()
        yield collector


def disconnect():
    for signal, handler in traces.HANDLERS:
        signal.disconnect(handler)


@pytest.fixture
def collector(started, db, settings):
    settings.TRACES_ENDPOINT = started.address
    for signal, handler in traces.HANDLERS:
        signal.connect(handler)
    with connection.execute_wrapper(traces.traced):
        yield started
    disconnect()
    trace.get_tracer_provider().force_flush()
    started.heard.clear()


def spans(collector):
    trace.get_tracer_provider().force_flush()
    return collector.spans


@pytest.mark.django_db(transaction=True)
def test_request_and_what_a_worker_does_for_it_are_one_trace_with_nobody_in_it(collector, settings):
    settings.EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
    form = {"name": NAME, "email": ADDRESS, "password1": PASSWORD, "terms": "on"}

    with start_worker(app, pool="solo", perform_ping_check=False, queues=["mail"], shutdown_timeout=20):
        Client().post(f"/account/signup/?q={SOUGHT}", form, headers={"X-Request-ID": REQUEST, "User-Agent": TOKEN})
        wait_until(lambda: OutgoingMessage.objects.filter(recipients=[ADDRESS], state="sent").exists())

    found = spans(collector)
    [request] = [span for span in found if span.kind == Span.SPAN_KIND_SERVER]
    # The worker finds what other tests left in the queue, too.
    ours = [span for span in found if span.trace_id == request.trace_id]
    [task] = [span for span in ours if span.kind == Span.SPAN_KIND_CONSUMER]
    assert (request.name, request.parent_span_id) == ("POST account/signup/", b"")
    assert attributes(request) == {
        "http.request.method": "POST",
        "http.route": "account/signup/",
        "http.response.status_code": 302,
        "coophub.request_id": REQUEST,
    }
    assert (task.name, task.parent_span_id) == ("coophub.notifications.tasks.send_message", request.span_id)
    assert {attributes(span)["coophub.request_id"] for span in ours} == {REQUEST}
    for above in (request, task):
        asked = [span for span in ours if span.parent_span_id == above.span_id and span.kind == Span.SPAN_KIND_CLIENT]
        assert asked
        assert {attributes(span)["db.system.name"] for span in asked} == {"postgresql"}
    assert any('INSERT INTO "accounts_user"' in attributes(span).get("db.query.text", "") for span in ours)
    assert collector.says("account/signup/")
    for word in (NAME, ADDRESS, PASSWORD, TOKEN, SOUGHT):
        assert not collector.says(word)


@pytest.mark.urls(__name__)
def test_request_that_fails_says_what_kind_of_error_and_not_of_whom(collector):
    UserFactory(email=ADDRESS)
    browser = Client(raise_request_exception=False)

    browser.get(f"/fail/{TOKEN}/", headers={"traceparent": f"00-{'ab' * 16}-{'cd' * 8}-01"})

    [request] = [span for span in spans(collector) if span.kind == Span.SPAN_KIND_SERVER]
    [refused] = [span for span in collector.spans if "error.type" in attributes(span)]
    assert attributes(request)["http.route"] == "fail/<str:token>/"
    assert (attributes(request)["http.response.status_code"], request.status.code) == (500, Status.STATUS_CODE_ERROR)
    # A visitor does not choose in whose trace this stands.
    assert request.trace_id.hex() != "ab" * 16
    assert (attributes(refused)["error.type"], refused.parent_span_id) == ("IntegrityError", request.span_id)
    for word in (NAME, ADDRESS, TOKEN):
        assert not collector.says(word)


def test_method_that_a_visitor_made_up_and_a_file_are_in_no_trace(collector):
    browser = Client()

    browser.generic(NAME.replace(" ", "-"), "/")
    browser.get("/static/images/icons.svg")

    [request] = [span for span in spans(collector) if span.kind == Span.SPAN_KIND_SERVER]
    assert attributes(request)["http.request.method"] == "_OTHER"
    assert not collector.says("Els")


def test_without_an_address_nothing_of_it_is_loaded():
    asked = (
        "import sys, django; django.setup(); from celery.signals import before_task_publish as signal; "
        "from coophub.web import traces; print('opentelemetry.exporter' in sys.modules, "
        "traces.send_along in [receiver() for _key, receiver in signal.receivers])"
    )
    environment = {**os.environ, "OTEL_EXPORTER_OTLP_ENDPOINT": ""}

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, env=environment, check=True)

    assert said.stdout == "False False\n"
    with pytest.raises(MiddlewareNotUsed):
        traces.TraceMiddleware(lambda request: HttpResponse())
