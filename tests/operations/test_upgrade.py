"""The database of an earlier release, as its own code filled it, is brought up to this release while that release goes
on working with it, and then this one works with it: nobody sees an error and nothing is lost.

The statements of that release are those that its own code made (`releases/record.py`). Each deed of a person is done
again and again in a transaction that is taken back at its end, so that it can be done once more; what is counted or
locked together is changed for good.
"""

import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
import threading
import time
from collections import Counter
from html import unescape
from http.cookiejar import CookieJar
from io import BytesIO
from itertools import cycle
from pathlib import Path
from types import SimpleNamespace
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import psycopg
import pytest
from django.conf import settings

from coophub.operations.backup.rehearsing import _scratch_database
from coophub.operations.upgrading.releases import release_of, releases
from tests import database, workers
from tests.faults.running import wait_for
from tests.faults.test_two_of_each import free_ports

ROOT = Path(settings.BASE_DIR)
RELEASES = Path(__file__).parent / "releases"
KEPT = sorted(path.name.removesuffix(".sql.xz") for path in RELEASES.glob("*.sql.xz"))
MOMENT = "2026-09-07T12:00"
"""An hour after what was under way in the release."""
NEW_NUMBER = re.compile(r"\b9\d{6}\b")
LINK = re.compile(r'href="(/[^"#]*)"')
LEFT_ALONE = re.compile(r"/(?:static|admin|account/logout|demo)")
PAGES_EACH = 25
PAUSE_SECONDS = 0.05

pytestmark = [pytest.mark.django_db, pytest.mark.moment(MOMENT), pytest.mark.xdist_group("worker")]


@pytest.fixture(params=KEPT)
def old(request, tmp_path):
    """The database and the files of a release, in a place of their own."""
    text = tmp_path / "database.sql"
    text.write_bytes(kept(f"{request.param}.sql.xz"))
    with tarfile.open(fileobj=BytesIO(kept(f"{request.param}.files.tar.xz"))) as tar:
        tar.extractall(tmp_path / "media")  # noqa: S202 - what we packed ourselves
    with _scratch_database() as url:
        quietly = ("--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--output", os.devnull)
        database.run("psql", *quietly, "--file", text, url)
        environment = {
            "DATABASE_URL": url,
            "MEDIA_ROOT": str(tmp_path / "media"),
            "REDIS_URL": settings.REDIS_URL,
            "COOPHUB_CLOCK_AHEAD_SECONDS": str(workers.seconds_ahead()),
            "COOPHUB_DEMO": "1",
            "COOPHUB_SWEEP_SECONDS": "2",
        }
        yield SimpleNamespace(release=request.param, url=url, environment=environment, folder=tmp_path)


def kept(name):
    return lzma.decompress((RELEASES / name).read_bytes())


def manage(old, *words, may_find=False):
    """What a command says. It ends with 1 when it has something to mend, and only where it may find that."""
    ran = subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, **old.environment},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert ran.returncode in ((0, 1) if may_find else (0,)), ran.stdout + ran.stderr
    return ran.stdout


def asked(url, question):
    with psycopg.connect(url) as there:
        return there.execute(question).fetchall()


def test_each_release_is_kept_and_known_by_its_migrations():
    assert list(releases()) == KEPT
    for release in KEPT:
        text = kept(f"{release}.sql.xz").decode()
        rows = text.partition("COPY public.django_migrations (id, app, name, applied) FROM stdin;\n")[2]
        made = [line.split("\t") for line in rows.partition("\\.")[0].splitlines()]

        assert release_of({(app, name) for _id, app, name, _at in made}) == release


class Worker(threading.Thread):
    """Does some things with the database in turn, again and again; notes how often, and how long each took at most.
    It fails when it has to wait for a table or a row as long as a migration may.
    """

    def __init__(self, url, deeds):
        super().__init__(daemon=True)
        self.url, self.deeds, self.ends = url, deeds, threading.Event()
        self.done, self.longest, self.failures = Counter(), Counter(), []

    def run(self):
        with psycopg.connect(self.url, options=f"-c lock_timeout={settings.MIGRATE_LOCK_SECONDS}s") as there:
            for name, deed in cycle(self.deeds.items()):
                started = time.monotonic()
                try:
                    deed(there)
                except psycopg.Error as error:
                    there.rollback()
                    self.failures.append(f"{name}: {error}")
                self.longest[name] = max(self.longest[name], time.monotonic() - started)
                self.done[name] += 1
                if self.ends.wait(PAUSE_SECONDS):
                    return


