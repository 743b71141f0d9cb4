"""A whole dossier to keep: its files, and one archivable PDF with them attached. `dossier_zip` makes a zip of them."""

import datetime as dt
import itertools
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from weasyprint import Attachment

from coophub.audit.selectors import entries_of
from coophub.reports.pdf import render_pdf
from coophub.web import clock
from financing.subsidies.applications.content import with_functions
from financing.subsidies.models import Application
from financing.subsidies.papers.letters.kinds import letter_name
from financing.subsidies.papers.letters.letter import in_dutch
from financing.subsidies.selectors.assessing import why_struck
from financing.subsidies.selectors.files import handed_in, sent_letters


@dataclass(frozen=True)
class StoredFile:
    """A file of the dossier under the name it gets in an export, and what it is."""

    name: str
    content: bytes
    media_type: str
    key: str
    """By which it is known within the dossier, whatever its name."""
    title: str
    created_at: dt.datetime | None = None
    language: str = ""


def export_pdf(application: Application, language: str) -> bytes:
    """PDF/A-3a: decisions, money and log to read, the submission and every other file attached."""
    attachments = [
        Attachment(string=file.content, name=name, relationship=_relationship(name))
        for name, file in _by_name(files_of(application)).items()
    ]
    return render_pdf(
        "subsidies/reports/dossier.html",
        _context(application),
        language=language,
        variant="pdf/a-3a",
        attachments=attachments,
    )


def readable_dossier(application: Application, language: str) -> bytes:
    """PDF/A-3a: decisions, money and log to read, with nothing attached."""
    return render_pdf("subsidies/reports/dossier.html", _context(application), language=language, variant="pdf/a-3a")


def files_of(application: Application) -> list[StoredFile]:
    """What was submitted by value, each document in the version that was handed in, and every letter that was made."""
    submission = application.submission
    submitted = StoredFile(
        "aanvraag.json",
        json.dumps(submission.content, ensure_ascii=False, indent=2, sort_keys=True).encode(),
        media_type="application/json",
        key="aanvraag",
        title="Aanvraag zoals ingediend",
        created_at=submission.submitted_at,
    )
    return [submitted, *_documents(application), *_letters(application)]


def _by_name(files: Iterable[StoredFile]) -> dict[str, StoredFile]:
    """A reader of the PDF finds an attachment by its name alone, and two documents can be called the same."""
    found: dict[str, StoredFile] = {}
    for file in files:
        path = PurePosixPath(file.name)
        others = (str(path.with_stem(f"{path.stem}-{count}")) for count in itertools.count(2))
        name = next(name for name in itertools.chain([file.name], others) if name not in found)
        found[name] = file
    return found


def _documents(application: Application) -> Iterator[StoredFile]:
    """Each under the title that it had when it was handed in."""
    for document in handed_in(application):
        version = document.version
        if version.can_be_read:
            yield StoredFile(
                f"documenten/{document.category}-{version.filename}",
                _read(version.file),
                media_type=version.content_type,
                key=document.key,
                title=document.title,
            )


def _letters(application: Application) -> Iterator[StoredFile]:
    for sent in sent_letters(application):
        if sent.pdf is not None:
            yield StoredFile(
                f"brieven/{sent.pdf.filename}",
                _read(sent.pdf.file),
                media_type=sent.pdf.content_type,
                key=sent.key,
                title=in_dutch(partial(letter_name, sent.letter)),
                created_at=sent.letter.sent_at,
                language=sent.pdf.language,
            )


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
