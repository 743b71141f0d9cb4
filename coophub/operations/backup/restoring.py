"""Putting a copy back: into a database and a folder of files that are named, never into those that are in use unless
somebody says so.

Everything is read and compared before anything is written, and the database takes all of it or nothing.
"""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import psycopg
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

from coophub.operations.backup import programs, sealing
from coophub.operations.backup.contents import PIECE_BYTES, Manifest, release, unpack
from coophub.operations.backup.making import copies_in
from coophub.operations.errors import OperationError
from coophub.operations.upgrading.releases import known_here
from coophub.web.progress import followed

EMPTY = b"DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


@dataclass(frozen=True)
class RestoreTarget:
    """Where a copy goes."""

    database: str
    media: Path
    is_replaced: bool = False
    """Whether what is there may go."""


@dataclass(frozen=True)
class Restored:
    """What was put back, and what is wrong with it."""

    source: Path
    manifest: Manifest
    verified: dict[str, Any]
    problems: list[str]


def restore(source: Path, target: RestoreTarget, *, identity: Path | None = None, migrates: bool = False) -> Restored:
    """Puts a copy back, the newest one of a folder, and verifies it. Raises OperationError, and then nothing was
    changed.
    """
    path = _the_copy(source)
    server = _refuse_what_is_in_use(target)
    with _beside(target.media) as folder:
        manifest = _open(path, folder, identity)
        _refuse_another_release(manifest, migrates)
        _load(folder / "database.dump", target, server)
        _put_files(folder / "files", target.media)
    problems = [*manifest.problems, *_differences(manifest, target.database)]
    if migrates:
        _manage(target, "migrate", "--verbosity", "0")
    verified, found = _verify(target, manifest.last_hash)
    return Restored(path, manifest, verified, [*problems, *found])


def _the_copy(source: Path) -> Path:
    if not source.exists():
        raise OperationError(f"{source} is not there.")
    if source.is_file():
        return source
    found = copies_in(source)
    if not found:
        raise OperationError(f"There is no copy in {source}.")
    return found[0]


def _refuse_what_is_in_use(target: RestoreTarget) -> int:
    """Gives the version of the server. Raises OperationError."""
    try:
        with psycopg.connect(target.database, connect_timeout=5) as connection:
            server = connection.info.server_version // 10_000
            found = connection.execute(
                "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            ).fetchone()
    except psycopg.Error as error:
        raise OperationError(f"The database to restore into does not answer: {error}") from error
    if found and found[0] and not target.is_replaced:
        raise OperationError(
            f"The database to restore into is not empty: it has {found[0]} tables. Name an empty one, or say --replace "
            "and what is in it goes."
        )
    if target.media.exists() and any(target.media.iterdir()) and not target.is_replaced:
        raise OperationError(f"{target.media} is not empty. Name another folder, or say --replace.")
    return server


@contextmanager
def _beside(media: Path) -> Iterator[Path]:
    """A folder for its owner alone, on the disk where the files go; it is taken away whatever happens."""
    media.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=media.parent) as folder:
        yield Path(folder)


def _open(path: Path, folder: Path, identity: Path | None) -> Manifest:
    keys = sealing.identities(identity) if identity else []
    try:
        with path.open("rb") as file, sealing.opened(file, keys) as stream:
            return unpack(stream, folder)
    except (tarfile.TarError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise OperationError(f"This copy is not whole, or is no copy of CoopHub: {error}.") from error
    except OSError as error:
        raise OperationError(f"This copy could not be read: {error}") from error


def _refuse_another_release(manifest: Manifest, migrates: bool) -> None:
    """Raises OperationError for a copy whose tables this release does not know."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    ours = loader.disk_migrations
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    of = f"This copy was made by CoopHub {manifest.release}, and this is {release()}"
    if unknown := sorted(applied - known_here(loader)):
        raise OperationError(
            f"{of}: it has a change of the database that is not known here ({'.'.join(unknown[0])}). Restore it with "
            "the release that made it, or a newer one."
        )
    missing = sorted(
        key for key, migration in ours.items() if key not in applied and not set(migration.replaces) & applied
    )
    if missing and not migrates:
        raise OperationError(
            f"{of}, which changes the database in {len(missing)} places more (first {'.'.join(missing[0])}). Say "
            "--migrate and they are made after restoring, or restore it with the release that made it."
        )


def _load(dump: Path, target: RestoreTarget, server: int) -> None:
    """All or nothing: one transaction, that begins with what goes and ends with what comes."""
    environment = programs.environment(psycopg.conninfo.conninfo_to_dict(target.database))
    restoring = programs.program("pg_restore", server=server)
    reading: list[str | Path] = [restoring, "--no-owner", "--no-privileges", "--file", "-", dump]
    writing: list[str | Path] = [
        *(programs.program("psql", server=server), "--no-psqlrc", "--quiet", "--single-transaction"),
        *("--set", "ON_ERROR_STOP=1", "--output", os.devnull),
    ]
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(writing, env=environment, stdin=subprocess.PIPE, stdout=said, stderr=said) as psql,
        subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=said) as script,
    ):
        statements, into = cast("IO[bytes]", script.stdout), cast("IO[bytes]", psql.stdin)
        # When psql stops it says why.
        with suppress(BrokenPipeError):
            into.write(EMPTY)
            pieces = iter(lambda: statements.read(PIECE_BYTES), b"")
            for piece in followed(pieces, "into the database", unit="B", each=PIECE_BYTES):
                into.write(piece)
        statements.close()
        if script.wait() != 0:
            # Half a script is not made true.
            psql.kill()
        with suppress(BrokenPipeError):
            into.close()
        if psql.wait() != 0:
            said.seek(0)
            words = said.read().decode(errors="replace").strip()
            raise OperationError(f"The database did not take the copy, and is as it was: {words[:1000]}")


def _put_files(folder: Path, media: Path) -> None:
    media.mkdir(exist_ok=True)
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        place = media / path.relative_to(folder)
        place.parent.mkdir(parents=True, exist_ok=True)
        path.replace(place)


def _differences(manifest: Manifest, database: str) -> list[str]:
    """Which tables do not have as many rows as they had."""
    with psycopg.connect(database) as connection:
        counts = {
            table: connection.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()
            for table in manifest.tables
        }
    return [
        f"{table} has {found[0] if found else 0} rows, and had {manifest.tables[table]}."
        for table, found in counts.items()
        if found != (manifest.tables[table],)
    ]


def _verify(target: RestoreTarget, last_hash: str) -> tuple[dict[str, Any], Sequence[str]]:
    """`verify` of what was put back, in a process that knows no other database."""
    options = ["--json", *(["--contains", last_hash] if last_hash else [])]
    said = _manage(target, "verify", *options, fails_with=(0, 1))
    verified: dict[str, Any] = json.loads(said)
    return verified, verified.pop("problems")


def _manage(target: RestoreTarget, *arguments: str, fails_with: Sequence[int] = (0,)) -> str:
    ran = subprocess.run(
        [sys.executable, settings.BASE_DIR / "manage.py", *arguments],
        env={**_without_bucket(os.environ), "DATABASE_URL": target.database, "MEDIA_ROOT": str(target.media)},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode not in fails_with:
        raise OperationError(f"It was put back, but manage.py {arguments[0]} failed: {ran.stderr.strip()[-1000:]}")
    return ran.stdout


def _without_bucket(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name != "S3_BUCKET"}
