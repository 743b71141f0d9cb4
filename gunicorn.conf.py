"""What every web server of CoopHub does, in the image and in `make run`. Gunicorn reads this file by its name.

Its workers write their figures into one folder, so that whichever answers `/metrics/` tells those of all. A page goes
out with its head at once: from a server that is killed in between, a proxy would have the head alone, and could no
longer ask another server for the page.
"""

import os
import shutil
import tempfile
from typing import Any

from gunicorn.http import wsgi

FIGURES = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="coophub-figures-"))


class Pieces:
    """What is sent, kept until it is whole."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []
        self.sendall = self.kept.append


class PageWithHead(wsgi.Response):
    """An answer whose head is sent with the first piece of its body."""

    sock: Any

    def write(self, arg: bytes) -> None:
        if self.headers_sent:
            super().write(arg)
            return
        connection, pieces = self.sock, Pieces()
        self.sock = pieces
        try:
            super().write(arg)
        finally:
            self.sock = connection
        connection.sendall(b"".join(pieces.kept))


# No setting of Gunicorn says which class answers.
wsgi.Response = PageWithHead  # type: ignore[misc]


def child_exit(_server: Any, worker: Any) -> None:
    """What it counted stays; what it holds at the moment goes with it."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    shutil.rmtree(FIGURES, ignore_errors=True)
