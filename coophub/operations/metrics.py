"""Figures that say something of CoopHub itself, read from the database when the monitor asks."""

import datetime as dt
import os
from collections.abc import Iterator

import structlog
from django.db import Error
from django.db.models import Count, Min
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from coophub.documents.models import DocumentVersion
from coophub.notifications.models import OutgoingMessage
from coophub.operations.models import LastRun
from coophub.reports.models import ReportJob
from coophub.web import clock

log = structlog.get_logger(__name__)


class CoopHubCollector(Collector):
    """Four queries each time. While the database is away it gives nothing, and the rest of the figures are given."""

    def describe(self) -> list[GaugeMetricFamily]:
        """Nothing is asked of the database when CoopHub starts."""
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        try:
            found = [*_jobs(), *_messages(), *_scans(), *_runs()]
        except Error as error:
            log.warning("metrics_without_database", error=str(error))
            return
        yield from found


def all_figures() -> bytes:
    """These and those of Django, of all workers of this web server together, as Prometheus reads them."""
    registry = REGISTRY
    # The folder in which they write (gunicorn.conf.py); a server without one is one process.
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
        registry.register(CoopHubCollector())
    return generate_latest(registry)


def _age(since: dt.datetime | None) -> float:
    """Seconds; 0 when nothing waits."""
    return (clock.now() - since).total_seconds() if since else 0.0


def _jobs() -> list[GaugeMetricFamily]:
    count = GaugeMetricFamily("coophub_jobs", "Documents that are not done", labels=["kind", "state"])
    oldest = GaugeMetricFamily("coophub_jobs_oldest_seconds", "How long the first of them waits", labels=["kind"])
    unfinished = ReportJob.objects.exclude(state=ReportJob.State.DONE)
    for row in unfinished.order_by().values("kind", "state").annotate(count=Count("pk"), since=Min("created_at")):
        count.add_metric([row["kind"], row["state"]], row["count"])
        if row["state"] == ReportJob.State.QUEUED:
            oldest.add_metric([row["kind"]], _age(row["since"]))
    return [count, oldest]


def _messages() -> list[GaugeMetricFamily]:
    count = GaugeMetricFamily("coophub_emails", "E-mails that were not sent, by state", labels=["state"])
    found = {
        row["state"]: row
        for row in OutgoingMessage.objects.exclude(state=OutgoingMessage.State.SENT)
        .order_by()
        .values("state")
        .annotate(count=Count("pk"), since=Min("created_at"))
    }
    for state in (OutgoingMessage.State.QUEUED, OutgoingMessage.State.FAILED):
        count.add_metric([state], found[state]["count"] if state in found else 0)
    waiting = found.get(OutgoingMessage.State.QUEUED)
    age = _age(waiting["since"]) if waiting else 0.0
    return [count, GaugeMetricFamily("coophub_emails_oldest_seconds", "How long the first of them waits", value=age)]


def _scans() -> list[GaugeMetricFamily]:
    waiting = DocumentVersion.objects.filter(virus_check=DocumentVersion.VirusCheck.WAITING)
    found = waiting.aggregate(count=Count("pk"), since=Min("uploaded_at"))
    return [
        GaugeMetricFamily("coophub_scans", "Files that wait for the virus scanner", value=found["count"]),
        GaugeMetricFamily("coophub_scans_oldest_seconds", "How long the first waits", value=_age(found["since"])),
    ]


def _runs() -> list[GaugeMetricFamily]:
    ended = GaugeMetricFamily("coophub_last_end_seconds", "When it last ended, since 1970", labels=["name"])
    well = GaugeMetricFamily("coophub_last_success_seconds", "When it was last done well, since 1970", labels=["name"])
    took = GaugeMetricFamily("coophub_last_took_seconds", "How long it took", labels=["name"])
    for run in LastRun.objects.all():
        ended.add_metric([run.name], run.ended_at.timestamp())
        took.add_metric([run.name], run.seconds)
        if run.succeeded_at is not None:
            well.add_metric([run.name], run.succeeded_at.timestamp())
    return [ended, well, took]
