"""Starting and stopping the two embedded servers."""

import contextlib
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from coophub.devstack.account import Account

HOST = "127.0.0.1"
USER = "coophub"
DATABASE = "coophub"
MAJOR_VERSION = 18
"""PostgreSQL reads no other version's data, so each version has a data folder of its own."""
START_SECONDS = 60
STOP_SECONDS = 30
PORTS = range(20_000, 32_000)
"""Below those that the system hands out to whoever asks for any: ours is still free when a killed server returns."""

POSTGRES_SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    # What was answered is on the disk (decision 64).
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # After a kill the whole file system is flushed at once, and not each of thousands of files for itself.
    "recovery_init_sync_method": "syncfs",
    "shared_buffers": "128MB",
    "logging_collector": "off",
}


class ServerError(Exception):
    """A server did not start or stop; the message says where its log is."""


@dataclass(frozen=True)
class Server:
    """What both servers have in common: an account, a data folder, a log."""

    account: Account
    folder: Path

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def launch(self, command: list[str | Path]) -> subprocess.Popen[bytes]:
        """Starts a server that outlives this process."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                env={"PATH": os.defpath, "HOME": str(self.folder), "LC_ALL": "C.UTF-8"},
                **self.account.process_options(),
            )

    def failed(self, what: str) -> ServerError:
        last = self.log.read_text(errors="replace").splitlines()[-5:] if self.log.exists() else []
        return ServerError("\n".join([f"{what} See {self.log}:", *last]))


@dataclass(frozen=True)
class Postgres(Server):
    binaries: Path

    @property
    def data(self) -> Path:
        return self.folder / f"data-{MAJOR_VERSION}"

    @property
    def password_file(self) -> Path:
        return self.folder / "password"

    @property
    def port_file(self) -> Path:
        """Where it answered before, and answers again: who knows the address need not be told another."""
        return self.folder / "port"

    def lives(self) -> bool:
        """Whether its process is there; it may be starting, or too busy to answer."""
        lines = _lines(self.data / "postmaster.pid")
        return bool(lines) and _runs(int(lines[0]), "postgres")

    def running_url(self) -> str | None:
        """The address of the server that runs on this data; None when there is none."""
        lines = _lines(self.data / "postmaster.pid")
        if len(lines) < 4 or not self.lives():
            return None
        url = self._url(int(lines[3]))
        return url if _answers(url) else None

    def start(self) -> str:
        """Starts PostgreSQL, or finds it running; gives its address. Raises ServerError."""
        self._initialise()
        deadline = time.monotonic() + START_SECONDS
        # After a killed server its last backends may hold the data for a moment yet: then we try again.
        while time.monotonic() < deadline:
            url = self.running_url() or self._start_once(deadline)
            if url:
                self._create_database(url)
                return url
            time.sleep(0.3)
        raise self.failed("PostgreSQL does not start.")

    def stop(self) -> None:
        """Stops PostgreSQL, ending open connections. Raises ServerError."""
        lines = _lines(self.data / "postmaster.pid")
        if lines and not _end(int(lines[0]), "postgres", signal.SIGINT):
            raise self.failed("PostgreSQL does not stop.")

    def _initialise(self) -> None:
        if (self.data / "PG_VERSION").exists():
            return
        half_made = self.folder / "data.new"
        shutil.rmtree(half_made, ignore_errors=True)
        shutil.rmtree(self.data, ignore_errors=True)
        if not self.password_file.exists():
            self.password_file.touch(mode=0o600)
            self.password_file.write_text(secrets.token_urlsafe(24))
            if self.account.uid is not None:
                os.chown(self.password_file, self.account.uid, self.account.gid or -1)
        made = self.launch(
            [
                self.binaries / "initdb",
                "-D",
                half_made,
                "-U",
                USER,
                f"--pwfile={self.password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
                "--no-instructions",
            ]
        )
        if made.wait() != 0:
            raise self.failed("PostgreSQL's data could not be made.")
        half_made.rename(self.data)

    def _start_once(self, deadline: float) -> str | None:
        pid_file = self.data / "postmaster.pid"
        lines = _lines(pid_file)
        if lines and not _runs(int(lines[0]), "postgres"):
            pid_file.unlink(missing_ok=True)
        options = [part for name, value in POSTGRES_SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with hold_port(_number(self.port_file)) as port:
            self.port_file.write_text(str(port))
            process = self.launch([self.binaries / "postgres", "-D", self.data, "-p", str(port), *options])
            while process.poll() is None and time.monotonic() < deadline:
                if _answers(self._url(port)):
                    return self._url(port)
                time.sleep(0.05)
        return None

    def _url(self, port: int) -> str:
        return f"postgres://{USER}:{self.password_file.read_text()}@{HOST}:{port}/{DATABASE}"

    def _create_database(self, url: str) -> None:
        with psycopg.connect(_maintenance(url), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(f'CREATE DATABASE "{DATABASE}"')


@dataclass(frozen=True)
class Redis(Server):
    program: Path

    @property
    def pid_file(self) -> Path:
        return self.folder / "redis.pid"

    @property
    def url_file(self) -> Path:
        return self.folder / "url"

    def lives(self) -> bool:
        """Whether its process is there; it may be starting, or too busy to answer."""
        lines = _lines(self.pid_file)
        return bool(lines) and _runs(int(lines[0]), "redis")

    def running_url(self) -> str | None:
        """The address of the Redis that runs in this folder; None when there is none."""
        if not self.lives() or not self.url_file.exists():
            return None
        url = self.url_file.read_text()
        return url if _pongs(url) else None

    def start(self) -> str:
        """Starts Redis, or finds it running; gives its address. Raises ServerError."""
        if url := self.running_url():
            return url
        before = urlsplit(_text(self.url_file))
        with hold_port(before.port) as port:
            url = self._start_at(port, before.password or secrets.token_urlsafe(24))
        if url is None:
            raise self.failed("Redis does not start.")
        return url

    def _start_at(self, port: int, password: str) -> str | None:
        url = f"redis://:{password}@{HOST}:{port}/0"
        settings = self.folder / "redis.conf"
        settings.touch(mode=0o600)
        if self.account.uid is not None:
            os.chown(settings, self.account.uid, self.account.gid or -1)
        # Written to disk every second, so that queued work survives a restart.
        settings.write_text(
            f"bind {HOST}\nport {port}\nrequirepass {password}\ndir {self.folder}\npidfile {self.pid_file}\n"
            'daemonize no\nappendonly yes\nappendfsync everysec\nsave ""\n'
        )
        self.pid_file.unlink(missing_ok=True)
        process = self.launch([self.program, settings])
        self.url_file.touch(mode=0o600)
        self.url_file.write_text(url)
        self.pid_file.write_text(str(process.pid))
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            if _pongs(url):
                return url
            time.sleep(0.05)
        return None

    def stop(self) -> None:
        """Stops Redis after it wrote what it holds. Raises ServerError."""
        lines = _lines(self.pid_file)
        if lines and not _end(int(lines[0]), "redis", signal.SIGTERM):
            raise self.failed("Redis does not stop.")
        self.pid_file.unlink(missing_ok=True)


def _lines(path: Path) -> list[str]:
    return _text(path).splitlines()


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except FileNotFoundError:
        return ""


def _number(path: Path) -> int | None:
    text = _text(path)
    return int(text) if text.isdigit() else None


def _runs(pid: int, program: str) -> bool:
    """Whether this process lives and is that program: a number may have gone to another process since."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return program.encode() in command and state != "Z"


