"""The whole product for a browser: a live site, a real worker on the same database, and Chromium."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from coophub.web import clock
from tests import workers
from tests.browser.people import Person

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

FOLD = 900
"""So high is a window on a desk."""

# Playwright runs an event loop in this thread; the test's own few queries may be made beside it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session", autouse=True)
def _the_database_is_there_as_long_as_the_site(django_db_setup):
    """What is set up first goes last: the threads of the live server end before the database is dropped."""


@pytest.fixture(scope="module")
def browser(django_db_setup):
    """Started once for those of one module: each person has a window with cookies and a store of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=QUIET)
        yield browser
        browser.close()
        # Beside a running event loop the tests have connections of their own; nobody else would close them.
        connections.close_all()


@pytest.fixture(scope="module")
def worker(django_db_setup, django_db_blocker, tmp_path_factory):
    """A Celery worker, with the sweepers' beat, that works on the database of the tests, for those of one module."""
    process = workers.start_worker(
        *("--beat", "--schedule", str(tmp_path_factory.mktemp("beat") / "beat")),
        environment={"COOPHUB_SWEEP_SECONDS": "2", "COOPHUB_REPORT_LEASE_SECONDS": "5"},
    )
    yield process
    # Its database may be about to go, so the worker does not get the time to end quietly.
    workers.kill(process)


@pytest.fixture
def site(transactional_db, live_server, settings, worker):
    settings.SITE_URL = live_server.url
    settings.EMAIL_BACKEND = "coophub.notifications.outbox.OutboxBackend"
    return live_server.url


@pytest.fixture
def open_browser(browser: Browser, site):
    """Opens a window of its own for each person, and sees that on no page anything fails to load or to run."""
    contexts, wrong = [], []

    def note(answer):
        least = 400 if urlsplit(answer.url).path.startswith("/static/") else 500
        if answer.status >= least:
            wrong.append(f"{answer.status} {answer.url}")

    def open_window(width: int, cookies=(), **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="nl-NL", base_url=site, **options
        )
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in cookies])
        context.clock.set_fixed_time(clock.now())
        context.on("response", note)
        context.on("weberror", lambda error: wrong.append(str(error.error)))
        contexts.append(context)
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def at_work(open_browser):
    """Signs somebody in, in a window of this width; each page is looked at as wide as `also`, too. `by` says how they
    work: with a mouse, or by the keyboard alone.
    """

    def signed_in(user, width, *also, by=Person):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookies = [(django_settings.SESSION_COOKIE_NAME, client.cookies[django_settings.SESSION_COOKIE_NAME].value)]
        person = by(open_browser(width, cookies), width, also)
        person.page.set_viewport_size({"width": width, "height": FOLD if width > 500 else 844})
        return person

    return signed_in
