"""A document is made exactly once, says how far it is, and says in plain words when it does not work."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.db.models import F
from django.urls import reverse

from coophub.audit.models import AuditEntry
from coophub.reports import registry, services
from coophub.reports.models import ReportJob
from coophub.reports.registry import RenderedReport, ReportKind, add_kinds
from coophub.web import clock
from coophub.web.errors import DomainError
from coophub.web.registry import Registry
from tests.factories.accounts import UserFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.plans import PlanFactory

State = ReportJob.State
pytestmark = pytest.mark.django_db


@pytest.fixture
def kind(monkeypatch):
    """Makes a kind of report known for one test: `kind(build)`."""
    monkeypatch.setattr(registry, "_kinds", Registry("kind of report"))

    def make(build, on_done=None):
        add_kinds(ReportKind("test", "Test", "initiatives.view_documents", build, on_done=on_done))

    return make


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def initiative(owner):
    return InitiativeFactory(owner=owner)


@pytest.fixture
def ask(initiative, owner):
    def ask(language="nl", **parameters):
        return services.request_report(
            kind="test", subject=initiative, user=owner, parameters=parameters, language=language
        )

    return ask


def paper(job, progress):
    progress(50)
    return RenderedReport("paper.txt", "text/plain", f"attempt {job.attempt}".encode())


def breaks(job, progress):
    raise RuntimeError("/a/path/that/nobody/should/see")


def silent_since(job, seconds):
    ReportJob.objects.filter(pk=job.pk).update(lease_until=clock.now() - dt.timedelta(seconds=seconds))


def test_asking_twice_gives_one_job_until_it_is_done(kind, ask):
    kind(paper)

    first = ask()

    assert ask() == first
    assert ask(other="parameters") != first
    services.render(str(first.pk))
    assert ask() != first


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_the_same_moment_gives_one_job(kind, ask):
    kind(paper)

    def once(_number):
        try:
            return ask().pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(once, range(4)))) == 1


def test_nobody_asks_for_a_kind_that_is_not_there(initiative, owner):
    with pytest.raises(LookupError, match="There is no kind of report 'unknown'"):
        services.request_report(kind="unknown", subject=initiative, user=owner)


def test_a_job_goes_from_waiting_to_done_and_shows_how_far_it_is(kind, ask):
    seen = []

    def build(job, progress):
        seen.append(ReportJob.objects.get(pk=job.pk).state)
        for percentage in (0, 40, 250, -3):
            progress(percentage)
            seen.append(ReportJob.objects.get(pk=job.pk).percentage)
        return paper(job, progress)

    kind(build)
    job = ask()
    assert job.state == State.QUEUED

    assert services.render(str(job.pk))

    job.refresh_from_db()
    assert seen == [State.WORKING, 0, 40, 99, 0]
    assert (job.state, job.percentage, job.filename, job.attempt) == (State.DONE, 100, "paper.txt", 1)
    assert job.file.read() == b"attempt 1"
    assert job.lease_until is None


def test_a_job_that_is_done_is_not_made_again(kind, ask):
    made = []
    kind(lambda job, progress: made.append(job) or paper(job, progress))
    job = ask()

    assert services.render(str(job.pk))
    assert not services.render(str(job.pk))
    assert len(made) == 1


@pytest.mark.parametrize(("language", "words"), [("nl", "Er ging iets mis"), ("en", "Something went wrong")])
def test_a_failure_is_told_in_the_asker_s_language_without_its_inside(kind, ask, language, words):
    kind(breaks)
    job = ask(language=language)

    assert not services.render(str(job.pk))

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.failure.startswith(words)
    assert "path" not in job.failure


def test_a_failed_job_can_be_tried_again(kind, ask, client, owner):
    broken = [True]
    kind(lambda job, progress: breaks(job, progress) if broken.pop() else paper(job, progress))
    job = ask()
    services.render(str(job.pk))
    client.force_login(owner)

    broken.append(False)
    response = client.post(reverse("reports:retry", args=[job.pk]))

    assert response.url == reverse("reports:status", args=[job.pk])
    job.refresh_from_db()
    assert (job.state, job.failure) == (State.QUEUED, "")
    assert services.render(str(job.pk))


def test_trying_again_what_is_not_failed_changes_nothing(kind, ask):
    kind(paper)
    job = ask()
    services.render(str(job.pk))

    assert services.retry_report(job=job).state == State.DONE


def test_a_worker_at_work_is_left_alone_and_a_silent_one_is_replaced(kind, ask):
    attempts = []

    def build(job, progress):
        attempts.append(job.attempt)
        if len(attempts) == 1:
            assert not services.render(str(job.pk)), "another worker took a job that is being made"
            assert services.sweep() == []
            silent_since(job, 1)
            assert services.sweep() == [str(job.pk)]
            assert services.render(str(job.pk)), "nobody took over from a silent worker"
        return paper(job, progress)

    kind(build)
    job = ask()

    assert not services.render(str(job.pk)), "the silent worker came back and finished what another had finished"

    job.refresh_from_db()
    assert attempts == [1, 2]
    assert job.state == State.DONE
    assert job.file.read() == b"attempt 2"


def test_a_late_worker_cannot_fail_what_another_finished(kind, ask):
    def build(job, progress):
        if job.attempt == 1:
            silent_since(job, 1)
            services.render(str(job.pk))
            raise RuntimeError
        return paper(job, progress)

    kind(build)
    job = ask()

    services.render(str(job.pk))

    job.refresh_from_db()
    assert job.state == State.DONE


def test_a_job_that_kills_every_worker_is_given_up(kind, ask):
    kind(paper)
    job = ask()
    ReportJob.objects.filter(pk=job.pk).update(state=State.WORKING, attempt=services.MAX_ATTEMPTS)
    silent_since(job, 1)

    assert not services.render(str(job.pk))

    job.refresh_from_db()
    assert job.state == State.FAILED
    assert job.failure


def test_what_happens_when_a_document_is_done_happens_with_it_or_not_at_all(kind, ask, initiative):
    told = []

    def tell(job, subject):
        told.append((job.state, subject))
        if len(told) == 1:
            raise RuntimeError

    kind(paper, on_done=tell)
    job = ask()
    with pytest.raises(RuntimeError):
        services.render(str(job.pk))
    job.refresh_from_db()
    assert job.state == State.WORKING

    silent_since(job, 1)
    assert services.render(str(job.pk))
    assert told == [(State.DONE, initiative)] * 2


def test_the_sweeper_hands_over_what_the_broker_lost(kind, ask):
    kind(paper)
    job = ask()
    assert services.sweep() == [str(job.pk)]
    assert services.sweep() == [], "a job that was just handed over is given the time of a lease"

    ReportJob.objects.update(queued_at=clock.now() - dt.timedelta(days=1))

    assert services.sweep() == [str(job.pk)]
    services.render(str(job.pk))
    ReportJob.objects.update(queued_at=clock.now() - dt.timedelta(days=1))
    assert services.sweep() == []


def test_however_many_wait_every_job_has_its_turn(kind, ask, monkeypatch):
    kind(paper)
    monkeypatch.setattr(services, "AT_ONCE", 2)
    jobs = {str(ask(number=number).pk) for number in range(5)}
    seen = []

    for _sweep in range(3):
        handed_over = services.sweep()
        assert services.sweep() == [], "the workers have enough to do"
        seen += handed_over
        ReportJob.objects.filter(queued_at__isnull=False).update(queued_at=F("queued_at") - dt.timedelta(hours=1))

    assert len(seen[:5]) == 5
    assert set(seen[:5]) == jobs


def test_the_page_shows_progress_failure_and_download(kind, ask, client, owner):
    kind(paper)
    job = ask()
    address = reverse("reports:status", args=[job.pk])
    client.force_login(owner)
    assert "hx-get" in client.get(address).content.decode()
    assert client.get(reverse("reports:download", args=[job.pk])).status_code == 404

    services.render(str(job.pk))

    assert reverse("reports:download", args=[job.pk]) in client.get(address).content.decode()
    response = client.get(reverse("reports:download", args=[job.pk]))
    assert b"".join(response.streaming_content) == b"attempt 1"
    assert response["Content-Disposition"] == 'attachment; filename="paper.txt"'
    assert response["Cache-Control"] == "private, no-store"


def test_a_report_whose_file_is_lost_breaks_no_page(kind, ask, client, owner):
    kind(paper)
    job = ask()
    services.render(str(job.pk))
    job.refresh_from_db()
    job.file.storage.delete(job.file.name)
    client.force_login(owner)

    page = client.get(reverse("reports:status", args=[job.pk]))
    answer = client.get(reverse("reports:download", args=[job.pk]))

    assert job.size_bytes == len(b"attempt 1")
    assert page.status_code == 200
    assert answer.status_code == 409
    assert "We kunnen dit bestand niet meer vinden." in answer.content.decode()
    assert not AuditEntry.objects.filter(action="reports.download").exists()


@pytest.mark.parametrize("name", ["status", "download"])
def test_a_stranger_cannot_tell_that_a_report_exists(kind, ask, client, name):
    kind(paper)
    job = ask()
    services.render(str(job.pk))
    client.force_login(UserFactory())

    assert client.get(reverse(f"reports:{name}", args=[job.pk])).status_code == 404


def test_a_plan_is_printed_as_it_was_when_it_was_asked_for(owner):
    plan = PlanFactory()
    job = services.request_report(kind="plan", subject=plan, user=owner, parameters={"document": plan.document})
    plan.document = {**plan.document, "dwellings": []}
    plan.save()

    assert services.render(str(job.pk))


def test_one_person_has_so_many_documents_made_at_once(kind, initiative, owner):
    kind(lambda job, progress: RenderedReport("a.pdf", "application/pdf", b"%PDF-"))
    for number in range(services.MOST_AT_ONCE):
        services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": number})

    with pytest.raises(DomainError, match=str(services.MOST_AT_ONCE)):
        services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": "one more"})

    # The same once more is no new one, and of somebody else it is another's.
    services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": 1})
    services.request_report(kind="test", subject=initiative, user=UserFactory(), parameters={"number": 1})


def test_one_person_has_so_many_documents_made_in_a_day(kind, initiative, owner, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 3)
    kind(lambda job, progress: RenderedReport("a.pdf", "application/pdf", b"%PDF-"))
    for number in range(3):
        job = services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": number})
        services.render(str(job.pk))

    with pytest.raises(DomainError, match="3"):
        services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": "one more"})

    with clock.at(clock.now() + dt.timedelta(days=1, minutes=1)):
        services.request_report(kind="test", subject=initiative, user=owner, parameters={"number": "one more"})


def test_a_job_whose_database_went_away_did_not_fail(kind, initiative, owner):
    def build(job, progress):
        raise OperationalError("terminating connection")

    kind(build)
    job = services.request_report(kind="test", subject=initiative, user=owner)

    assert not services.render(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.failure) == (State.WORKING, "")
