"""An evaluation report as PDF: a draft as it is when it is made, a final one from what was frozen."""

from typing import cast

from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, add_kinds
from coophub.reports.services import request_report
from pilots.models import EvaluationReport
from pilots.selectors.evaluation_reports import read_report
from pilots.tables.report_chapters import drawn_chapters, title_on_paper

EVALUATION_REPORT = "evaluation_report"


@transaction.atomic
def have_evaluation_report_made(*, report: EvaluationReport, user: User) -> ReportJob:
    """Has the report made as PDF for this person. Raises DomainError for who asked too much."""
    record(actor=user, action="pilots.take_report_along", target=report, after={"is_final": report.is_final})
    return request_report(kind=EVALUATION_REPORT, subject=report, user=user)


def build_evaluation_report(job: ReportJob, progress: Progress) -> RenderedReport:
    report = cast(EvaluationReport, job.subject)
    with translation.override(job.language):
        read = read_report(report)
        context = {"read": read, "title": title_on_paper(read), "chapters": drawn_chapters(read)}
        name = _("evaluation-report") if read.frozen else _("evaluation-report-draft")
    progress(40)
    content = render_pdf("pilots/reports/evaluation.html", context, language=job.language)
    return RenderedReport(f"{name}-{slugify(read.programme.name)}.pdf", "application/pdf", content)


def register() -> None:
    add_kinds(
        ReportKind(
            name=EVALUATION_REPORT,
            title=gettext_lazy("Evaluation report"),
            permission="pilots.view_report",
            build=build_evaluation_report,
        )
    )
