"""The work queue as a spreadsheet, for who asked for it."""

from typing import cast

from django.utils.translation import gettext as _

from coophub.accounts.models import User
from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport
from coophub.web import clock
from coophub.web.table_files import XLSX, as_xlsx
from financing.subsidies.selectors.queue import CaseFilter
from financing.subsidies.tables.cases import export_table

QUEUE = "work_queue"


def build_queue_file(job: ReportJob, progress: Progress) -> RenderedReport:
    """The cases that fit the filters now, without those in which this person has an interest."""
    cases = CaseFilter(**job.parameters).in_queue(cast(User, job.subject))
    progress(10)
    with as_xlsx(export_table(cases)) as file:
        return RenderedReport(f"{queue_file_name()}.xlsx", XLSX, file.read())


def queue_file_name() -> str:
    return _("work-queue-%(day)s") % {"day": clock.today().isoformat()}
