"""Letters as PDF. They are official, so they are in Dutch."""

from typing import cast

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.registry import Progress, RenderedReport, ReportKind, add_kinds
from financing.subsidies.models import Letter
from financing.subsidies.papers.letters.kinds import letter_context
from financing.subsidies.papers.letters.letter import LETTER
from financing.subsidies.papers.money_reports import (
    DOSSIER_PDF,
    DOSSIER_ZIP,
    MONITOR,
    SUBMITTED_PLAN,
    SUMMARY,
    build_dossier_pdf,
    build_dossier_zip,
    build_monitor,
    build_submitted_plan,
    build_summary,
)
from financing.subsidies.papers.queue_file import QUEUE, build_queue_file


def build_letter(job: ReportJob, progress: Progress) -> RenderedReport:
    """A letter from the facts that were frozen when it was sent."""
    letter = cast(Letter, job.subject)
    context = letter_context(letter)
    progress(30)
    content = render_pdf("subsidies/letters/letter.html", context, language=job.language)
    with translation.override(job.language):
        title = slugify(str(context["letter_title"]))
    return RenderedReport(f"{letter.facts['number']}-{title}-{letter.pk}.pdf", "application/pdf", content)


def register() -> None:
    add_kinds(
        ReportKind(
            name=LETTER, title=_("Letter"), permission="subsidies.view_letter", build=build_letter, queue="letters"
        ),
        ReportKind(
            name=SUMMARY, title=_("Summary of an application"), permission="subsidies.view_summary", build=build_summary
        ),
        ReportKind(
            name=SUBMITTED_PLAN,
            title=_("Financing plan as it was submitted"),
            permission="subsidies.view_dossier",
            build=build_submitted_plan,
        ),
        ReportKind(
            name=MONITOR, title=_("Figures of a scheme"), permission="subsidies.view_monitor", build=build_monitor
        ),
        ReportKind(
            name=DOSSIER_PDF,
            title=_("Dossier as one PDF"),
            permission="subsidies.view_dossier",
            build=build_dossier_pdf,
        ),
        ReportKind(
            name=DOSSIER_ZIP, title=_("Dossier as a zip"), permission="subsidies.view_dossier", build=build_dossier_zip
        ),
        ReportKind(
            name=QUEUE,
            title=_("Work queue as a spreadsheet"),
            permission="subsidies.view_queue_file",
            build=build_queue_file,
        ),
    )