def done_again(statements):
    """A deed of a person, as the release did it; taken back once everything was checked that is checked at the end."""

    def deed(there):
        numbers = {}
        for sql, made in statements:
            found = there.execute(NEW_NUMBER.sub(lambda number: str(numbers.get(int(number[0]), number[0])), sql))
            if made:
                numbers.update(zip(made, (row[0] for row in found.fetchall()), strict=False))
        there.execute("SET CONSTRAINTS ALL IMMEDIATE")
        there.rollback()

    return deed


def read_again(statements):
    def deed(there):
        for sql in statements:
            there.execute(sql)
            there.commit()

    return deed


def moved_on(there):
    """A group goes to another phase and back: it is locked, what it went through gets a row, and then it changes."""
    for phase in ("development", "construction"):
        [group] = there.execute("SELECT id FROM initiatives_initiative WHERE slug = 'de-scheepskameel' FOR UPDATE")
        values = [group[0], phase]
        there.execute(
            "INSERT INTO initiatives_phasechange (initiative_id, phase, \"on\") VALUES (%s, %s, '2026-09-07')", values
        )
        there.execute("UPDATE initiatives_initiative SET phase = %s WHERE id = %s", values[::-1])
        there.commit()


def came_and_went(there):
    """A group leaves the register and comes back."""
    for value in ("NULL", "'2026-09-07 10:00+02'"):
        there.execute(
            f"UPDATE initiatives_initiative SET published_at = {value} WHERE slug = 'bij-de-molenwiek'"  # noqa: S608
        )
        there.commit()


def put_off(there):
    """The ministry takes a day more for a decision, and again."""
    of_one = "(SELECT min(id) FROM subsidies_application WHERE state = 'submitted' AND decide_by IS NOT NULL)"
    for days in (1, -1):
        there.execute(f"SELECT id FROM subsidies_application WHERE id = {of_one} FOR UPDATE")  # noqa: S608
        there.execute(f"UPDATE subsidies_application SET decide_by = decide_by + %s WHERE id = {of_one}", [days])  # noqa: S608
        there.commit()


@pytest.fixture
def people_of_then(old):
    """Who works with the database as the release did."""
    made = json.loads(kept(f"{old.release}.statements.json.xz"))
    deeds = [(name, done_again(statements)) for name, statements in made["deeds"].items()]
    pages = {page: read_again(statements) for page, statements in made["pages"].items()}
    for_good = {"moves on for good": moved_on, "comes and goes": came_and_went, "puts off": put_off}
    people = [Worker(old.url, each) for each in (dict(deeds[::2]), dict(deeds[1::2]), pages, for_good)]
    for each in people:
        each.start()
    yield people
    for each in people:
        each.ends.set()


class Visitor:
    """Somebody with a browser, who became one of the people of the demo."""

    def __init__(self, address, email):
        self.address, self.cookies = address, CookieJar()
        self.browser = build_opener(HTTPCookieProcessor(self.cookies))
        self.send("/account/login/", "/account/demo-sign-in/", email=email)

    def open(self, path, body=None):
        """The status, the address at the end and the text."""
        try:
            with self.browser.open(self.address + path, body, timeout=60) as answer:
                kind = answer.headers["Content-Type"] or ""
                return answer.status, answer.url, answer.read().decode() if kind.startswith("text/html") else ""
        except HTTPError as error:
            return error.code, path, error.read().decode(errors="replace")

    def send(self, page, form, **values):
        """Sends the form at an address as the page has it."""
        found = re.search(rf'<form[^>]*action="{re.escape(form)}".*?</form>', self.open(page)[2], re.DOTALL)
        assert found, f"{page} has no form for {form}"
        fields = dict(re.findall(r'name="(\w+)"\s+value="([^"]*)"', found[0]))
        return self.open(form, urlencode({**fields, **values}).encode())

    def look_around(self):
        """Follows links from the start; gives what each page answered."""
        answers, waiting = {}, ["/start/"]
        while waiting and len(answers) < PAGES_EACH:
            path = waiting.pop(0)
            if path in answers or LEFT_ALONE.match(path):
                continue
            status, _address, text = self.open(path)
            answers[path] = status
            waiting += [unescape(link) for link in LINK.findall(text)]
        return answers


