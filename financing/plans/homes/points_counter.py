"""The process that counts the points of homes, kept warm: it takes seconds to start, and then some milliseconds a home.

It lives with a worker (`financing.plans.tasks`) and ends with it, as its input does. A page asks for points as a job.
"""

import json
import os
import select
import subprocess
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from financing.plans.homes import rent_points
from financing.plans.homes.rent_points import Facts, PointsFound

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SECONDS = 60
"""Longer nobody waits for a home, the start included."""


class PointsError(RuntimeError):
    """The points could not be counted now."""


class PointsCounter:
    """Starts the process when it is needed, and anew when it died or kept silent."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0

    def start(self) -> None:
        """Lets the process get ready, without waiting for it."""
        with self._lock:
            self._running()

    def points_of(self, facts: Facts) -> PointsFound:
        """Raises PointsError."""
        with self._lock:
            try:
                answer = json.loads(self._ask(json.dumps(asdict(facts))))
            except (OSError, ValueError) as error:
                self._end()
                raise PointsError(str(error)) from error
        if "error" in answer:
            raise PointsError(answer["error"])
        return PointsFound(answer["points"], [(name, points) for name, points in answer["parts"]], answer["remarks"])

    def _ask(self, question: str) -> bytes:
        """The line that the process answers. Raises OSError when it does not."""
        try:
            return _asked(self._running(), question)
        except BrokenPipeError:
            # It died since the last home.
            return _asked(self._running(), question)

    def _running(self) -> subprocess.Popen[bytes]:
        # A worker that was forked has none of its own yet.
        if self._process is None or self._owner != os.getpid() or self._process.poll() is not None:
            self._process, self._owner = _started(), os.getpid()
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


counter = PointsCounter()


def _started() -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", rent_points.__name__],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
    )


def _asked(process: subprocess.Popen[bytes], question: str) -> bytes:
    to, back = process.stdin, process.stdout
    if to is None or back is None:
        raise BrokenPipeError
    to.write(question.encode() + b"\n")
    to.flush()
    if not select.select([back], [], [], SECONDS)[0]:
        raise TimeoutError("no answer in time")
    answer = back.readline()
    if not answer:
        process.wait()
        raise BrokenPipeError
    return answer
