"""Every stored file that the database knows, and whether it is there as it was stored."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField, Model

from coophub.documents.models import DocumentVersion
from coophub.reports.models import ReportJob
from coophub.web.progress import followed

PIECE_BYTES = 1024 * 1024
SUMMED = ((DocumentVersion, "file"), (ReportJob, "file"))
"""The columns for files of which the row keeps the hash too, as `sha256`."""


class KnownFile(NamedTuple):
    """A file that a row names. `sha256` is empty where the row does not keep it."""

    model: type[Model]
    column: str
    key: object
    name: str
    sha256: str


@dataclass(frozen=True)
class Checked:
    """How many files there are, and what is wrong with some."""

    count: int
    problems: list[str]


def stored_files() -> Iterator[KnownFile]:
    """Of every column for files there is, so that a new one is not forgotten. One query each, in constant memory."""
    for model in apps.get_models():
        for column in (field for field in model._meta.fields if isinstance(field, FileField)):
            rows = model._base_manager.exclude(**{column.name: ""})
            if model is DocumentVersion:
                # What the virus scanner refuses is thrown away, and its row stays.
                rows = rows.exclude(virus_check=DocumentVersion.VirusCheck.REFUSED)
            values = ["pk", column.name, *(["sha256"] if (model, column.name) in SUMMED else [])]
            for key, name, *sums in rows.order_by("pk").values_list(*values).iterator(chunk_size=2000):
                yield KnownFile(model, column.name, key, name, sums[0] if sums else "")


def is_known(stored: KnownFile) -> bool:
    """Whether the row names this file at this moment."""
    now = {"pk": stored.key, stored.column: stored.name}
    rows = stored.model._base_manager.filter(**now)
    if stored.model is DocumentVersion:
        rows = rows.exclude(virus_check=DocumentVersion.VirusCheck.REFUSED)
    return rows.exists()


def check_stored_files() -> Checked:
    """Reads every file. What is thrown away meanwhile is no problem."""
    count, problems = 0, []
    for stored in followed(stored_files(), "files"):
        count += 1
        problem = _problem_with(stored)
        if problem and is_known(stored):
            problems.append(problem)
    return Checked(count, problems)


def is_missing(stored: KnownFile) -> str:
    return f"{stored.name} is not there ({stored.model._meta.label} {stored.key})."


def is_changed(stored: KnownFile) -> str:
    return f"{stored.name} is not what was stored ({stored.model._meta.label} {stored.key})."


def _problem_with(stored: KnownFile) -> str:
    found = hashlib.sha256()
    try:
        with default_storage.open(stored.name, "rb") as content:
            for piece in content.chunks(PIECE_BYTES):
                found.update(piece)
    except FileNotFoundError:
        return is_missing(stored)
    return is_changed(stored) if stored.sha256 and stored.sha256 != found.hexdigest() else ""
