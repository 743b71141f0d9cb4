"""Starts PostgreSQL and Redis before Django reads its settings: tests run on the same servers as the product.

pytest loads this as a plugin (`-p tests.servers` in pyproject.toml), because a conftest comes too late for that.
"""

from pathlib import Path

from coophub.devstack import stack

stack.start(Path(__file__).resolve().parent.parent / ".local")
