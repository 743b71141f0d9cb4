"""One submission is one trace, across a web server and a worker that are processes of their own."""

import tempfile
from pathlib import Path

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.collector import attributes, collecting
from tests.database import dump_template
from tests.faults.running import Site, every_letter_is_made, wait_for

pytestmark = [
    *(pytest.mark.django_db, pytest.mark.faults, pytest.mark.thorough),
    pytest.mark.xdist_group("worker"),
]


@pytest.fixture
def collector(monkeypatch):
    with collecting() as collector:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector.address)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "200")
        yield collector


@pytest.fixture
def site(db, collector):
    with tempfile.TemporaryDirectory(prefix="coophub-test-") as folder:
        Path(folder).chmod(0o755)
        database = Path(folder) / "database.sql"
        dump_template(database)
        site = Site(Path(folder), 1, database)
        try:
            yield site
        finally:
            site.stop()


def test_submission_is_one_trace_across_web_and_worker(site, collector):
    [ready] = site.ready
    people = [value for row in site.query("SELECT email, name FROM accounts_user") for value in row]
    [(group, slug)] = site.query("SELECT name, slug FROM initiatives_initiative")
    wait_for(lambda: site.ask("GET", "/health/")[0] == 200, 120, "the site")

    assert site.submit(**ready)
    every_letter_is_made(site, 1)

    def named(name):
        return [span for span in collector.spans if span.name == name]

    submitted = "POST initiatives/<slug:slug>/subsidy/<int:pk>/submit/"
    wait_for(lambda: named(submitted) and named("coophub.reports.tasks.render_report"), 60, "the trace")
    wait_for(lambda: len(named("coophub.notifications.tasks.send_message")) >= 2, 60, "the e-mails")
    [request] = named(submitted)
    ours = [span for span in collector.spans if span.trace_id == request.trace_id]
    tasks = {span.name for span in ours if span.kind == Span.SPAN_KIND_CONSUMER}
    assert tasks >= {"coophub.reports.tasks.render_report", "coophub.notifications.tasks.send_message"}
    assert {attributes(span)["coophub.request_id"] for span in ours} == {attributes(request)["coophub.request_id"]}
    keys = {span.span_id for span in ours}
    assert [span.name for span in ours if span.parent_span_id not in keys] == [submitted]
    for word in (*people, group, slug, ready["session"]):
        assert not collector.says(word)
