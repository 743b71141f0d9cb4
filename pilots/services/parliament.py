"""The figures for parliament, made a PDF in the background."""

from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coophub.accounts.models import User
from coophub.audit.services import record
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, add_kinds
from coophub.reports.services import request_report
from pilots.selectors.parliament import ParliamentFigures, read_parliament_figures
from pilots.services.cohorts import bring_up_to_date
from pilots.tables.parliament import definitions, not_known, programmes_table, schemes_table, total_figures

PARLIAMENT = "parliament"


def parliament_now() -> ParliamentFigures:
    """The figures of this moment."""
    bring_up_to_date()
    return read_parliament_figures()


def note_parliament_export(*, user: User, kind: str) -> None:
    """Writes down who took these figures along."""
    record(actor=user, action="pilots.take_parliament_along", target=user, after={"kind": kind})


@transaction.atomic
def have_parliament_figures_made(*, user: User) -> ReportJob:
    """Has the figures of that moment made as PDF for this person. Raises DomainError for who asked too much."""
    note_parliament_export(user=user, kind="pdf")
    return request_report(kind=PARLIAMENT, subject=user, user=user)


def parliament_context(found: ParliamentFigures) -> dict[str, Any]:
    """What the page and the PDF say."""
    return {
        "found": found,
        "figures": total_figures(found),
        "programmes": programmes_table(found),
        "schemes": schemes_table(found),
        "definitions": list(definitions().values()),
        "not_known": not_known(found),
    }


def build_parliament(job: ReportJob, progress: Progress) -> RenderedReport:
    with translation.override(job.language):
        found = parliament_now()
        context = parliament_context(found)
        name = _("figures-for-parliament-%(day)s") % {"day": found.as_of.isoformat()}
    progress(40)
    content = render_pdf("pilots/reports/parliament.html", context, language=job.language)
    return RenderedReport(f"{name}.pdf", "application/pdf", content)


def register() -> None:
    add_kinds(
        ReportKind(
            name=PARLIAMENT,
            title=gettext_lazy("Figures for parliament"),
            permission="pilots.view_parliament_report",
            build=build_parliament,
        )
    )
