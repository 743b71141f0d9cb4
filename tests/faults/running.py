"""A CoopHub beside the tests, groups that submit to it, and somebody who looks."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from queue import Empty, Queue
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
import redis

from coophub.devstack import database_url, redis_url
from coophub.devstack.servers import MAJOR_VERSION

ROOT = Path(__file__).resolve().parents[2]
QUIET_SECONDS = 120


class Site:
    """A CoopHub that runs and is kept alive by another process; with `--bare` that starts its database and queue alone.
    `failures` are the answers that a browser would show as an error of the site.
    """

    def __init__(self, folder, count, database, *options):
        self.local = folder / ".local"
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "COOPHUB_TEST_REDIS", "COOPHUB_DEMO")
        } | {"COOPHUB_LOCAL_DIR": str(self.local), "DJANGO_SETTINGS_MODULE": "coophub.settings"}
        self.environment |= {"COOPHUB_REPORT_LEASE_SECONDS": "5", "COOPHUB_SWEEP_SECONDS": "2"}
        self.log = (folder / "site.log").open("w")
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.site", self.local, str(count), database, *options],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        told = json.loads(next(line for line in self.keeper.stdout if line.startswith("{")))
        threading.Thread(target=lambda: self.log.writelines(self.keeper.stdout), daemon=True).start()
        self.address, self.ready = urlsplit(told["site"]).netloc, told["ready"]
        self.database, self.broker = database_url(self.local), redis_url(self.local)
        self.failures = []

    def ask(self, method, path, session="", body=None, cookies=""):
        """The status, the headers and the text of an answer. Raises OSError or HTTPException when there is none."""
        connection = HTTPConnection(self.address, timeout=60)
        headers = {"Cookie": f"sessionid={session}; {cookies}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            if answer.status >= 500:
                self.failures.append((method, path, answer.status))
            return answer.status, answer.headers, answer.read().decode(errors="replace")
        finally:
            connection.close()

    def submit(self, address, session):
        """Reads what is submitted and submits it; gives whether that was acknowledged."""
        status, headers, page = self.ask("GET", f"{address}check/", session)
        form = re.search(rf'<form[^>]*action="{address}submit/".*?</form>', page, re.DOTALL)
        if status != 200 or form is None:
            return False
        fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', form[0]))
        [cookie] = [each.partition(";")[0] for each in headers.get_all("Set-Cookie", []) if "csrftoken" in each]
        status, headers, _page = self.ask("POST", f"{address}submit/", session, urlencode(fields), cookie)
        return status == 302 and headers["Location"] == f"{address}receipt/"

    def query(self, question):
        with psycopg.connect(self.database, connect_timeout=5, autocommit=True) as connection:
            return connection.execute(question).fetchall()

    def process_of(self, words):
        """The process that the keeper started with these words; None when there is none."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
                state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue
            if words in command and int(parent) == self.keeper.pid and state != "Z":
                return int(process.name)
        return None

    def postmaster(self):
        [file] = self.local.glob(f"devstack/postgres/data-{MAJOR_VERSION}/postmaster.pid")
        return int(file.read_text().splitlines()[0])

    def stop(self):
        self.keeper.send_signal(signal.SIGTERM)
        try:
            self.keeper.wait(60)
        finally:
            self.keeper.kill()
            self.log.close()


class Groups(threading.Thread):
    """Groups that submit one after the other, and send again what nobody acknowledged."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.acknowledged, self.unsure = site, [], 0
        self.waiting = Queue()
        self.allowed = threading.Semaphore(0)
        for item in site.ready:
            self.waiting.put(item)
        self.done = threading.Event()

    def run(self):
        with ThreadPoolExecutor(3) as people:
            for _person in range(3):
                people.submit(self.submit_all)

    def submit_all(self):
        while not self.done.is_set():
            if not self.allowed.acquire(timeout=0.2):
                continue
            try:
                item = self.waiting.get_nowait()
            except Empty:
                return
            while not self.done.is_set() and not self.sent(item):
                time.sleep(0.2)
            self.acknowledged.append(item["address"])

    def sent(self, item):
        try:
            if self.site.submit(**item):
                return True
            # Perhaps it was kept although nobody could say so: then its receipt is there.
            return self.site.ask("GET", f"{item['address']}receipt/", item["session"])[0] == 200
        except (OSError, HTTPException):
            self.unsure += 1
            return False

    def go(self, count):
        for _number in range(count):
            self.allowed.release()

    def wait_for_next(self):
        before = len(self.acknowledged)
        wait_for(lambda: len(self.acknowledged) > before, 60, "a submission")


class Visitor(threading.Thread):
    """Somebody who looks at the home page all the time."""

    def __init__(self, site):
        super().__init__(daemon=True)
        self.site, self.answers, self.done = site, [], threading.Event()

    def run(self):
        while not self.done.wait(0.2):
            started = time.monotonic()
            try:
                status, headers, _page = self.site.ask("GET", "/")
                self.answers.append((status, headers["Retry-After"], time.monotonic() - started))
            except (OSError, HTTPException) as error:
                self.answers.append((repr(error), None, time.monotonic() - started))


def wait_for(condition, seconds, what):
    """How long it took."""
    started = time.monotonic()
    while time.monotonic() < started + seconds:
        try:
            if condition():
                return time.monotonic() - started
        except (psycopg.Error, redis.RedisError, OSError):
            pass
        time.sleep(0.05)
    return pytest.fail(f"{what} did not come in {seconds} seconds")


def every_letter_is_made(site, count):
    """What was to be made and sent after each submission is made and sent, though who was to do it was killed."""
    made = "SELECT count(*) FROM reports_reportjob WHERE state = 'done'"
    waiting = "SELECT count(*) FROM notifications_outgoingmessage WHERE state = 'queued'"
    patience = QUIET_SECONDS + 3 * count
    wait_for(lambda: site.query(made) == [(count,)] and site.query(waiting) == [(0,)], patience, "every letter")
