"""Documents for who decides, for parliament and for the archive."""

from typing import cast

from django.utils import translation
from django.utils.text import slugify

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport
from coophub.web import clock
from financing.plans.reports.plan import PlanOwner, document_context
from financing.subsidies.models import Application, SchemeVersion
from financing.subsidies.papers.charts import outcome_chart, province_chart
from financing.subsidies.papers.dossier_export import export_pdf
from financing.subsidies.papers.dossier_zip import export_zip
from financing.subsidies.selectors.monitor import monitor_of
from financing.subsidies.selectors.rounds import summary_of
from financing.subsidies.selectors.submitted import submitted_plan
from financing.subsidies.tables.assessing import score_table
from financing.subsidies.tables.monitor import target_table

SUMMARY = "application_summary"
MONITOR = "scheme_monitor"
SUBMITTED_PLAN = "submitted_plan"
DOSSIER_PDF = "dossier_pdf"
DOSSIER_ZIP = "dossier_zip"


def build_summary(job: ReportJob, progress: Progress) -> RenderedReport:
    """An application on one page: asked, scores, advice, verdict."""
    application = cast(Application, job.subject)
    progress(20)
    summary = summary_of(application)
    with translation.override(job.language):
        table = score_table(summary.scores, weighted=summary.score)
        context = {"summary": summary, "score_table": table, "application": application, "made_at": clock.now()}
        content = render_pdf("subsidies/reports/summary.html", context, language=job.language)
    return RenderedReport(f"{application.number}-samenvatting.pdf", "application/pdf", content)


def build_submitted_plan(job: ReportJob, progress: Progress) -> RenderedReport:
    """The financing plan of an application, from what was frozen: its document, its result and who applied."""
    submission = cast(Application, job.subject).submission
    outcome = submitted_plan(submission.content)
    if outcome is None:
        raise LookupError(f"There was no plan with application {submission.application.number}.")
    progress(20)
    applicant, points = submission.content["initiative"], submission.content["plan"].get("home_points", {})
    owner = PlanOwner(applicant["name"], applicant["municipality"], applicant["homes"])
    with translation.override(job.language):
        context = {"submission": submission, **document_context(owner, outcome, points)}
    progress(50)
    content = render_pdf("plans/reports/plan.html", context, language=job.language)
    return RenderedReport(f"{submission.application.number}-plan.pdf", "application/pdf", content)


def build_monitor(job: ReportJob, progress: Progress) -> RenderedReport:
    """The figures of a scheme, ready for a letter to parliament."""
    version = cast(SchemeVersion, job.subject)
    progress(20)
    with translation.override(job.language):
        monitor = monitor_of(version)
        charts = [outcome_chart(monitor), province_chart(monitor)] if monitor.received else []
        context = {
            "monitor": monitor,
            "table": target_table(monitor),
            "version": version,
            "charts": charts,
            "made_at": clock.now(),
        }
        content = render_pdf("subsidies/reports/monitor.html", context, language=job.language)
    return RenderedReport(f"monitor-{slugify(version.scheme.name)}.pdf", "application/pdf", content)


def build_dossier_pdf(job: ReportJob, progress: Progress) -> RenderedReport:
    application = cast(Application, job.subject)
    progress(20)
    return RenderedReport(f"{application.number}-dossier.pdf", "application/pdf", export_pdf(application, job.language))


def build_dossier_zip(job: ReportJob, progress: Progress) -> RenderedReport:
    application = cast(Application, job.subject)
    progress(20)
    return RenderedReport(f"{application.number}-dossier.zip", "application/zip", export_zip(application, job.language))
