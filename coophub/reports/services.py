"""Making documents in the background, exactly once (`docs/decisions/001-work-is-a-row-first.md`)."""

import datetime as dt
import hashlib
import itertools
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any

import structlog
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.celery import publish
from coophub.reports.models import ReportJob
from coophub.reports.registry import RenderedReport, ReportKind, kind_named
from coophub.web import clock
from coophub.web.errors import DomainError

log = structlog.get_logger(__name__)

RENDER_TASK = "coophub.reports.tasks.render_report"
MAX_ATTEMPTS = 5
MOST_AT_ONCE, MOST_A_DAY = 10, 300
AT_ONCE = 500


def note_download(*, job: ReportJob, user: User | None) -> None:
    """Writes down who took which document along."""
    record(
        actor=user, action="reports.download", target=job.subject or job, after={"kind": job.kind, "file": job.filename}
    )


@transaction.atomic
def request_report(
    *,
    kind: str,
    subject: models.Model,
    user: User | None,
    parameters: Mapping[str, Any] | None = None,
    language: str | None = None,
    source: bytes | None = None,
) -> ReportJob:
    """Asks for a document. While the same one is being made for the same person, that job is given.

    `source` is a file that it is made from, which is kept until it is done. Raises LookupError for a kind that nobody
    made known, and DomainError when enough is being made for this person, or was today.
    """
    kind_named(kind)
    facts = {
        "kind": kind,
        "subject_type": ContentType.objects.get_for_model(subject),
        "subject_id": str(subject.pk),
        "requested_by": user,
        "parameters": dict(parameters or {}),
        "language": language or translation.get_language() or "nl",
    }
    # Two who ask at the same moment wait for each other here, so that the second finds the first's job.
    subject._meta.model._base_manager.select_for_update(no_key=True).get(pk=subject.pk)
    job = ReportJob.objects.filter(state__in=[ReportJob.State.QUEUED, ReportJob.State.WORKING], **facts).first()
    if job is None:
        _refuse_too_many(subject, user)
        job = ReportJob(**facts)
        if source is not None:
            job.source.save("source", ContentFile(source), save=False)
        job.save()
        transaction.on_commit(lambda: hand_over(job))
    return job


def _refuse_too_many(subject: models.Model, user: User | None) -> None:
    """Counts what one person asked for; of who has no account, what was asked about one subject."""
    kind = ContentType.objects.get_for_model(subject)
    asked = ReportJob.objects.filter(requested_by=user)
    if user is None:
        asked = asked.filter(subject_type=kind, subject_id=str(subject.pk))
    unfinished = asked.filter(state__in=[ReportJob.State.QUEUED, ReportJob.State.WORKING])
    if unfinished.count() >= MOST_AT_ONCE:
        raise DomainError(
            _("%(count)s documents are being made for you. Wait until one is ready and ask again.")
            % {"count": MOST_AT_ONCE}
        )
    if asked.filter(created_at__gt=clock.now() - dt.timedelta(days=1)).count() >= MOST_A_DAY:
        raise DomainError(
            _("You had %(count)s documents made in a day, and that is the most. Ask for this one tomorrow.")
            % {"count": MOST_A_DAY}
        )


@transaction.atomic
def remove_reports(*, subjects: Sequence[models.Model]) -> None:
    """Removes the documents of subjects of one kind that go, with what they were made from."""
    if not subjects:
        return
    kind = ContentType.objects.get_for_model(subjects[0])
    found = ReportJob.objects.filter(subject_type=kind, subject_id__in=[str(subject.pk) for subject in subjects])
    jobs = list(found.select_for_update())
    found.delete()
    for name in [str(file.name) for job in jobs for file in (job.file, job.source) if file]:
        transaction.on_commit(partial(default_storage.delete, name))


@transaction.atomic
def retry_report(*, job: ReportJob) -> ReportJob:
    """Gives a failed job another chance. Anything else is left as it is."""
    job = ReportJob.objects.select_for_update().get(pk=job.pk)
    if job.state == ReportJob.State.FAILED:
        job.state, job.percentage, job.failure, job.attempt = ReportJob.State.QUEUED, 0, "", 0
        job.save()
        transaction.on_commit(lambda: hand_over(job))
    return job


def hand_over(job: ReportJob) -> bool:
    """Tells a worker of a job; gives whether it was told. When the broker is away the sweeper does it later."""
    own = ReportJob.objects.filter(pk=job.pk)
    own.update(queued_at=clock.now())
    was_told = publish(RENDER_TASK, [str(job.pk)], queue=kind_named(job.kind).queue)
    if not was_told:
        own.update(queued_at=None)
    return was_told


