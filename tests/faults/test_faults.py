"""What goes down is made good: a broker that is away. Real workers, real servers."""

from pathlib import Path

import kombu.pools
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage

from coophub.celery import app
from coophub.notifications import outbox
from coophub.notifications.models import OutgoingMessage
from coophub.reports import services
from coophub.reports.models import ReportJob
from financing.subsidies.models import Application, State
from financing.subsidies.services.applying import submit_application
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import complete_application
from tests.faults.waiting import wait_until
from tests.workers import kill

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults, pytest.mark.xdist_group("worker")]

NOWHERE = "redis://127.0.0.1:1/0"


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
