"""The figures of a cohort as PDF: those of its pages, as they are when it is made."""

from dataclasses import asdict, replace
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, add_kinds
from coophub.reports.services import request_report
from coophub.web import clock
from pilots.selectors.cohorts.analysis import PROPERTIES, CohortChoice, label_of
from pilots.selectors.cohorts.facts import programme_names
from pilots.selectors.cohorts.waits import Wait
from pilots.services.cohorts import cohort_now, note_export, progress_now
from pilots.tables.cohort_charts import comparison_in_words, waiting_chart
from pilots.tables.cohort_progress import held_up_chart, plan_figures, progress_tables
from pilots.tables.cohorts import at_risk_table, key_figures, summary_table

COHORT = "cohort"


@transaction.atomic
def have_report_made(*, choice: CohortChoice, query: str, user: User) -> ReportJob:
    """Has the figures of the chosen pilots made as PDF for this person. Raises DomainError for who asked too much."""
    note_export(user=user, kind="pdf", query=query)
    return request_report(kind=COHORT, subject=user, user=user, parameters=asdict(choice))


def build_report(job: ReportJob, progress: Progress) -> RenderedReport:
    with translation.override(job.language):
        context = report_context(CohortChoice(**job.parameters))
        name = _("cohort-%(day)s") % {"day": clock.today().isoformat()}
    progress(40)
    content = render_pdf("pilots/reports/cohort.html", context, language=job.language)
    return RenderedReport(f"{name}.pdf", "application/pdf", content)


def report_context(choice: CohortChoice) -> dict[str, Any]:
    """What stands in it: each wait with its curve, compared as was asked, and what held these pilots up."""
    cohorts = [cohort_now(replace(choice, until=wait)) for wait in Wait]
    first, found = cohorts[0], progress_now(choice)
    names = programme_names()
    return {
        "cohort": first,
        "chosen": [
            label_of(name, value, names) for name, value in zip(PROPERTIES, choice.values, strict=True) if value
        ],
        "figures": key_figures(first),
        "summary": summary_table(first),
        "waits": [
            {
                "chart": waiting_chart(cohort.shown),
                "at_risk": at_risk_table(cohort.shown),
                "comparison": comparison_in_words(cohort.shown),
            }
            for cohort in cohorts
            if cohort.shown.groups
        ],
        "progress": found,
        "held_up": held_up_chart(found) if found and found.categories else None,
        "tables": list(progress_tables(found).values()) if found else [],
        "plans": plan_figures(found.plans) if found and found.plans else [],
    }


def register() -> None:
    add_kinds(
        ReportKind(
            name=COHORT,
            title=gettext_lazy("Figures of pilots"),
            permission="pilots.view_cohort_report",
            build=build_report,
        )
    )
