"""How CoopHub runs, for who runs it: what waits, for how long, and what could not be done."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Min, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from coophub.documents.models import DocumentVersion
from coophub.notifications.models import OutgoingMessage
from coophub.operations.models import LastRun
from coophub.reports.models import ReportJob
from coophub.web import clock
from financing.plans.selectors.norms import NormsToDo, norms_to_do
from initiatives.selectors.take_downs import asking_again
from pilots.selectors.programmes import groups_that_ask

LATE = dt.timedelta(minutes=10)
"""What waits longer waits for something that is broken: a worker, the virus scanner, or the server of the e-mail."""
FAILED_SINCE = dt.timedelta(days=30)


@dataclass(frozen=True)
class BackgroundWork:
    """One kind of work. `oldest` is since when the first of it waits; what never fails has no number of it."""

    label: str | Promise
    waiting: int
    oldest: dt.datetime | None
    failed: int | None = None

    @property
    def is_late(self) -> bool:
        return self.oldest is not None and clock.now() - self.oldest > LATE


@dataclass(frozen=True)
class RunByScheduler:
    """What the scheduler of who runs CoopHub has done, and how often it has to be. `last` is when it last went well."""

    label: str | Promise
    every: dt.timedelta
    last: dt.datetime | None

    @property
    def is_late(self) -> bool:
        return self.last is None or clock.now() - self.last > self.every


RUNS = {
    "backup": (_("Last copy of everything"), dt.timedelta(hours=26)),
    "verify": (_("Everything last found as it was written"), dt.timedelta(hours=26)),
    "rehearsal": (_("Last trial of putting a copy back"), dt.timedelta(days=45)),
}
"""What is done every day, or every month, with some hours or days to spare."""


@dataclass(frozen=True)
class AdministratorTasks:
    """What only who runs CoopHub can do: norms to fill in, groups that ask for an advisor, and pages that were taken
    down and are mended.
    """

    norms: NormsToDo
    asking: int
    to_look_at_again: int

    @property
    def is_empty(self) -> bool:
        return not (self.norms.incomplete or self.norms.missing_year or self.asking or self.to_look_at_again)


def administrator_tasks() -> AdministratorTasks:
    """Three queries."""
    return AdministratorTasks(norms_to_do(), groups_that_ask().count(), asking_again().count())


def runs_by_scheduler() -> list[RunByScheduler]:
    """One query."""
    last = dict(LastRun.objects.filter(name__in=RUNS).values_list("name", "succeeded_at"))
    return [RunByScheduler(label, every, last.get(name)) for name, (label, every) in RUNS.items()]


def condition() -> list[BackgroundWork]:
    """Each kind of work that is done in the background. Three queries."""
    since = clock.now() - FAILED_SINCE
    mail, jobs = OutgoingMessage.State, ReportJob.State
    messages = OutgoingMessage.objects.filter(state__in=[mail.QUEUED, mail.FAILED]).aggregate(
        waiting=Count("pk", filter=Q(state=mail.QUEUED)),
        oldest=Min("created_at", filter=Q(state=mail.QUEUED)),
        failed=Count("pk", filter=Q(state=mail.FAILED, created_at__gte=since)),
    )
    unfinished = [jobs.QUEUED, jobs.WORKING]
    reports = ReportJob.objects.filter(state__in=[*unfinished, jobs.FAILED]).aggregate(
        waiting=Count("pk", filter=Q(state__in=unfinished)),
        oldest=Min("created_at", filter=Q(state__in=unfinished)),
        failed=Count("pk", filter=Q(state=jobs.FAILED, created_at__gte=since)),
    )
    scans = DocumentVersion.objects.filter(virus_check=DocumentVersion.VirusCheck.WAITING)
    to_scan = scans.aggregate(waiting=Count("pk"), oldest=Min("uploaded_at"))
    return [
        BackgroundWork(_("E-mails"), **messages),
        BackgroundWork(_("Letters, reports and files"), **reports),
        BackgroundWork(_("Files for the virus scanner"), **to_scan),
    ]
