"""Back to any second, by the lines of the manual: a server is killed while somebody writes, and a new one is made of
base and changes.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command

from coophub.devstack import stack
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.faults]

ROOT = Path(settings.BASE_DIR)
PATIENCE = 60
WRITER = """
import itertools, django
django.setup()
from django.db import connection
from coophub.accounts.models import User
from coophub.audit.services import record
person = User.objects.get(email="els@example.org")
for number in itertools.count():
    record(actor=None, action="accounts.sign_in", target=person, after={"number": number})
    print(number, flush=True)
"""


def lines_of(heading):
    """The blocks of a chapter of the manual, in their order."""
    chapter = (ROOT / "docs/operators/backup.md").read_text().partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", chapter, re.DOTALL)


@pytest.fixture
def server(local):
    """A server of its own, beside that of the tests."""
    UserFactory(email="els@example.org")
    return stack.servers(local, {"REDIS_URL": "elsewhere"})["database_url"]


def environment(url):
    parts = urlsplit(url)
    return {
        "PGHOST": parts.hostname, "PGPORT": str(parts.port), "PGUSER": parts.username, "PGPASSWORD": parts.password,
        "PGDATABASE": parts.path[1:],
    }  # fmt: skip


def wait_for(condition, what):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
    return found


def numbers(url):
    with psycopg.connect(url) as there:
        rows = there.execute("SELECT (after->>'number')::int FROM audit_auditentry WHERE after ? 'number' ORDER BY id")
        return [number for (number,) in rows]


def now_of(url):
    with psycopg.connect(url) as there:
        return there.execute("SELECT now()").fetchone()[0]


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_server_that_was_killed_comes_back_as_it_was_at_any_second(server, tmp_path):
    archiving, base_of_the_week, last_minute, together = lines_of("Back to any second")
    folders = {
        "ARCHIVE": server.account.own(server.folder / "archive"),
        "BASE": server.folder / "base",
        "BROKEN": server.data,
        "RESTORED": server.folder / "restored",
    }

    def by_the_manual(block, **more):
        done = subprocess.run(
            ["bash", "-euc", block],
            env={
                "PATH": f"{server.binaries}:{os.defpath}",
                **environment(url),
                **{name: str(folder) for name, folder in folders.items()},
                **more,
            },
            cwd=server.folder,
            capture_output=True,
            text=True,
            **server.account.process_options(),
        )
        assert done.returncode == 0, done.stderr

    url = server.start()
    by_the_manual(archiving)
    server.stop()
    url = server.start()
    copy = tmp_path / "copy"
    call_command("backup", copy, verbosity=0)
    call_command("restore", copy, database=url, media=tmp_path / "media", verbosity=0)
    writer = subprocess.Popen(
        [sys.executable, "-u", "-c", WRITER],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "coophub.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert writer.stdout.readline().strip() == "0"
    by_the_manual(base_of_the_week)
    wait_for(lambda: len(numbers(url)) > 20, "nobody writes")
    before, moment, after = numbers(url), now_of(url), numbers(url)
    wait_for(lambda: now_of(url) > moment + timedelta(seconds=1), "time stands still")
    wait_for(lambda: len(numbers(url)) > len(after) + 40, "nobody goes on")
    os.kill(int((server.data / "postmaster.pid").read_text().splitlines()[0]), signal.SIGKILL)
    writer.wait(PATIENCE)

    by_the_manual(last_minute)
    by_the_manual(together, MOMENT=moment.astimezone(UTC).isoformat())
    again = replace(server, folder=server.account.own(server.folder.with_name("again")))
    folders["RESTORED"].rename(again.data)
    shutil.copy2(server.password_file, again.password_file)
    with suppress(PermissionError):
        shutil.chown(again.password_file, server.account.uid or -1, server.account.gid or -1)
    restored = again.start()
    wait_for(lambda: writable(restored), "it does not come to its end")

    found = numbers(restored)
    # What was acknowledged before the moment, without a gap, and of what came after it at most the one on its way.
    assert found == list(range(len(found)))
    assert len(before) <= len(found) <= len(after) + 1
    verified = subprocess.run(
        [sys.executable, "manage.py", "verify"],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": restored, "MEDIA_ROOT": str(tmp_path / "media")},
        capture_output=True,
        text=True,
    )
    assert verified.returncode == 0, verified.stdout + verified.stderr


def writable(url):
    with psycopg.connect(url) as there:
        return not there.execute("SELECT pg_is_in_recovery()").fetchone()[0]
