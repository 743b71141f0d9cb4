"""Files that are as long as what they hold: written piece by piece, so that their memory stays the same."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

from django.http import StreamingHttpResponse

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


class _Line:
    """What csv writes to: it gives each line back."""

    def write(self, line: str) -> str:
        return line


def _harmless(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{value}"
    return "" if value is None else value