@pytest.fixture
def site(old):
    """Web, worker and timer of this release; started when asked."""
    started = []

    def start():
        [port] = free_ports(1)
        gunicorn = ("-m", "gunicorn", "coophub.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4")
        beat = ("-m", "celery", "-A", "coophub", "beat", "--schedule", str(old.folder / "beat"))
        with (old.folder / "site.log").open("w") as log:
            for words in (gunicorn, beat):
                started.append(
                    subprocess.Popen(
                        [sys.executable, *words],
                        cwd=ROOT,
                        env={**os.environ, **old.environment},
                        stdout=log,
                        stderr=log,
                        start_new_session=True,
                    )
                )
        started.append(workers.start_worker(environment=old.environment))
        address = f"http://localhost:{port}"
        wait_for(lambda: build_opener().open(f"{address}/health/", timeout=5).status == 200, 60, "the site")
        return address

    yield start
    for process in started:
        workers.kill(process)


@pytest.mark.thorough
@pytest.mark.faults
def test_release_goes_on_while_its_database_is_brought_up_and_this_one_goes_on_with_it(old, people_of_then, site):
    wait_for(lambda: all(len(each.done) == len(each.deeds) for each in people_of_then), 120, "each deed of then")
    checked = json.loads(manage(old, "upgrade_check", "--json", "--has-backup", may_find=True))
    trail = asked(old.url, "SELECT count(*) FROM audit_auditentry")
    before = [each.done.copy() for each in people_of_then]

    started = time.monotonic()
    manage(old, "migrate", "--verbosity", "0")
    took = time.monotonic() - started
    meanwhile = [each.done - so_far for each, so_far in zip(people_of_then, before, strict=True)]
    time.sleep(2)
    for each in people_of_then:
        each.ends.set()
        each.join()

    longest = max(each.longest.most_common(1)[0][::-1] for each in people_of_then)
    print(f"migrate took {took:.1f} s; {sum(map(Counter.total, meanwhile))} deeds meanwhile; the longest: {longest}")
    assert checked["of_database"] == old.release
    assert [change for change in checked["coming"] if change["problems"]] == []
    assert [failure for each in people_of_then for failure in each.failures] == []
    assert all(meanwhile)
    verified = json.loads(manage(old, "verify", "--json"))
    assert (verified["problems"], [(verified["audit_entries"],)]) == ([], trail)
    assert verified["files"] > 10

    address = site()
    answers = {
        (name, page): status
        for name in ("anna", "rosa", "abel", "berend")
        for page, status in Visitor(address, f"{name}@demo.example").look_around().items()
    }
    assert {which: status for which, status in answers.items() if status != 200} == {}
    assert len(answers) > 2 * PAGES_EACH
    [(draft,)] = asked(
        old.url,
        "SELECT application.id FROM subsidies_application application JOIN initiatives_initiative initiative "
        "ON initiative.id = application.initiative_id WHERE slug = 'de-lindentuin' AND state = 'draft'",
    )
    form = f"/initiatives/de-lindentuin/subsidy/{draft}/"
    _status, receipt, _text = Visitor(address, "anna@demo.example").send(f"{form}check/", f"{form}submit/")
    assert receipt == f"{address}{form}receipt/"
    # The letters of the demo were put in the queue when it was made, which is later than the day of this test.
    states = "SELECT DISTINCT state FROM reports_reportjob WHERE queued_at < '2026-09-08'"
    wait_for(lambda: asked(old.url, states) == [("done",)], 120, "each document")
    assert json.loads(manage(old, "verify", "--json"))["problems"] == []
    assert json.loads(manage(old, "upgrade_check", "--json", "--has-backup", may_find=True))["coming"] == []