def render(job_id: str) -> bool:
    """Makes the document of a job that waits; gives whether this call finished it.

    Safe to run twice and at the same time.
    """
    job = _claim(job_id)
    if job is None:
        return False
    kind = kind_named(job.kind)
    try:
        with _kept_alive(job), translation.override(job.language):
            rendered = kind.build(job, lambda percentage: _progress(job, percentage))
    except (OperationalError, InterfaceError) as error:
        # The database went away. The job did not fail: another attempt takes it when the lease of this one is over.
        log.warning("report_interrupted", job=job_id, kind=job.kind, error=str(error))
        return False
    except Exception:
        log.exception("report_failed", job=job_id, kind=job.kind, attempt=job.attempt)
        _fail(job)
        return False
    return _finish(job, kind, rendered)


def sweep() -> list[str]:
    """Hands over again what was lost: jobs still waiting, and jobs whose worker fell silent. Gives the
    ids of those that a worker was told of.

    So many wait with the workers at once and no more; what was handed over longest ago comes first, so that every job
    has its turn however many wait.
    """
    now = clock.now()
    had_its_time = Q(queued_at=None) | Q(queued_at__lt=now - _lease())
    waiting = Q(state=ReportJob.State.QUEUED)
    silent = Q(state=ReportJob.State.WORKING, lease_until__lt=now)
    with_the_workers = ReportJob.objects.filter(waiting & ~had_its_time).count()
    lost = ReportJob.objects.filter(had_its_time & (waiting | silent))
    longest_ago_first = lost.order_by(F("queued_at").asc(nulls_first=True), "created_at")
    # When the broker is away the first one says so, and the next sweep asks it again.
    told = itertools.takewhile(hand_over, longest_ago_first[: max(0, AT_ONCE - with_the_workers)])
    return [str(job.pk) for job in told]


def _lease() -> dt.timedelta:
    """How long a worker may be silent, and a queued job may wait, before another takes over."""
    return dt.timedelta(seconds=settings.REPORT_LEASE_SECONDS)


def _claim(job_id: str) -> ReportJob | None:
    """Takes a job into this worker's hands for the length of a lease; None when it is not to be had."""
    with transaction.atomic():
        job = ReportJob.objects.select_for_update(skip_locked=True).filter(pk=job_id).first()
        if job is None or job.state in (ReportJob.State.DONE, ReportJob.State.FAILED):
            return None
        if job.state == ReportJob.State.WORKING and job.lease_until and job.lease_until > clock.now():
            return None
        if job.attempt >= MAX_ATTEMPTS:
            _fail(job)
            return None
        job.state, job.percentage, job.lease_until = ReportJob.State.WORKING, 0, clock.now() + _lease()
        job.attempt += 1
        job.save()
        return job


def _own(job: ReportJob) -> models.QuerySet[ReportJob]:
    """The row, as long as this attempt owns it."""
    return ReportJob.objects.filter(pk=job.pk, state=ReportJob.State.WORKING, attempt=job.attempt)


def _progress(job: ReportJob, percentage: int) -> None:
    _own(job).update(percentage=min(99, max(0, percentage)), lease_until=clock.now() + _lease())


@contextmanager
def _kept_alive(job: ReportJob) -> Iterator[None]:
    """Renews the lease while the document is made: drawing a long PDF says nothing for many seconds."""
    done = threading.Event()

    def beat() -> None:
        try:
            while not done.wait(settings.REPORT_LEASE_SECONDS / 4):
                _own(job).update(lease_until=clock.now() + _lease())
        finally:
            connection.close()

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _finish(job: ReportJob, kind: ReportKind, rendered: RenderedReport) -> bool:
    """Stores the document and marks the job done, unless another attempt took it over in the meantime."""
    stored = default_storage.save(f"reports/{job.id.hex[:2]}/{job.id.hex}-{job.attempt}", ContentFile(rendered.content))
    with transaction.atomic():
        own = (
            ReportJob.objects.select_for_update()
            .filter(pk=job.pk, state=ReportJob.State.WORKING, attempt=job.attempt)
            .first()
        )
        if own is not None:
            own.state, own.percentage, own.finished_at, own.lease_until = ReportJob.State.DONE, 100, clock.now(), None
            own.file.name, own.filename, own.content_type = stored, rendered.filename, rendered.content_type
            own.size_bytes, own.sha256 = len(rendered.content), hashlib.sha256(rendered.content).hexdigest()
            source, own.source = own.source.name, ""
            own.save()
            if source:
                transaction.on_commit(partial(default_storage.delete, source))
            if kind.on_done is not None and own.subject is not None:
                kind.on_done(own, own.subject)
    if own is None:
        default_storage.delete(stored)
    return own is not None


def _fail(job: ReportJob) -> None:
    """Says in the asker's language that it did not work; an attempt that lost the job says nothing."""
    with translation.override(job.language):
        reason = _("Something went wrong while making this document. We have been told. Try again.")
    _own(job).update(state=ReportJob.State.FAILED, failure=reason, finished_at=clock.now(), lease_until=None)
