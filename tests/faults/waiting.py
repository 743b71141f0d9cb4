"""Waiting for what a worker makes good."""

import time

import pytest

from coophub.reports.models import ReportJob

PATIENCE_SECONDS = 60


def wait_until(condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return
        time.sleep(0.02)
    pytest.fail(f"It did not happen in time: {list(ReportJob.objects.values('state', 'attempt', 'failure'))}")
