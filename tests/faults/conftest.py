"""A worker that can be killed, on the test's own database."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.faults.waiting import kill

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start_worker(settings):
    """Starts a worker on the test's database, in a process group of its own."""
    settings.REPORT_LEASE_SECONDS = 3
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "REDIS_URL": django_settings.REDIS_URL,
        "COOPHUB_REPORT_LEASE_SECONDS": "3",
    }
    workers = []

    def start():
        queues = "letters,reports,mail,sweep"
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "coophub", "worker", "-Q", queues, "--concurrency", "1"],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        kill(worker)
