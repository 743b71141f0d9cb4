"""Handing over again what hangs: documents that failed, e-mails that were given up."""

from dataclasses import dataclass

from django.db import transaction

from coophub.audit.origin import acting_from
from coophub.notifications import outbox
from coophub.notifications.models import OutgoingMessage
from coophub.reports import services as reports
from coophub.reports.models import ReportJob
from coophub.web import clock


@dataclass(frozen=True)
class Requeued:
    """How many were handed over again, or would be."""

    jobs: int
    messages: int


def requeue(*, only_count: bool = False) -> Requeued:
    """What failed gets all its attempts again. What merely waits is swept up by itself, and is left alone."""
    jobs = ReportJob.objects.filter(state=ReportJob.State.FAILED)
    messages = OutgoingMessage.objects.filter(state=OutgoingMessage.State.FAILED)
    if only_count:
        return Requeued(jobs.count(), messages.count())
    with acting_from("command requeue"):
        handed = sum(bool(reports.retry_report(job=job)) for job in jobs.order_by("created_at").iterator())
        return Requeued(handed, _send_again(list(messages.values_list("pk", flat=True))))


@transaction.atomic
def _send_again(keys: list[int]) -> int:
    """The sweeper hands them over, some at a time, so that a mail server that just came back is not overwhelmed."""
    failed = OutgoingMessage.objects.filter(pk__in=keys, state=OutgoingMessage.State.FAILED)
    return failed.update(
        state=OutgoingMessage.State.QUEUED, attempts=0, next_attempt_at=clock.now() + outbox.FIRST_WAIT
    )
