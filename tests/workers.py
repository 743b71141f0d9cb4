"""Real Celery workers on the database of the test, on the day of the test."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import time_machine
from django.conf import settings
from django.db import connection

from coophub.web import clock

ROOT = Path(__file__).resolve().parents[1]
NAME = "worker of a test"


EVERY_QUEUE = "letters,reports,mail,sweep,quick"


def start_worker(*options: str, environment: Mapping[str, str], queues: str = EVERY_QUEUE) -> subprocess.Popen[bytes]:
    """Starts a worker, in a process group of its own."""
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "coophub", "worker"),
            *("-Q", queues, "--concurrency", "1", *options),
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": database,
            "PGAPPNAME": NAME,
            "REDIS_URL": settings.REDIS_URL,
            "COOPHUB_CLOCK_AHEAD_SECONDS": str(seconds_ahead()),
            **environment,
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kills a worker and its children, who would go on with its messages. Does nothing when it is dead already."""
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def seconds_ahead() -> float:
    """How far the clock of the test runs ahead of the real one."""
    return clock.now().timestamp() - time_machine.escape_hatch.time.time()
