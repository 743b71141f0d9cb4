"""A dossier as a zip for the archive: the dossier and each document have a folder, and beside each stands what the
archive wants to know of it (`mdto`), from what was submitted, decided and sent; never from what a group is called
today.
"""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings

from coophub.web import clock
from financing.subsidies.models import Application, RetentionRule
from financing.subsidies.papers.dossier_export import StoredFile, files_of, readable_dossier
from financing.subsidies.papers.mdto import (
    TO_BE_SETTLED,
    KeepTerm,
    ListedTerm,
    RecordMetadata,
    Reference,
    Valuation,
    file_xml,
    record_xml,
)
from financing.subsidies.selectors.archive import closed_on, goes_on

ARCHIVE = "Archief van het ministerie"
"""Whose number it is that an archive writes back."""


@dataclass(frozen=True)
class PlacedFile:
    """A file at its place in the zip; `of` is the dossier or document that it shows."""

    path: PurePosixPath
    file: StoredFile
    of: Reference

    @property
    def itself(self) -> Reference:
        return Reference(self.path.name, f"{self.of.number}/bestand")


def export_zip(application: Application, language: str) -> bytes:
    """Every file under its own name, with the readable dossier first; and what the archive wants to know of each, where
    it is known whose archive it is.
    """
    placed = _placed(application, readable_dossier(application, language))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in placed:
            archive.writestr(str(each.path), each.file.content)
        if creator := archive_creator(application):
            for path, metadata in _metadata(application, placed, creator):
                archive.writestr(path, metadata)
    return out.getvalue()


def archive_creator(application: Application) -> str:
    """Whose archive the dossier belongs to: who gives the subsidy, as the scheme says. Empty where nobody said so."""
    return application.scheme_version.issued_by or str(settings.ARCHIVE_CREATOR)


def _placed(application: Application, readable: bytes) -> list[PlacedFile]:
    """Where each file stands: the dossier has a folder with itself in it to read, and in that a folder for each
    document.
    """
    number, submission = str(application.number), application.submission
    whole = Reference(f"{application.scheme_version.scheme.name}: {submission.applicant.full_name}", number)
    root = PurePosixPath(number)
    shown = StoredFile("dossier.pdf", readable, media_type="application/pdf", key="dossier", title=whole.name)
    placed = [PlacedFile(root / shown.name, shown, whole)]
    for count, file in enumerate(files_of(application), start=1):
        folder = root / f"{count:02d}-{file.key.partition('-')[0]}"
        itself = Reference(file.title, f"{number}/{file.key}")
        placed.append(PlacedFile(folder / PurePosixPath(file.name).name, file, itself))
    return placed


def _metadata(application: Application, placed: list[PlacedFile], creator: str) -> Iterator[tuple[str, bytes]]:
    """What is told of the dossier and of each document, in its own folder, and of each file, beside it."""
    first, *others = placed
    whole, at = _record_of_dossier(application, placed, creator), clock.now()
    yield _beside(first), record_xml(whole)
    for each in others:
        record = RecordMetadata(
            each.of,
            "Archiefstuk",
            whole.valuation,
            creator,
            language=each.file.language,
            created_at=each.file.created_at,
            part_of=whole.itself,
            files=[each.itself],
        )
        yield _beside(each), record_xml(record)
    for each in placed:
        metadata = file_xml(each.itself, each.file.content, media_type=each.file.media_type, of=each.of, at=at)
        yield f"{each.path}.bestand.mdto.xml", metadata


def _record_of_dossier(application: Application, placed: list[PlacedFile], creator: str) -> RecordMetadata:
    first, *others = placed
    scheme, submission = application.scheme_version.scheme, application.submission
    closed = closed_on(application)
    return RecordMetadata(
        first.of,
        "Dossier",
        _valuation(RetentionRule.objects.filter(scheme=scheme).first(), closed),
        creator,
        classification=ListedTerm(scheme.name, "Regelingen in CoopHub", scheme.slug),
        covers=(clock.day_of(submission.submitted_at), closed),
        created_at=submission.submitted_at,
        parts=[each.of for each in others],
        files=[first.itself],
        applicant=Reference(submission.applicant.full_name, submission.kvk_number or "", "KVK"),
        known_as=_in_the_archive(application),
    )


def _in_the_archive(application: Application) -> list[Reference]:
    """The number that the archive gave it, once it said so."""
    statement = application.archive_statements.first()
    return [Reference("", statement.identifier, ARCHIVE)] if statement else []


def _valuation(rule: RetentionRule | None, closed: dt.date | None) -> Valuation:
    """What the ministry said of the scheme. What is destroyed has a term, which runs once the dossier is closed."""
    if rule is None:
        return TO_BE_SETTLED
    category = ListedTerm(rule.category, rule.source, rule.code)
    if rule.fate == RetentionRule.Fate.KEEP:
        return Valuation("Blijvend te bewaren", "B", category=category)
    term = KeepTerm(rule.years, closed, goes_on(closed, rule) if closed else None)
    return Valuation("Tijdelijk te bewaren", "V", term, category)


def _beside(placed: PlacedFile) -> str:
    """Where the metadata of a dossier or document stands: in its folder, under the name of that."""
    folder = placed.path.parent
    return str(folder / f"{folder.name}.mdto.xml")
