"""Two web servers and two workers behind nginx: each is killed in turn while groups submit and somebody looks, and then
all are replaced by those of a next release, by the lines of the manual. Nobody who only looks ever sees an error.
"""

import os
import re
import signal
import socket
import subprocess
import tempfile
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest

from tests.database import dump_template
from tests.faults.running import ROOT, Groups, Site, Visitor, every_letter_is_made, wait_for

pytestmark = [
    *(pytest.mark.django_db, pytest.mark.faults, pytest.mark.thorough),
    pytest.mark.xdist_group("worker"),
]

BIN, NGINX = ROOT / ".venv/bin", ROOT / ".local/nginx/usr/sbin"
ADDRESSES = ("127.0.0.1:8001", "127.0.0.1:8002")
"""As the example for nginx has them."""
START_SECONDS = 120
COUNT, AT_A_TIME = 24, 3
VISITORS = 3


class House:
    """Two of each, on the two servers of a bare site."""

    def __init__(self, site, folder):
        self.site, self.folder = site, folder
        door, *ports = free_ports(3)
        self.servers = [f"127.0.0.1:{port}" for port in ports]
        example = (ROOT / "docker/nginx.conf").read_text()
        for named, ours in zip(("127.0.0.1:8080", *ADDRESSES), (f"127.0.0.1:{door}", *self.servers), strict=True):
            example = example.replace(named, ours)
        (folder / "nginx.conf").write_text(example)
        site.address = f"localhost:{door}"
        self.environment = {
            **site.environment,
            "DATABASE_URL": site.database,
            "REDIS_URL": site.broker,
            "SITE_URL": f"http://{site.address}",
            "PATH": f"{BIN}:{NGINX}:{os.environ['PATH']}",
            "NGINX": str(folder),
            "NAME": "localhost",
        }
        self.workers = [self.start_worker(number) for number in range(2)]
        self.beat = self.start("celery", "-A", "coophub", "beat", "--schedule", str(folder / "beat"))
        for number in range(2):
            self.start_web(number)
        self.nginx = self.start("nginx", "-p", str(folder), "-c", "nginx.conf", "-g", "daemon off;")

    def start(self, *words):
        return subprocess.Popen(
            words, cwd=ROOT, env=self.environment, stdout=self.site.log, stderr=self.site.log, start_new_session=True
        )

    def start_worker(self, number):
        queues = "letters,reports,mail,sweep,quick"
        name = f"{number}-{os.urandom(4).hex()}@%h"
        return self.start("celery", "-A", "coophub", "worker", "-Q", queues, "-n", name, "--concurrency", "1")

    def start_web(self, number):
        self.by_the_manual(self.of_the_manual()[2], number)

    def of_the_manual(self):
        chapter = (ROOT / "docs/operators/upgrades.md").read_text().partition("## Two web servers")[2]
        return re.findall(r"```sh\n(.*?)```", chapter.partition("\n## ")[0], re.DOTALL)

    def by_the_manual(self, lines, number):
        # nginx reads its file when it starts; until then there is none to tell.
        told = {"SERVER": self.servers[number], "PID": str(self.pid_file(number))}
        if not (self.folder / "nginx.pid").exists():
            lines = lines.replace('nginx -p "$NGINX" -c nginx.conf -s reload\n', "")
        done = subprocess.run(
            ["bash", "-euc", lines],
            cwd=ROOT,
            env={**self.environment, **told},
            stdout=self.site.log,
            stderr=self.site.log,
            timeout=START_SECONDS,
        )
        assert done.returncode == 0

    def pid_file(self, number):
        return self.folder / f"web-{number}.pid"

    def kill_web(self, number):
        """With all that it started, at once."""
        pid = int(self.pid_file(number).read_text())
        children = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()
        for each in (pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self.pid_file(number).unlink()

    def stop(self):
        for number in range(2):
            with suppress(FileNotFoundError):
                self.kill_web(number)
        for process in (self.nginx, self.beat, *self.workers):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def free_ports(count):
    doors = [socket.create_server(("127.0.0.1", 0)) for _number in range(count)]
    ports = [door.getsockname()[1] for door in doors]
    for door in doors:
        door.close()
    return ports


@pytest.fixture
def house(db):
    with tempfile.TemporaryDirectory(prefix="coophub-test-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        dump_template(folder / "database.sql")
        site = Site(folder, COUNT, folder / "database.sql", "--bare")
        try:
            house = House(site, folder)
            try:
                yield house
            finally:
                house.stop()
        finally:
            site.stop()


@pytest.fixture
def people(house):
    """Groups that submit, and some who look; they go when the test ends, however it does."""
    groups, visitors = Groups(house.site), [Visitor(house.site) for _number in range(VISITORS)]
    wait_for(lambda: house.site.ask("GET", "/")[0] == 200, START_SECONDS, "the site")
    for each in (groups, *visitors):
        each.start()
    yield groups, visitors
    for each in (groups, *visitors):
        each.done.set()


def test_nobody_who_looks_sees_that_a_server_is_killed_or_replaced(house, people):
    site, (groups, visitors) = house.site, people

    for number in range(2):
        under_load(groups)
        house.kill_web(number)
        under_load(groups)
        house.start_web(number)
    for number in range(2):
        under_load(groups)
        os.killpg(house.workers[number].pid, signal.SIGKILL)
        house.workers[number] = house.start_worker(number)
    killed = [*site.failures]
    next_release(house, groups)
    groups.go(COUNT)
    wait_for(lambda: len(groups.acknowledged) == COUNT, START_SECONDS, "every submission")
    groups.done.set()
    for visitor in visitors:
        visitor.done.set()
        visitor.join()

    # Who looked saw pages alone, whatever was killed; who sent something to a server as it was killed was told so.
    assert Counter(answer[0] for visitor in visitors for answer in visitor.answers).keys() == {200}
    assert {(method, status) for method, _path, status in killed} <= {("POST", 502)}
    assert len(killed) <= 2 * AT_A_TIME
    assert site.failures == killed
    assert groups.unsure == 0
    [(numbers,)] = site.query("SELECT count(DISTINCT number) FROM subsidies_application WHERE state = 'submitted'")
    assert numbers == COUNT
    every_letter_is_made(site, COUNT)
    assert site.query("SELECT subject_id FROM reports_reportjob GROUP BY subject_id HAVING count(*) > 1") == []
    assert site.query("SELECT next_release FROM initiatives_initiative LIMIT 1") == [(None,)]


def under_load(groups):
    """Something was just acknowledged, and something else is under way."""
    groups.go(1)
    groups.wait_for_next()
    groups.go(1)


def next_release(house, groups):
    """Its migration, while the servers of the release before go on; then its workers and web servers, one by one."""
    groups.go(1)
    migrating = house.start("python", "-m", "tests.faults.next_release", "migrate")
    under_load(groups)
    assert migrating.wait(START_SECONDS) == 0
    for number in range(2):
        before = house.workers[number]
        house.workers[number] = house.start_worker(number)
        before.terminate()
        groups.go(1)
        before.wait(START_SECONDS)
        away, ends, comes = house.of_the_manual()
        for lines in (away, ends, comes):
            groups.go(1)
            house.by_the_manual(lines, number)
