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
# What tests store is not among what the demo stores, and goes with the next run.
if "PYTEST_XDIST_WORKER" not in os.environ:
    shutil.rmtree(LOCAL_DIR / "test-media", ignore_errors=True)
os.environ["MEDIA_ROOT"] = str(LOCAL_DIR / "test-media")
stack.start(LOCAL_DIR)

if is_ours:
    # Each test process has a Redis database of its own, so that no other worker takes its jobs.
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["REDIS_URL"] = redis_url(LOCAL_DIR).removesuffix("/0") + f"/{int(worker) + 1}"
    os.environ[OURS] = "yes"
