"""Keeps alive what `make run` and `make dev` start: a process or a server that ends is started again."""

import contextlib
import os
import shlex
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from coophub.devstack import stack
from coophub.devstack.servers import ServerError

LOOK_SECONDS = 0.5
PAUSE_SECONDS = 3
"""Between two starts of a process: one that ends at once is not started a hundred times a minute."""
STOP_SECONDS = 15


@dataclass
class Process:
    """A part of CoopHub, in a process group of its own, so that nothing of it stays when it ends.

    `sockets` are those that it takes over from us, and that stay open when it ends.
    """

    name: str
    command: str
    sockets: Sequence[int] = ()
    started_at: float = field(default=-PAUSE_SECONDS, init=False)
    running: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self, folder: Path, environment: Mapping[str, str]) -> None:
        self.started_at = time.monotonic()
        self.running = subprocess.Popen(
            shlex.split(self.command),
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            pass_fds=self.sockets,
            start_new_session=True,
        )
        threading.Thread(target=self._log, args=[self.running.stdout], daemon=True).start()

    def stop(self) -> None:
        """Asks it to stop; what it has in hand it finishes first."""
        if self.running is not None:
            self.running.terminate()

    def clear(self) -> None:
        """Ends what is left of it: its children, or when it did not stop itself."""
        if self.running is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.running.pid, signal.SIGKILL)

    def say(self, line: str) -> None:
        print(f"{self.name:<6} | {line}", flush=True)

    def _log(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.say(line.rstrip())


@dataclass(frozen=True)
class Keeper:
    """The processes of one CoopHub and the embedded servers that they stand on."""

    local_dir: Path
    folder: Path
    processes: Sequence[Process]
    environment: Mapping[str, str]

    def keep(self) -> None:
        """Looks until this process is told to stop, and then stops every process."""
        servers = stack.servers(self.local_dir, self.environment)
        addresses = stack.start(self.local_dir, self.environment)
        try:
            while True:
                if not all(server.lives() for server in servers.values()):
                    addresses = self._mend_servers(addresses)
                for process in self.processes:
                    self._mend(process)
                time.sleep(LOOK_SECONDS)
        finally:
            self._stop()

    def _mend_servers(self, addresses: dict[str, str]) -> dict[str, str]:
        """Starts again the servers that ended; gives where they are."""
        print("A server ended; it starts again.", flush=True)
        try:
            found = stack.start(self.local_dir, self.environment)
        except ServerError as error:
            print(error, flush=True)
            return addresses
        if found != addresses:
            # Somebody took a port meanwhile. A process asks where the servers are when it starts.
            for process in self.processes:
                process.stop()
        return found

    def _mend(self, process: Process) -> None:
        if process.running is not None:
            status = process.running.poll()
            if status is None or process.started_at + PAUSE_SECONDS > time.monotonic():
                return
            process.clear()
            process.say(f"ended ({status}); it starts again")
        process.start(self.folder, self.environment)

    def _stop(self) -> None:
        for process in self.processes:
            process.stop()
        deadline = time.monotonic() + STOP_SECONDS
        for process in self.processes:
            if process.running is not None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.running.wait(max(0.0, deadline - time.monotonic()))
            process.clear()
