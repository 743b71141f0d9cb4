"""Tables that people give as a file: a spreadsheet (.xlsx, .ods) or a text file with columns (.csv).

A file is read by a program of its own (`coophub.web.sheet_reader`), with bounds on its memory and time. Even so it is
work for a worker and never for a page: a page asks for it as a job.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from coophub.web import sheet_reader
from coophub.web.errors import DomainError
from coophub.web.sheet_reader import LOCKED, MAX_ROWS, TOO_LARGE

FileCell = str | float | bool | None
FileRow = list[FileCell]

READER = Path(sheet_reader.__file__)
SECONDS = 12
"""Longer nobody waits for a file, however busy the machine is."""


@dataclass(frozen=True)
class FileSheet:
    """A sheet of a spreadsheet, with the values that its formulas had when it was saved.

    A text file gives one for each mark that may stand between its columns; `separator` is that mark.
    """

    rows: list[FileRow]
    separator: str = ""

    @property
    def has_more(self) -> bool:
        """Whether it had more rows than are ever read."""
        return len(self.rows) > MAX_ROWS


def read_sheets(content: bytes) -> list[FileSheet]:
    """The sheets of a file. Raises DomainError with a sentence when it cannot be read."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", READER],
            input=content,
            capture_output=True,
            timeout=SECONDS,
            cwd="/",
            env={},
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        # It was ended at the bound on its memory or its time.
        raise _refused(TOO_LARGE) from error
    found = json.loads(done.stdout)
    if "refused" in found:
        raise _refused(found["refused"])
    return [FileSheet(sheet["rows"], sheet.get("separator", "")) for sheet in found["sheets"]]


def _refused(reason: str) -> DomainError:
    sentences = {
        TOO_LARGE: _("There is too much in this file. Put only the list in a new file and save that."),
        LOCKED: _("This file has a password. Save it without one and try again."),
    }
    unreadable = _("We cannot read this file. Save it as .xlsx, .ods or .csv and try again.")
    return DomainError(sentences.get(reason, unreadable), field="file")