def _end(pid: int, program: str, how: signal.Signals) -> bool:
    """Asks a process to end and waits for it; gives whether it did."""
    if not _runs(pid, program):
        return True
    os.kill(pid, how)
    deadline = time.monotonic() + STOP_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
        if not _runs(pid, program):
            return True
        time.sleep(0.05)
    return False


@contextmanager
def hold_port(wanted: int | None = None) -> Iterator[int]:
    """A port that nobody else takes while a server starts on it: the wanted one, or when that is taken another.

    Linux lets one socket listen on a port that another only holds, when both allow it. Raises ServerError.
    """
    with contextlib.ExitStack() as held:
        for port in [*filter(None, [wanted]), *secrets.SystemRandom().sample(PORTS, 200)]:
            holder = held.enter_context(socket.socket())
            # Connections of the server that was killed linger for a minute, and are no reason to go elsewhere.
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, int(port == wanted))
            try:
                holder.bind((HOST, port))
            except OSError:
                continue
            holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            yield port
            return
    raise ServerError("No port is free.")


def _maintenance(url: str) -> str:
    return url.rpartition("/")[0] + "/postgres"


def _answers(url: str) -> bool:
    try:
        psycopg.connect(_maintenance(url), connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def _pongs(url: str) -> bool:
    parts = urlsplit(url)
    client = redis.Redis(host=HOST, port=parts.port or 0, password=parts.password, socket_timeout=2)
    try:
        return bool(client.ping())
    except redis.RedisError:
        return False
    finally:
        client.close()
