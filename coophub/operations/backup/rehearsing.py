"""Trying whether a copy can be put back, without touching what is in use."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connection
from psycopg import sql

from coophub.operations.backup.restoring import Restored, RestoreTarget, restore
from coophub.operations.errors import OperationError
from coophub.operations.runs import noted

RUN = "rehearsal"


def rehearse(source: Path, *, identity: Path | None = None, migrates: bool = False) -> Restored:
    """Puts a copy back into a database and a folder that exist for this alone. Raises OperationError."""
    with noted(RUN) as run:
        with _scratch_database() as database, tempfile.TemporaryDirectory(prefix="coophub-rehearsal-") as folder:
            restored = restore(
                source, RestoreTarget(database, Path(folder) / "media"), identity=identity, migrates=migrates
            )
        run.well = not restored.problems
    return restored


@contextmanager
def _scratch_database() -> Iterator[str]:
    """The address of an empty database on the server that we use; it is dropped afterwards."""
    name = f"coophub_rehearsal_{secrets.token_hex(6)}"
    parameters = connection.get_connection_params()
    words = {key: str(parameters[key]) for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
    with psycopg.connect(psycopg.conninfo.make_conninfo(**words), autocommit=True) as server:
        try:
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege as error:
            raise OperationError(
                f"The account of CoopHub may make no database here. As the owner of the server: "
                f'ALTER ROLE "{words.get("user", "")}" CREATEDB, or restore on another machine.'
            ) from error
        try:
            yield _address(words, name)
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _address(words: dict[str, str], name: str) -> str:
    part = {key: quote(value, safe="") for key, value in words.items()}
    who = part.get("user", "") + (f":{part['password']}" if "password" in part else "")
    return f"postgres://{who}@{part.get('host', '')}:{part.get('port', '5432')}/{name}"
