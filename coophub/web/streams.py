"""Files to take along: written piece by piece, so that their memory stays the same, or as they were stored."""

import csv
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

import structlog
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from coophub.web.errors import DomainError

log = structlog.get_logger(__name__)
T = TypeVar("T")


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """The items, so many at a time."""
    left = iter(items)
    while batch := list(islice(left, size)):
        yield batch


def csv_lines(rows: Iterable[Sequence[object]], *, delimiter: str = ",") -> Iterator[str]:
    """Rows as lines of a CSV file. A cell never begins as a formula: a spreadsheet takes it for text."""
    writer = csv.writer(_Line(), delimiter=delimiter)
    for row in rows:
        yield writer.writerow([_harmless(value) for value in row])


def file_response(pieces: Iterable[str | bytes], *, name: str, content_type: str) -> StreamingHttpResponse:
    """The pieces as a file to take along."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def stored_file(stored: FieldFile, *, name: str, content_type: str) -> FileResponse:
    """A stored file as a download, which no cache keeps. Raises DomainError when it is not there any more."""
    try:
        opened = stored.open("rb")
    except FileNotFoundError as error:
        log.error("stored_file_is_gone", file=stored.name)
        raise DomainError(
            _("We cannot find this file any more. That is our fault and we see it in our log; ask for it again later.")
        ) from error
    response = FileResponse(opened, as_attachment=True, filename=name, content_type=content_type)
    response["Cache-Control"] = "private, no-store"
    return response


def archive_pieces(files: Iterable[tuple[str, FieldFile]]) -> Iterator[bytes]:
    """An archive of stored files under these names, written while it is sent: no more of it than a piece is in memory.
    A file that is not there any more is left out.
    """
    written = _Pieces()
    with zipfile.ZipFile(written, "w") as archive:
        for name, stored in files:
            try:
                opened = stored.open("rb")
            except FileNotFoundError:
                log.exception("stored_file_is_gone", file=stored.name)
                continue
            with opened, archive.open(name, "w") as entry:
                for piece in opened.chunks():
                    entry.write(piece)
                    yield written.taken()
    yield written.taken()


class _Pieces:
    """What an archive is written to: it gives what came since the last time."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """And nothing is open."""

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


class _Line:
    """What csv writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def _harmless(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
