"""A folder for servers of a test."""

import os
import shutil
import signal
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest

from coophub.devstack.account import outside_folder
from tests.devstack.processes import server_processes


@pytest.fixture
def place():
    """A folder that every account can reach, with whatever was started in it ended afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="coophub-test-"))
    folder.chmod(0o755)
    yield folder
    local = folder / "project" / ".local"
    for made in (local, outside_folder(local)):
        for pid in server_processes(made):
            # One may end with another before its turn comes.
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    shutil.rmtree(outside_folder(local), ignore_errors=True)
    shutil.rmtree(folder)


@pytest.fixture
def local(place):
    (place / "project").mkdir()
    return place / "project" / ".local"
