"""Reads a spreadsheet or a text file with columns, as a program of its own: the file on its input, JSON on its output.

A file that was made to do harm can fill the memory and keep a processor busy for minutes. So this runs apart from the
site (`coophub.web.sheets` starts it), gives up memory and time above a bound, and counts what is in a file before it
reads it. It knows nothing of CoopHub, so that it starts in a few milliseconds.
"""

import csv
import io
import json
import os
import resource
import sys
import zipfile
from typing import Any

import python_calamine

MAX_ROWS, MAX_COLUMNS = 5_000, 50
"""Of each sheet. One row more is read, which tells that there are more."""

MAX_SHEETS, MAX_CELLS, MAX_TEXT = 30, 300_000, 4_000_000
"""Of all sheets together: what comes after is left out."""

MAX_UNPACKED_BYTES, MAX_PARTS = 50_000_000, 3_000
MAX_STRINGS = 200_000
CELLS = (b"<c ", b"<c>", b"<table:table-cell")
STRINGS = (b"<si ", b"<si>")
"""How a cell and a text begin in the parts of a spreadsheet. What is counted is in the whole file."""

MAX_CELLS_IN_FILE = 1_000_000

MEMORY_BYTES = 768_000_000
CPU_SECONDS = 5

TOO_LARGE, UNREADABLE, LOCKED = "too_large", "unreadable", "locked"
SEPARATORS = (";", "\t", ",")


class RefusedError(Exception):
    """What is in the file cannot be read; the argument is one of the words above."""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
    content = sys.stdin.buffer.read()
    try:
        found: dict[str, Any] = {"sheets": read(content)}
    except RefusedError as error:
        found = {"refused": str(error)}
    json.dump(found, sys.stdout)
    return 0


def read(content: bytes) -> list[dict[str, Any]]:
    """The sheets of a file; of a text file one for each mark that may stand between its columns."""
    if content[:4] == b"PK\x03\x04":
        _count_first(content)
        return _of_book(content)
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _of_book(content)
    return _of_text(_decoded(content))


def _count_first(content: bytes) -> None:
    """Refuses what unpacks to more than a list of homes or costs ever does."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            parts = file.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise RefusedError(TOO_LARGE)
            cells = strings = 0
            for part in parts:
                text = file.read(part) if part.filename.lower().endswith(".xml") else b""
                cells += sum(text.count(begin) for begin in CELLS)
                strings += sum(text.count(begin) for begin in STRINGS)
                if cells > MAX_CELLS_IN_FILE or strings > MAX_STRINGS:
                    raise RefusedError(TOO_LARGE)
    except RefusedError:
        raise
    except Exception as error:  # an archive that is none fails in many ways
        raise RefusedError(UNREADABLE) from error


def _of_book(content: bytes) -> list[dict[str, Any]]:
    try:
        book = python_calamine.load_workbook(io.BytesIO(content))
        return _within_bounds(_sheets(book))
    except RefusedError:
        raise
    except python_calamine.PasswordError as error:
        raise RefusedError(LOCKED) from error
    except MemoryError as error:
        raise RefusedError(TOO_LARGE) from error
    except Exception as error:  # a file that is no spreadsheet fails in many ways
        raise RefusedError(UNREADABLE) from error


def _sheets(book: python_calamine.CalamineWorkbook) -> Any:
    for name in book.sheet_names[:MAX_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MAX_ROWS + 1)
        yield {"name": name, "rows": [[_plain(value) for value in row[:MAX_COLUMNS]] for row in rows]}


def _plain(value: Any) -> str | float | bool | None:
    """A cell as JSON has it. What is no text, number or yes and no, such as a day, is written out."""
    if value == "" or isinstance(value, str | bool):
        return value or None if isinstance(value, str) else value
    if isinstance(value, int | float):
        return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value
    return str(value)


def _of_text(text: str) -> list[dict[str, Any]]:
    try:
        return _within_bounds(
            {"name": "", "separator": mark, "rows": _first(csv.reader(io.StringIO(text, newline=""), delimiter=mark))}
            for mark in SEPARATORS
        )
    except csv.Error as error:
        raise RefusedError(UNREADABLE) from error


def _first(rows: Any) -> list[list[str | None]]:
    found: list[list[str | None]] = []
    for row in rows:
        found.append([value or None for value in row[:MAX_COLUMNS]])
        if len(found) > MAX_ROWS:
            break
    return found


def _decoded(content: bytes) -> str:
    """The text of a file as programs of different times and countries write it."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _as(content, "utf-16")
    if content.startswith(b"\xef\xbb\xbf"):
        return _as(content, "utf-8-sig")
    if b"\0" in content:
        # Plain letters in UTF-16 have a zero before or behind each.
        evens, odds = content[:2000:2].count(0), content[1:2000:2].count(0)
        return _as(content, "utf-16-le" if odds > evens else "utf-16-be")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _as(content: bytes, encoding: str) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(UNREADABLE) from error
    if "\0" in text:
        raise RefusedError(UNREADABLE)
    return text


def _within_bounds(sheets: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cells = text = 0
    for sheet in sheets:
        cells += sum(len(row) for row in sheet["rows"])
        text += sum(len(value) for row in sheet["rows"] for value in row if isinstance(value, str))
        if cells > MAX_CELLS or text > MAX_TEXT:
            if not found:
                raise RefusedError(TOO_LARGE)
            break
        found.append(sheet)
    return found


if __name__ == "__main__":
    sys.exit(main())
