"""Figures of several workers of one web server, told by whichever of them answers."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(settings.BASE_DIR)
ASKED = 40
"""How often, by whichever worker is free."""
PATIENCE = 60


@pytest.fixture
def site():
    """A web server with two workers on the database of the test: what to connect to."""
    door = socket.create_server(("127.0.0.1", 0))
    database = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**connection.settings_dict)
    web = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "coophub.wsgi", "--bind", f"fd://{door.fileno()}", "--workers", "2"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database, "METRICS_TOKEN": "right"},
        pass_fds=[door.fileno()],
        stderr=subprocess.DEVNULL,
    )
    yield door.getsockname()
    web.send_signal(signal.SIGTERM)
    web.wait()
    door.close()


def get(site, path):
    answering = http.client.HTTPConnection(*site, timeout=PATIENCE)
    answering.request("GET", path, headers={"Host": "localhost", "Authorization": "Bearer right"})
    return answering.getresponse().read().decode()


def counted(page):
    return float(re.search(r"^django_http_requests_before_middlewares_total (\S+)", page, re.MULTILINE)[1])


@pytest.mark.thorough
def test_whichever_worker_answers_tells_the_figures_of_all(site):
    deadline = time.monotonic() + PATIENCE
    while "Disallow" not in get(site, "/robots.txt"):
        assert time.monotonic() < deadline, "the web does not start"
    for _number in range(ASKED):
        get(site, "/robots.txt")

    pages = [get(site, "/metrics/") for _number in range(6)]

    found = [counted(page) for page in pages]
    assert found == sorted(found)
    assert found[0] > ASKED
    assert all("coophub_emails" in page for page in pages)
