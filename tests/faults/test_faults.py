"""What goes down is made good: a broker that is away. Real workers, real servers."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import kombu.pools
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.db import connection

from coophub.celery import app
from coophub.notifications import outbox
from coophub.notifications.models import OutgoingMessage
from coophub.reports import services
from coophub.reports.models import ReportJob
from financing.subsidies.models import Application, State
from financing.subsidies.services import submit_application
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import complete_application

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.xdist_group("worker")]

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = "redis://127.0.0.1:1/0"
PATIENCE_SECONDS = 60


@pytest.fixture
def start_worker(settings):
    """Starts a worker on the test's database, in a process group of its own."""
    settings.REPORT_LEASE_SECONDS = 3
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": django_settings.REDIS_URL,
        "COOPHUB_REPORT_LEASE_SECONDS": "3",
    }
    workers = []

    def start():
        queues = "letters,reports,mail,sweep"
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "coophub", "worker", "-Q", queues, "--concurrency", "1"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        kill(worker)


def kill(worker):
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"It did not happen in time: {list(ReportJob.objects.values('state', 'attempt', 'failure'))}")


def broker_is(address):
    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None
    app.conf.broker_url = address


@pytest.fixture
def broker():
    """Lets a test take the broker away and bring it back."""
    yield broker_is
    broker_is(django_settings.REDIS_URL)


def test_submitting_while_the_broker_is_away_loses_nothing(start_worker, broker):
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=initiative, user=second)
    draft = complete_application(initiative, writer=owner, signer=second)
    broker(NOWHERE)

    submit_application(application=draft, user=owner)

    assert Application.objects.get().state == State.SUBMITTED
    assert ReportJob.objects.get().state == "queued"
    assert OutgoingMessage.objects.filter(state="queued").count() >= 2

    broker(django_settings.REDIS_URL)
    start_worker()
    wait_until(lambda: services.sweep() or ReportJob.objects.get().state != "queued")
    for message in outbox.waiting_messages():
        outbox.hand_over(message)
    wait_until(lambda: ReportJob.objects.get().state == "done")
    wait_until(lambda: not OutgoingMessage.objects.filter(state="queued").exists())
    assert ReportJob.objects.get().attempt == 1


def test_report_of_a_killed_worker_is_finished_exactly_once(start_worker):
    plan = PlanFactory()
    job = services.request_report(kind="plan", subject=plan, user=UserFactory(), parameters={"document": plan.document})
    first = start_worker()
    wait_until(lambda: ReportJob.objects.get(pk=job.pk).state == "working")
    kill(first)
    assert ReportJob.objects.get(pk=job.pk).state == "working"

    start_worker()
    wait_until(lambda: services.sweep() == [str(job.pk)] or ReportJob.objects.get(pk=job.pk).state == "done")
    wait_until(lambda: ReportJob.objects.get(pk=job.pk).state == "done")

    job.refresh_from_db()
    assert job.attempt == 2
    _folders, files = default_storage.listdir(f"reports/{job.id.hex[:2]}")
    assert [name for name in files if name.startswith(job.id.hex)] == [Path(job.file.name).name]
    assert job.file.read().startswith(b"%PDF-")
    assert not services.render(str(job.pk))
