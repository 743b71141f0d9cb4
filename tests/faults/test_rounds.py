"""Rounds in which everything that CoopHub stands on is killed while groups submit: what was acknowledged is kept, each
part comes back by itself at its own address, and the site never stops answering.

`COOPHUB_FAULT_ROUNDS=20` (`make faults`) gives the long form.
"""

import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
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
from tests.database import dump_template

pytestmark = [pytest.mark.django_db, pytest.mark.faults, pytest.mark.xdist_group("worker")]

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("COOPHUB_FAULT_ROUNDS", "1"))
A_ROUND = 12
"""Applications that are submitted in a round: two around each kill, and some meanwhile."""
BACK_SECONDS, PATIENCE_SECONDS = 10, 40
"""Each comes back within the first; on a machine that does other things one of them may take the second."""
START_SECONDS = 240
QUIET_SECONDS = 120


class Site:
    """A CoopHub that runs and is kept alive by another process."""

    def __init__(self, folder, count, database):
        self.local = folder / ".local"
        environment = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "MEDIA_ROOT", "COOPHUB_TEST_REDIS", "COOPHUB_DEMO")
        } | {"COOPHUB_LOCAL_DIR": str(self.local), "DJANGO_SETTINGS_MODULE": "coophub.settings"}
        environment |= {"COOPHUB_REPORT_LEASE_SECONDS": "5", "COOPHUB_SWEEP_SECONDS": "2"}
        self.log = (folder / "site.log").open("w")
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.site", self.local, str(count), database],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        told = json.loads(next(line for line in self.keeper.stdout if line.startswith("{")))
        threading.Thread(target=lambda: self.log.writelines(self.keeper.stdout), daemon=True).start()
        self.address, self.ready = urlsplit(told["site"]).netloc, told["ready"]
        self.database, self.broker = database_url(self.local), redis_url(self.local)

    def ask(self, method, path, session="", body=None, cookies=""):
        """The status, the headers and the text of an answer. Raises OSError or HTTPException when there is none."""
        connection = HTTPConnection(self.address, timeout=60)
        headers = {"Cookie": f"sessionid={session}; {cookies}", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
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


@pytest.fixture
def site(db):
    with tempfile.TemporaryDirectory(prefix="coophub-test-") as folder:
        Path(folder).chmod(0o755)
        database = Path(folder) / "database.sql"
        dump_template(database)
        site = Site(Path(folder), ROUNDS * A_ROUND, database)
        try:
            yield site
        finally:
            site.stop()


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


def kill_a_backend(site):
    """One that works, if any does: which then takes all others along."""
    wait_for(lambda: kill_one_of(site), BACK_SECONDS, "a backend to kill")
    return lambda: site.query("SELECT 1")


def kill_one_of(site):
    [(pid,)] = site.query(
        "SELECT pid FROM pg_stat_activity WHERE datname = 'coophub' AND pid <> pg_backend_pid() "
        "ORDER BY (state = 'idle'), random() LIMIT 1"
    )
    os.kill(pid, signal.SIGKILL)
    return True


def kill_the_postmaster(site):
    os.kill(site.postmaster(), signal.SIGKILL)
    return lambda: site.query("SELECT 1")


def kill_redis(site):
    os.kill(int((site.local / "devstack/redis/redis.pid").read_text()), signal.SIGKILL)
    return lambda: redis.from_url(site.broker).ping()


def kill_process(words):
    def kill(site):
        before = site.process_of(words)
        os.kill(before, signal.SIGKILL)
        return lambda: site.process_of(words) not in (None, before)

    return kill


KILLS = {
    "a backend": kill_a_backend,
    "the postmaster": kill_the_postmaster,
    "Redis": kill_redis,
    "the worker": kill_process("celery -A coophub worker -Q letters"),
    "the quick worker": kill_process("celery -A coophub worker -Q quick"),
    "beat": kill_process("celery -A coophub beat"),
}


@pytest.fixture
def people(site):
    """Groups that submit and somebody who looks; they go when the test ends, however it does."""
    groups, visitor = Groups(site), Visitor(site)
    wait_for(lambda: site.ask("GET", "/")[0] == 200, START_SECONDS, "the site")
    groups.start()
    visitor.start()
    yield groups, visitor
    groups.done.set()
    visitor.done.set()


@pytest.mark.thorough
def test_what_was_acknowledged_is_kept_whatever_is_killed(site, people):
    groups, visitor = people
    took = {name: [] for name in KILLS}

    for _round in range(ROUNDS):
        for name, kill in KILLS.items():
            groups.go(A_ROUND // len(KILLS))
            groups.wait_for_next()
            # At the very moment: what was just acknowledged is what a careless server loses.
            is_back = kill(site)
            took[name].append(wait_for(is_back, PATIENCE_SECONDS, name))
    groups.go(len(site.ready))
    wait_for(lambda: len(groups.acknowledged) == len(site.ready), QUIET_SECONDS, "every submission")
    groups.done.set()
    visitor.done.set()
    visitor.join()

    print({name: f"{max(times):.1f} s" for name, times in took.items()}, f"unsure: {groups.unsure}")
    assert statistics.quantiles([each for times in took.values() for each in times], n=10)[-2] < BACK_SECONDS
    assert (site.database, site.broker) == (database_url(site.local), redis_url(site.local))
    kept = site.query(
        "SELECT i.slug, a.id, a.number FROM subsidies_application a "
        "JOIN initiatives_initiative i ON i.id = a.initiative_id "
        "JOIN subsidies_submission s ON s.application_id = a.id WHERE a.state = 'submitted'"
    )
    assert {f"/initiatives/{slug}/subsidy/{pk}/" for slug, pk, _number in kept} == set(groups.acknowledged)
    assert len({number for _slug, _pk, number in kept}) == len(site.ready)
    assert {(status, after) for status, after, _took in visitor.answers} <= {(200, None), (503, "10")}
    every_letter_is_made(site, len(site.ready))


def every_letter_is_made(site, count):
    """What was to be made and sent after each submission is made and sent, though who was to do it was killed."""
    made = "SELECT count(*) FROM reports_reportjob WHERE state = 'done'"
    waiting = "SELECT count(*) FROM notifications_outgoingmessage WHERE state = 'queued'"
    patience = QUIET_SECONDS + 3 * count
    wait_for(lambda: site.query(made) == [(count,)] and site.query(waiting) == [(0,)], patience, "every letter")
