"""A whole dossier to keep: one archivable PDF with what was submitted attached, or a zip of all files."""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from weasyprint import Attachment

from coophub.audit.selectors import entries_of
from coophub.documents.models import DocumentVersion
from coophub.reports.models import ReportJob
from coophub.reports.pdf import render_pdf
from coophub.reports.selectors import reports_of
from coophub.web import clock
from financing.subsidies.applications.content import with_functions
from financing.subsidies.models import Application
from financing.subsidies.papers.letters.kinds import letter_name
from financing.subsidies.selectors.assessing import why_struck


@dataclass(frozen=True)
class StoredFile:
    """A file of the dossier under the name it gets in an export."""

    name: str
    content: bytes


def export_pdf(application: Application, language: str) -> bytes:
    """PDF/A-3a: decisions, money and log to read, the submission and every other file attached."""
    attachments = [
        Attachment(string=file.content, name=file.name, relationship=_relationship(file.name))
        for file in files_of(application)
    ]
    return render_pdf(
        "subsidies/reports/dossier.html",
        _context(application),
        language=language,
        variant="pdf/a-3a",
        attachments=attachments,
    )


def export_zip(application: Application, language: str) -> bytes:
    """Every file under its own name, with the readable dossier first."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        readable = render_pdf(
            "subsidies/reports/dossier.html", _context(application), language=language, variant="pdf/a-3a"
        )
        archive.writestr("dossier.pdf", readable)
        for file in files_of(application):
            archive.writestr(file.name, file.content)
    return out.getvalue()


def files_of(application: Application) -> list[StoredFile]:
    """What was submitted by value, each document in the version that was submitted, and every letter that was made."""
    submission = application.submission
    found = [
        StoredFile(
            "aanvraag.json",
            json.dumps(submission.content, ensure_ascii=False, indent=2, sort_keys=True).encode(),
        )
    ]
    submitted = [document["version"] for document in submission.content["documents"]]
    versions = (
        DocumentVersion.objects.filter(pk__in=submitted).select_related("document").order_by("document__category")
    )
    found += [
        StoredFile(f"documenten/{version.document.category}-{version.filename}", _read(version.file))
        for version in versions
        if version.can_be_read
    ]
    for letter in application.letters.order_by("sent_at", "pk"):
        job = reports_of(letter).filter(state=ReportJob.State.DONE).first()
        if job is not None:
            found.append(StoredFile(f"brieven/{job.filename}", _read(job.file)))
    return found


def _context(application: Application) -> dict[str, Any]:
    version, content = application.scheme_version, application.submission.content
    return {
        "application": application,
        "content": content,
        # Called while it is drawn, in the language of its reader.
        "submitted_by": lambda: with_functions(content["submitted_by"], content.get("submitted_as", [])),
        "co_signed_by": lambda: with_functions(content["co_signed_by"], content.get("co_signed_as", [])),
        "submission": application.submission,
        "version": version,
        "decision": getattr(application, "decision", None),
        "later_decisions": application.later_decisions.select_related("signed_by"),
        "advance_requests": application.advance_requests.select_related("asked_by"),
        "assessments": [
            (item, why_struck(application, item)) for item in application.assessments.select_related("reviewer")
        ],
        "entries": application.ledger_entries.select_related("made_by"),
        "payments": application.payments.all(),
        "letters": [(letter.sent_at, letter_name(letter)) for letter in application.letters.order_by("sent_at", "pk")],
        "log": entries_of(application),
        "made_at": clock.now(),
    }


def _relationship(name: str) -> str:
    """How an attachment relates to the PDF: the data it rests on, or a supplement to it."""
    return "Data" if name.endswith(".json") else "Supplement"


def _read(stored: Any) -> bytes:
    with stored.open("rb") as file:
        return bytes(file.read())
