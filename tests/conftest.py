"""Tests run on the same PostgreSQL and Redis as the product; they are started before Django reads its settings."""

from pathlib import Path

from coophub.devstack import stack

LOCAL_DIR = Path(__file__).resolve().parent.parent / ".local"

stack.start(LOCAL_DIR)
