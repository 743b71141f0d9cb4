"""A worker that can be killed."""

import pytest

from tests import workers


@pytest.fixture
def start_worker(settings):
    """Starts a worker on the test's database."""
    settings.REPORT_LEASE_SECONDS = 3
    started = []

    def start():
        started.append(workers.start_worker(environment={"COOPHUB_REPORT_LEASE_SECONDS": "3"}))
        return started[-1]

    yield start
    for worker in started:
        workers.kill(worker)
