"""Searches for what makes a plan close that a worker does, because they take too long for a request."""

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from coophub.reports.models import ReportJob
from coophub.reports.services import remove_reports, request_report
from coophub.web import clock
from financing.plans.models import LeverSearch

KEPT_MINUTES, MOST_WAITING = 60, 20
BATCH = 500


@transaction.atomic
def start_lever_search(*, asked: bytes) -> tuple[LeverSearch, ReportJob]:
    """A search, and the job that does it. `asked` is JSON that was checked: a plan, and parameters if there are any."""
    search = LeverSearch.objects.create(expires_at=clock.now() + dt.timedelta(minutes=KEPT_MINUTES))
    return search, request_report(kind=LeverSearch.REPORT, subject=search, user=None, source=asked)


def enough_searches_wait() -> bool:
    """Whether letters and reports of people would wait too long behind another one: anybody may ask for these."""
    unfinished = [ReportJob.State.QUEUED, ReportJob.State.WORKING]
    return ReportJob.objects.filter(kind=LeverSearch.REPORT, state__in=unfinished).count() >= MOST_WAITING


def ended_searches() -> QuerySet[LeverSearch]:
    return LeverSearch.objects.filter(expires_at__lte=clock.now())


def remove_ended_searches() -> int:
    """Removes the searches of which the time is over with what was found, some at a time, and says how many."""
    removed = 0
    while True:
        with transaction.atomic():
            searches = list(ended_searches().select_for_update(skip_locked=True)[:BATCH])
            remove_reports(subjects=searches)
            LeverSearch.objects.filter(pk__in=[search.pk for search in searches]).delete()
        removed += len(searches)
        if len(searches) < BATCH:
            return removed
