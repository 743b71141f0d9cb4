"""What ends is started again: a process, its children with it, and a server at the address it had."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import redis

from coophub.devstack import database_url, redis_url
from tests.devstack.processes import main_processes, server_processes

ROOT = Path(__file__).resolve().parents[2]
KEEPER = """
import os, signal, sys
from pathlib import Path
from coophub.devstack.keeper import Keeper, Process
signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
environment = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")}
folder = Path(sys.argv[1])
long = Process("long", "/bin/sh -c 'echo $$ > long; sleep 1000 & wait'")
short = Process("short", "/bin/sh -c 'echo once >> short'")
Keeper(folder, folder.parent, [long, short], environment).keep()
"""


def wait_for(condition, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if found := condition():
                return found
        except (OSError, StopIteration, ValueError, IndexError, psycopg.Error, redis.RedisError):
            pass
        time.sleep(0.1)
    raise AssertionError("It did not happen.")


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_what_ends_is_started_again(local):
    keeper = subprocess.Popen([sys.executable, "-c", KEEPER, local], cwd=ROOT)
    try:
        process = wait_for(lambda: int((local.parent / "long").read_text()))
        before = wait_for(lambda: psycopg.connect(database_url(local)) and (database_url(local), redis_url(local)))
        for pid in [process, *main_processes(local)]:
            os.kill(pid, signal.SIGKILL)

        another = wait_for(lambda: (pid := int((local.parent / "long").read_text())) != process and pid)
        wait_for(lambda: psycopg.connect(before[0]))
        wait_for(lambda: redis.from_url(before[1]).ping())

        assert (database_url(local), redis_url(local)) == before
        # What ends at once is not started as fast as it ends.
        assert len((local.parent / "short").read_text().split()) < 10
    finally:
        keeper.send_signal(signal.SIGTERM)
        keeper.wait(30)
    wait_for(lambda: not alive(another))
    assert {pid for pid in server_processes(local.parent) if "sleep" in Path(f"/proc/{pid}/comm").read_text()} == set()
