"""What a worker makes: the run itself, and its report for parliament."""

import json

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, add_kinds
from financing.lab.may import has_consents
from financing.lab.models import PolicyRun
from financing.lab.selectors.runs import REPORT, RUN, shown_run
from financing.lab.selectors.sources import sources_of
from financing.lab.services.runs import RunStoppedError, calculate_run
from financing.lab.tables.portfolios import sources_table
from financing.lab.tables.runs import frontier_on_paper, run_context, some_on_paper


def build_run(job: ReportJob, progress: Progress) -> RenderedReport:
    """Calculates, as far as nobody stops it. The file has the figures that the page shows."""
    run = PolicyRun.objects.select_related("portfolio").get(pk=job.subject_id)
    try:
        run = calculate_run(run=run, progress=progress)
    except RunStoppedError:
        return RenderedReport("policy-lab.json", "application/json", b"{}")
    shown = shown_run(run, is_coarse=has_consents(run.portfolio))
    content = json.dumps(shown, ensure_ascii=False, indent=2).encode()
    return RenderedReport(f"policy-lab-{run.pk}.json", "application/json", content)


def build_report(job: ReportJob, progress: Progress) -> RenderedReport:
    """For parliament: figures of five plans or more, rounded where the plans are of groups."""
    run = PolicyRun.objects.select_related("portfolio").get(pk=job.subject_id)
    with translation.override(job.language):
        shown = shown_run(run, is_coarse=not run.portfolio.is_made_up)
        said = run_context(shown)
        context = {
            **said,
            "frontier_table": frontier_on_paper(shown),
            "next_home_table": some_on_paper(said["next_home"].table, first=0, step=2),
            "fund_table": some_on_paper(said["fund"].table, first=4, step=5),
            "run": run,
            "portfolio": run.portfolio,
            "sources": sources_table(sources_of(run.portfolio)),
        }
        name = _("policy-lab-%(number)s") % {"number": run.pk}
    progress(40)
    content = render_pdf("lab/reports/run.html", context, language=job.language)
    return RenderedReport(f"{name}.pdf", "application/pdf", content)


def register() -> None:
    add_kinds(
        ReportKind(name=RUN, title=gettext_lazy("Run of the policy lab"), permission="lab.view_run", build=build_run),
        ReportKind(
            name=REPORT, title=gettext_lazy("Where a euro does the most"), permission="lab.view_run", build=build_report
        ),
    )
