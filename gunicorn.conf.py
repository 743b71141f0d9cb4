"""What every web server of CoopHub does, in the image and in `make run`. Gunicorn reads this file by its name.

Its workers write their figures into one folder, so that whichever answers `/metrics/` tells those of all.
"""

import os
import shutil
import tempfile
from typing import Any

FIGURES = os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="coophub-figures-"))


def child_exit(_server: Any, worker: Any) -> None:
    """What it counted stays; what it holds at the moment goes with it."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(worker.pid)


def on_exit(_server: Any) -> None:
    shutil.rmtree(FIGURES, ignore_errors=True)
