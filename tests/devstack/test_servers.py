"""The embedded servers: started twice, killed, interrupted, as root and out of reach. Every server here is real."""

import os
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
import redis

from coophub.devstack import servers, stack
from coophub.devstack.account import Account, data_folder, outside_folder, server_account
from coophub.devstack.addresses import addresses_file, database_url, redis_url
from coophub.devstack.servers import ServerError
from tests.devstack.processes import main_processes, parent_of, server_processes

ROOT = Path(__file__).resolve().parents[2]
NOTHING_SET: dict[str, str] = {}


def start(local):
    return stack.start(local, NOTHING_SET)


def ask(url, question):
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def test_a_start_a_second_start_and_a_stop(local):
    addresses = start(local)
    first = main_processes(local)
    assert ask(addresses["database_url"], "SHOW server_version").startswith(f"{servers.MAJOR_VERSION}.")
    assert redis.from_url(addresses["redis_url"]).ping()
    assert (database_url(local), redis_url(local)) == (addresses["database_url"], addresses["redis_url"])

    assert start(local) == addresses
    assert main_processes(local) == first
    assert stack.status(local) == addresses

    stack.stop(local)
    stack.stop(local)
    assert server_processes(local) == []
    assert not addresses_file(local).exists()
    assert stack.status(local) == {"database_url": None, "redis_url": None}


def test_redis_of_the_machine_serves_where_there_is_no_wheel(local, monkeypatch):
    ours = stack.redis_server(Account(), local)

    monkeypatch.setenv("PATH", str(ours.parent))
    assert stack.redis_server(Account(), local, wheel="no_such_wheel") == ours

    monkeypatch.setenv("PATH", "")
    with pytest.raises(ServerError):
        stack.redis_server(Account(), local, wheel="no_such_wheel")


def test_after_a_kill_both_start_again_with_what_they_held(local):
    addresses = start(local)
    with psycopg.connect(addresses["database_url"], autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (words text)")
        connection.execute("INSERT INTO kept VALUES ('nog hier')")
    redis.from_url(addresses["redis_url"]).set("kept", "nog hier")
    time.sleep(1.2)  # Redis writes to disk every second.

    for pid in main_processes(local):
        os.kill(pid, signal.SIGKILL)
    again = start(local)

    assert again == addresses
    assert ask(again["database_url"], "SELECT words FROM kept") == "nog hier"
    assert redis.from_url(again["redis_url"]).get("kept") == b"nog hier"


def test_what_is_answered_is_on_the_disk(local):
    url = start(local)["database_url"]

    settings = ("fsync", "synchronous_commit", "full_page_writes")
    assert {name: ask(url, f"SHOW {name}") for name in settings} == dict.fromkeys(settings, "on")


def test_a_server_that_comes_back_takes_another_port_only_when_its_own_is_taken(local):
    addresses = start(local)
    for pid in main_processes(local):
        os.kill(pid, signal.SIGKILL)

    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        wait_until_free(other, urlsplit(addresses["redis_url"]).port)
        other.listen()
        again = start(local)

    assert again["database_url"] == addresses["database_url"]
    assert again["redis_url"] != addresses["redis_url"]
    assert redis.from_url(again["redis_url"]).ping()


def wait_until_free(found, port):
    for _attempt in range(100):
        try:
            return found.bind(("127.0.0.1", port))
        except OSError:
            time.sleep(0.05)
    return pytest.fail("It stays taken.")


def test_a_port_that_is_held_is_given_to_nobody_else():
    with servers.hold_port() as port:
        with socket.socket() as other, pytest.raises(OSError, match="in use"):
            other.bind(("127.0.0.1", port))
        with servers.hold_port() as another, socket.socket() as ours:
            assert another != port
            ours.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            ours.bind(("127.0.0.1", port))
            ours.listen()


def test_a_first_run_that_was_killed_is_made_good(local):
    start(local)
    stack.stop(local)
    data = local / "devstack/postgres" / f"data-{servers.MAJOR_VERSION}"
    (data / "PG_VERSION").unlink()
    half_made = data.with_name("data.new")
    half_made.mkdir()
    (half_made / "rest").touch()
    (local / "devstack.json").write_text('{"database_url": "postgres://half')

    assert ask(start(local)["database_url"], "SELECT 1") == 1


def test_many_starts_at_the_same_moment_give_one_of_each(local):
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda _number: start(local), range(4)))

    assert all(addresses == found[0] for addresses in found)
    postgres, broker = main_processes(local)
    others = set(server_processes(local)) - {postgres, broker}
    assert {parent_of(pid) for pid in others} == {postgres}


