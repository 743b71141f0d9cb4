"""What goes down is made good: a broker that is away. Real workers, real servers."""

import socket
import time
from pathlib import Path

import kombu.pools
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client

from coophub import celery
from coophub.accounts.models import Role, User
from coophub.celery import app
from coophub.notifications import outbox
from coophub.notifications.models import OutgoingMessage
from coophub.reports import services
from coophub.reports.models import ReportJob
from coophub.web import clock
from financing.subsidies.models import Application, State
from financing.subsidies.services.applying import submit_application
from financing.subsidies.services.deciding import sign_decision
from initiatives.services.people import invite_member
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory, MembershipFactory
from tests.factories.plans import PlanFactory
from tests.factories.subsidies import complete_application, drafted, submitted_application
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
    OutgoingMessage.objects.update(next_attempt_at=clock.now())
    outbox.sweep()
    wait_until(lambda: ReportJob.objects.get().state == "done")
    wait_until(lambda: not OutgoingMessage.objects.filter(state="queued").exists())
    assert ReportJob.objects.get().attempt == 1


@pytest.fixture
def silent():
    """An address where somebody takes the call and never says a word, which is worse than nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def submitting():
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=initiative, user=second)
    draft = complete_application(initiative, writer=owner, signer=second)
    return lambda: submit_application(application=draft, user=owner)


def signing():
    owner, second = UserFactory(), UserFactory()
    initiative = InitiativeFactory(owner=owner)
    MembershipFactory(initiative=initiative, user=second)
    application = submitted_application(initiative, writer=owner, signer=second)
    drafted(application, UserFactory(roles=[Role.REVIEWER]))
    decider = UserFactory(roles=[Role.DECIDER])
    return lambda: sign_decision(application=application, user=decider)


def inviting():
    owner = UserFactory()
    initiative = InitiativeFactory(owner=owner)
    return lambda: invite_member(initiative=initiative, email="guest@example.org", role="reader", user=owner)


def asking_for_a_report():
    plan, user = PlanFactory(), UserFactory()
    return lambda: services.request_report(kind="plan", subject=plan, user=user, parameters={"document": plan.document})


def signing_up():
    form = {
        "name": "Anna",
        "email": f"new{User.objects.count()}@example.org",
        "password1": "een-lang-wachtwoord-1",
        "terms": "on",
    }
    return lambda: Client().post("/account/signup/", form)


STEPS = [submitting, signing, inviting, asking_for_a_report, signing_up]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("away", ["refuses", "is silent"])
def test_no_step_waits_for_a_broker_that_is_away(broker, silent, monkeypatch, settings, step, away):
    settings.EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
    usual = took(step())
    deed = step()
    broker(NOWHERE if away == "refuses" else silent)
    monkeypatch.setattr(celery, "_asked_again_at", 0.0)

    started = time.monotonic()
    seconds = took(deed)

    print(f"{step.__name__}, broker {away}: {seconds:.2f} s, and {usual:.2f} s with it")
    assert celery._asked_again_at > started
    # Of a machine that does other things beside this test we ask no more than of an idle one.
    assert seconds < max(1, 2 * usual)


def took(deed):
    started = time.monotonic()
    deed()
    return time.monotonic() - started


@pytest.mark.thorough
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
