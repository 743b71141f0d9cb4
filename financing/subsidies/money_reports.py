"""Documents about money: the summary of an application for who decides."""

from typing import cast

from django.utils import timezone

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport
from financing.subsidies.models import Application
from financing.subsidies.selectors.rounds import summary_of

SUMMARY = "application_summary"


def build_summary(job: ReportJob, progress: Progress) -> RenderedReport:
    """An application on one page: asked, scores, advice, verdict."""
    application = cast(Application, job.subject)
    progress(20)
    context = {"summary": summary_of(application), "application": application, "made_at": timezone.now()}
    content = render_pdf("subsidies/reports/summary.html", context, language=job.language)
    return RenderedReport(f"{application.number}-samenvatting.pdf", "application/pdf", content)