def test_nothing_is_started_where_servers_are_given(local):
    environment = {"DATABASE_URL": "postgres://a:b@db.example/c", "REDIS_URL": "redis://cache.example"}

    assert stack.start(local, environment) == {}

    assert server_processes(local) == []
    assert not (local / "devstack").exists()


def test_one_given_server_leaves_the_other_to_us(local):
    assert set(stack.start(local, {"DATABASE_URL": "postgres://a:b@db.example/c"})) == {"redis_url"}
    assert len(server_processes(local)) == 1


def test_both_ask_for_a_password_and_listen_on_this_machine_only(local):
    addresses = start(local)
    database, broker = urlsplit(addresses["database_url"]), urlsplit(addresses["redis_url"])

    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(addresses["database_url"].replace(database.password, "wrong"))
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=broker.port).ping()
    assert ask(addresses["database_url"], "SHOW listen_addresses") == "127.0.0.1"
    own = socket.gethostbyname(socket.gethostname())
    if own != "127.0.0.1":
        for port in (database.port, broker.port):
            with pytest.raises(OSError, match=r"refused|timed out"):
                socket.create_connection((own, port), timeout=2)
    secret = [addresses_file(local), *local.rglob("password"), *local.rglob("redis.conf"), *local.rglob("redis/url")]
    assert len(secret) == 4
    assert {path.stat().st_mode & 0o777 for path in secret} == {0o600}


def test_servers_run_as_an_account_without_rights(local):
    start(local)

    expected = server_account().uid if os.geteuid() == 0 else os.geteuid()
    assert {Path(f"/proc/{pid}").stat().st_uid for pid in main_processes(local)} == {expected}
    assert expected != 0


def test_a_folder_out_of_reach_stays_as_it_is(place, local):
    (place / "project").chmod(0o700)
    before = {path: path.stat().st_mode for path in (place, place / "project")}

    addresses = start(local)

    assert ask(addresses["database_url"], "SELECT 1") == 1
    assert redis.from_url(addresses["redis_url"]).ping()
    assert {path: path.stat().st_mode for path in before} == before
    stack.stop(local)
    assert server_processes(outside_folder(local)) == server_processes(local) == []


def test_somebody_else_s_folder_is_not_trusted(place, local, monkeypatch):
    (place / "project").chmod(0o700)
    monkeypatch.setattr("os.geteuid", lambda: 12345)
    outside_folder(local).mkdir()

    with pytest.raises(PermissionError, match="belongs to somebody else"):
        data_folder(Account(uid=12345), local)


def test_a_server_that_cannot_start_says_where_to_look(local):
    start(local)
    stack.stop(local)
    (local / "devstack/postgres" / f"data-{servers.MAJOR_VERSION}" / "postgresql.conf").write_text("this is no setting")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(servers, "START_SECONDS", 2)
        with pytest.raises(ServerError, match=r"server\.log"):
            start(local)


@pytest.mark.thorough
def test_the_command_starts_tells_and_stops(local):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
    } | {"COOPHUB_LOCAL_DIR": str(local)}

    def command(*words):
        done = subprocess.run(
            [sys.executable, "manage.py", "devstack", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    assert command() == "PostgreSQL and Redis answer.\n"
    assert command("status") == "PostgreSQL: runs\nRedis: runs\n"
    assert command("stop") == "Stopped.\n"
    assert command("status") == "PostgreSQL: does not run\nRedis: does not run\n"
