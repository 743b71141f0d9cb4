"""Making a copy while people work.

One transaction sees one moment: the counts, the list of files and the database itself are all of that moment, because
pg_dump reads in the snapshot of that transaction. A file is stored before its row and never changed, so what is copied
afterwards has every file that the database of that moment knows.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import Error, connection, transaction

from coophub.operations import stored
from coophub.operations.backup import programs, sealing
from coophub.operations.backup.contents import Manifest, Sum, Writer, release
from coophub.operations.errors import OperationError
from coophub.operations.runs import noted
from coophub.web import clock
from coophub.web.progress import followed

RUN = "backup"
PREFIX, UNFINISHED = "coophub-", ".unfinished"


@dataclass(frozen=True)
class Made:
    """A copy: where it is, and what it holds."""

    path: Path
    manifest: Manifest
    removed: list[str]

    @property
    def is_encrypted(self) -> bool:
        return self.path.suffix == ".age"


def make_backup(folder: Path, *, keep: int | None = None) -> Made:
    """Makes a copy in a folder; under its own name only when it is whole. With `keep`, older ones go once it is.
    Raises OperationError.
    """
    to = sealing.recipients(settings.BACKUP_RECIPIENTS)
    name = f"{PREFIX}{clock.now():%Y%m%d-%H%M%S}.tar" + (".age" if to else "")
    with noted(RUN) as run:
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with _under_its_name_when_whole(folder / name) as file, sealing.sealed(file, to) as stream:
                manifest = _write(stream)
        except OSError as error:
            raise OperationError(f"The copy could not be written in {folder}: {error}") from error
        except Error as error:
            raise OperationError(f"The database does not answer, so there is no copy: {error}") from error
        run.well = not manifest.problems
    return Made(folder / name, manifest, _remove_older(folder, keep) if keep else [])


def copies_in(folder: Path) -> list[Path]:
    """The finished ones, the newest first."""
    found = (path for path in folder.glob(f"{PREFIX}*") if path.name.endswith((".tar", ".tar.age")))
    return sorted(found, key=lambda path: path.name, reverse=True)


def _write(stream: IO[bytes]) -> Manifest:
    with Writer(stream) as writer:
        with _one_moment() as snapshot:
            manifest = _claims()
            files = list(stored.stored_files())
            manifest.database = _dump(writer, snapshot)
        for file in followed(files, "files"):
            _copy(writer, file, manifest)
        writer.manifest(manifest)
    return manifest


@contextmanager
def _one_moment() -> Iterator[str]:
    """Everything that is read inside is of one moment; gives the name by which another program reads of it."""
    if connection.in_atomic_block:
        # In a transaction that began before, the database cannot say what others see.
        raise OperationError("A copy is made outside of any transaction.")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def _claims() -> Manifest:
    return Manifest(
        release=release(),
        made_at=clock.now().isoformat(),
        postgresql=programs.server_version(),
        migrations=_migrations(),
        tables=_counts(),
        last_hash=_last_hash(),
    )


def _migrations() -> dict[str, list[str]]:
    applied: dict[str, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
        for app, name in cursor.fetchall():
            applied.setdefault(app, []).append(name)
    return applied


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a name of a table
            counts[table] = cursor.fetchone()[0]
        return counts


def _last_hash() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT hash FROM audit_auditlink ORDER BY position DESC LIMIT 1")
        row = cursor.fetchone()
        return row[0] if row else ""


def _dump(writer: Writer, snapshot: str) -> Sum:
    dump = programs.program("pg_dump", server=programs.server_version())
    environment = programs.environment(connection.get_connection_params())
    command: list[str | Path] = [dump, "--format", "custom", "--no-owner", "--no-privileges", "--snapshot", snapshot]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        copied = writer.database(cast("IO[bytes]", running.stdout))
        said = cast("IO[bytes]", running.stderr).read().decode(errors="replace").strip()
    if running.returncode != 0:
        raise OperationError(f"pg_dump did not copy the database: {said}")
    return copied


def _copy(writer: Writer, file: stored.KnownFile, manifest: Manifest) -> None:
    try:
        with default_storage.open(file.name, "rb") as content:
            copied = writer.file(file.name, content, content.size)
    except FileNotFoundError:
        if stored.is_known(file):
            manifest.problems.append(stored.is_missing(file))
        else:
            manifest.gone.append(file.name)
        return
    manifest.files[file.name] = copied
    if file.sha256 and file.sha256 != copied.sha256:
        manifest.problems.append(stored.is_changed(file))


@contextmanager
def _under_its_name_when_whole(path: Path) -> Iterator[IO[bytes]]:
    """A file for its owner alone, that has its name only when all of it is on the disk."""
    if path.exists():
        raise OperationError(f"{path} is there already. Wait a second and try again.")
    unfinished = path.with_name(path.name + UNFINISHED)
    try:
        with os.fdopen(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _remove_older(folder: Path, keep: int) -> list[str]:
    older = copies_in(folder)[keep:]
    for path in older:
        path.unlink()
    return [path.name for path in older]
