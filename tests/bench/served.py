"""CoopHub in Gunicorn, as who asks over the network meets it."""

import http.client
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from tests.bench.harness import processor_time
from tests.workers import seconds_ahead

NAME = "served for a bench"
PATIENCE = 60
PLENTY = str(10**9)


@dataclass(frozen=True)
class Served:
    """One server process that answers one request after the other."""

    address: tuple[str, int]
    worker: int
    backend: int

    def seconds(self) -> float:
        """What it took of the processors until now, and PostgreSQL for it."""
        return processor_time(self.worker) + processor_time(self.backend)

    def get(self, path: str, headers: dict[str, str] | None = None) -> bytes:
        return _get(self.address, path, headers or {})


@contextmanager
def served() -> Iterator[Served]:
    """On the database and the day of this test; nobody is told that they ask too much."""
    door = socket.create_server(("127.0.0.1", 0))
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    web = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "gunicorn",
            "tests.bench.bare_site",
            "--bind",
            f"fd://{door.fileno()}",
            "--log-level",
            "error",
        ],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "DATABASE_CONN_MAX_AGE": "3600",
            "PGAPPNAME": NAME,
            "REDIS_URL": settings.REDIS_URL,
            "COOPHUB_CLOCK_AHEAD_SECONDS": str(seconds_ahead()),
            "API_REQUESTS_PER_MINUTE": PLENTY,
        },
        pass_fds=[door.fileno()],
    )
    try:
        address = door.getsockname()
        # Waits until somebody answers; what counts each request opens the connection to the database.
        _get(address, "/api/v1/openapi.json", {})
        yield Served(address, _child_of(web.pid), _backend())
    finally:
        web.terminate()
        web.wait()
        door.close()


def _get(address: tuple[str, int], path: str, headers: dict[str, str]) -> bytes:
    asking = http.client.HTTPConnection(*address, timeout=PATIENCE)
    try:
        asking.request("GET", path, headers={"Host": "localhost", **headers})
        answer = asking.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, body)
        return body
    finally:
        asking.close()


def _child_of(process: int) -> int:
    [child] = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return int(child)


def _backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE application_name = %s", [NAME])
        [(found,)] = cursor.fetchall()
    return int(found)
