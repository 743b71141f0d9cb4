"""What operators do from the command line: it says what it did, changes nothing when it is asked to, and ends with the
right status.
"""

import datetime as dt
import json

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from coophub.accounts.models import Role
from coophub.audit.selectors import entries_of
from coophub.documents.models import PreviewPage
from coophub.notifications.models import Notification, OutgoingMessage
from coophub.operations.retention import rules
from coophub.operations.tasks import sweep_retention
from coophub.reports.models import ReportJob
from coophub.reports.services import request_report
from coophub.tokens.models import KeptAnswer
from coophub.web import clock
from coophub.web.models import PaceCount
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import HouseholdFactory
from tests.factories.plans import PlanFactory
from tests.factories.tokens import token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(capsys):
    """What a command answered, as facts."""

    def run(*arguments):
        call_command(*arguments, "--json")
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def els():
    return UserFactory(email="els@example.org", name="Els")


def test_person_who_asks_gets_what_is_known_in_a_file_for_one_reader(els, tmp_path, run):
    file = tmp_path / "els.json"

    said = run("export_person", " Els@example.org", str(file))

    assert json.loads(file.read_text())["account"]["email"] == "els@example.org"
    assert file.stat().st_mode & 0o077 == 0
    assert "account" in said["parts"]
    entry = entries_of(els).get()
    assert (entry.action, entry.origin) == ("accounts.export_personal_data", "command export_person")
    with pytest.raises(CommandError, match="Name a file that is not there"):
        run("export_person", "els@example.org", str(file))


def test_person_is_erased_when_nobody_needs_them_and_not_by_a_rehearsal(els, run):
    run("erase_person", "els@example.org", "--dry-run")
    els.refresh_from_db()
    assert els.name == "Els"

    call_command("erase_person", "els@example.org")
    els.refresh_from_db()
    assert (els.is_active, els.email) == (False, f"erased-{els.pk}@coophub.invalid")
    with pytest.raises(CommandError, match=r"Nobody has an account at els@example\.org") as unknown:
        run("erase_person", "els@example.org")
    assert unknown.value.returncode == 2


def test_person_with_a_role_stays_and_the_command_says_why(els, capsys):
    els.role_grants.create(role=Role.REVIEWER)

    with pytest.raises(CommandError) as would:
        call_command("erase_person", "els@example.org", "--dry-run")
    with pytest.raises(CommandError) as refused:
        call_command("erase_person", "els@example.org")

    assert (would.value.returncode, refused.value.returncode) == (1, 2)
    assert "rol" in str(refused.value)
    els.refresh_from_db()
    assert els.name == "Els"


@pytest.fixture
def failed(els):
    """A document that failed, and an e-mail that was given up."""
    job = request_report(kind="plan", subject=PlanFactory(), user=els, parameters={})
    ReportJob.objects.filter(pk=job.pk).update(state="failed", attempt=5, failure="Iets ging mis.")
    message = OutgoingMessage.objects.create(recipients=["els@example.org"], state="failed", attempts=10)
    return job, message


def test_what_failed_gets_all_its_attempts_again(failed, run):
    job, message = failed

    assert run("requeue", "--dry-run") == {"jobs": 1, "messages": 1, "problems": []}
    job.refresh_from_db()
    assert job.state == "failed"

    assert run("requeue") == {"jobs": 1, "messages": 1, "problems": []}
    job.refresh_from_db()
    message.refresh_from_db()
    assert (job.state, job.attempt) == ("queued", 0)
    assert (message.state, message.attempts) == ("queued", 0)
    assert run("requeue") == {"jobs": 0, "messages": 0, "problems": []}


@pytest.fixture
def old_and_new(els):
    """Of each kind one whose time is over, and one whose time is not."""
    long_ago, token = clock.now() - dt.timedelta(days=3 * 365), token_of(els).token
    for written in (long_ago, clock.now()):
        OutgoingMessage.objects.create(recipients=["a@example.org"], state="sent", created_at=written)
        Notification.objects.create(recipient=els, kind="x", title="x", read_at=written, created_at=written)
        Session.objects.create(session_key=str(written), expire_date=written + dt.timedelta(days=1))
        HouseholdFactory(place=None, left_on=written.date())
        PreviewPage.objects.create(sha256=str(written.year), kind="pdf", number=1, asked_at=written)
        KeptAnswer.objects.create(token=token, key=str(written), created_at=written)
        PaceCount.objects.create(key=str(written), used=1, ends_at=written + dt.timedelta(days=1))
    # What still waits is sent, however old it is.
    OutgoingMessage.objects.create(recipients=["a@example.org"], created_at=long_ago)
    Notification.objects.create(recipient=els, kind="x", title="Not read", created_at=long_ago)


def test_what_its_time_is_over_goes_and_nothing_else(old_and_new, run):
    gone = {"households": 1, "emails": 1, "notices": 1, "kept-answers": 1, "paces": 1, "drawn-pages": 1}
    gone["sessions"] = 1
    nothing = {
        "visitor-plans": 0,
        "lever-searches": 0,
        "visitor-messages": 0,
        "group-documents": 0,
        "webhook-events": 0,
    }
    expected = {**nothing, **gone, "problems": []}

    assert run("retention", "--dry-run") == expected
    assert OutgoingMessage.objects.count() == 3

    assert run("retention") == expected
    assert OutgoingMessage.objects.count() == Notification.objects.count() == 2
    assert Session.objects.count() == KeptAnswer.objects.count() == PreviewPage.objects.count() == 1
    assert PaceCount.objects.count() == 1
    assert sweep_retention() == dict.fromkeys([rule.name for rule in rules()], 0)


def test_health_says_of_each_part_whether_it_answers(settings, run):
    settings.CLAMD_ADDRESS = "127.0.0.1:1"
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    with pytest.raises(CommandError) as failed:
        call_command("health")

    assert failed.value.returncode == 1
    said = str(failed.value).splitlines()
    # No worker of a test takes from every queue.
    assert [line.split(":")[0] for line in said if not line.startswith("disk")] == ["workers", "mail", "scanner"]
    assert "no worker takes from letters, mail, quick, reports, sweep" in said[0]


def test_settings_that_production_refuses_are_all_said_at_once_with_what_they_leave_out(monkeypatch, capsys):
    for name in ("SECRET_KEY", "EMAIL_URL", "DATABASE_URL", "REDIS_URL", "SITE_URL", "ALLOWED_HOSTS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ALLOWED_HOSTS", "*")

    with pytest.raises(CommandError) as refused:
        call_command("settings_check")

    assert refused.value.returncode == 1
    said = [line.split()[0] for line in str(refused.value).splitlines()]
    assert said == ["SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL", "EMAIL_URL", "DATABASE_URL", "REDIS_URL"]
    out = capsys.readouterr().out
    assert "would start in production" not in out
    assert "BACKUP_RECIPIENTS is not set: copies are not encrypted." in out
