"""The plan as a spreadsheet with live formulas."""

from typing import cast

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.registry import Progress, RenderedReport, ReportKind
from coophub.web.table_files import XLSX
from financing.engine import parse_plan
from financing.plans.models import Plan
from financing.plans.reports.workbook import workbook_of

WORKBOOK = "plan_workbook"


def build_workbook(job: ReportJob, progress: Progress) -> RenderedReport:
    """The document as it was when it was asked for: the job carries it."""
    plan = cast(Plan, job.subject)
    progress(10)
    made = workbook_of(parse_plan(job.parameters["document"]))
    return RenderedReport(f"{slugify(plan.name) or 'plan'}.xlsx", XLSX, made.content)


KIND = ReportKind(
    name=WORKBOOK, title=_("Financing plan as a spreadsheet"), permission="plans.view_plan", build=build_workbook
)
