"""Starts PostgreSQL and Redis before Django reads its settings: tests run on the same servers as the product.

pytest loads this as a plugin (`-p tests.servers` in pyproject.toml), because a conftest comes too late for that.
"""

import os
import shutil
from pathlib import Path

from coophub.devstack import redis_url, stack

LOCAL_DIR = Path(__file__).resolve().parent.parent / ".local"

OURS = "COOPHUB_TEST_REDIS"
is_ours = not os.environ.get("REDIS_URL") or OURS in os.environ

if is_ours:
    os.environ.pop("REDIS_URL", None)
# What a test process stores is not among what the demo or another test process stores, and goes with its next run.
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
MEDIA = LOCAL_DIR / "test-media" / PROCESS
shutil.rmtree(MEDIA, ignore_errors=True)
os.environ["MEDIA_ROOT"] = str(MEDIA)
stack.start(LOCAL_DIR)

if is_ours:
    # Each test process has a Redis database of its own, so that no other worker takes its jobs.
    os.environ["REDIS_URL"] = redis_url(LOCAL_DIR).removesuffix("/0") + f"/{int(PROCESS.removeprefix('gw')) + 1}"
    os.environ[OURS] = "yes"
