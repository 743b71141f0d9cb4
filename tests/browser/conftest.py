"""The whole product for a browser: a live site, a real worker on the same database, and Chromium."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

# Playwright runs an event loop in this thread; the test's own few queries may be made beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def worker(transactional_db, tmp_path):
    """A Celery worker, with the sweepers' beat, that works on the test's database."""
    database = connection.settings_dict
    address = "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**database)
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": django_settings.REDIS_URL,
        "COOPHUB_SWEEP_SECONDS": "2",
        "COOPHUB_REPORT_LEASE_SECONDS": "5",
    }
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "coophub",
            "worker",
            "-Q",
            "letters,reports,mail,sweep",
            "--concurrency",
            "1",
            "--beat",
            "--schedule",
            str(tmp_path / "beat"),
        ],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    yield process
    # The database of the test is about to go, so the worker does not get the time to end quietly.
    # Its children go too: one that lives on would hold its connection to Redis open and swallow messages.
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.fixture
def site(live_server, settings, worker):
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
    return live_server.url


@pytest.fixture
def open_browser(browser: Browser, site):
    """Opens a window of its own for each person."""
    contexts = []

    def open_window(width: int, cookies=()):
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="nl-NL", base_url=site)
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies])
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
