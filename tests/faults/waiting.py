"""Killing a worker, and waiting for what the next one makes good."""

import os
import signal
import time

import pytest

from coophub.reports.models import ReportJob

PATIENCE_SECONDS = 60


def kill(worker):
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"It did not happen in time: {list(ReportJob.objects.values('state', 'attempt', 'failure'))}")
