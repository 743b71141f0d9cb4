"""Where the embedded servers answer, as `manage.py devstack` last wrote it down."""

import json
from pathlib import Path

NOT_STARTED = {"database_url": "postgres://coophub@127.0.0.1:1/coophub", "redis_url": "redis://127.0.0.1:1/0"}
"""Port 1 answers nobody: commands that need no server work, the others say that they cannot connect."""


def addresses_file(local_dir: Path) -> Path:
    return local_dir / "devstack.json"


def database_url(local_dir: Path) -> str:
    """The embedded PostgreSQL's address."""
    return _recorded(local_dir)["database_url"]


def redis_url(local_dir: Path) -> str:
    """The embedded Redis's address."""
    return _recorded(local_dir)["redis_url"]


def _recorded(local_dir: Path) -> dict[str, str]:
    try:
        recorded: dict[str, str] = json.loads(addresses_file(local_dir).read_text())
        return NOT_STARTED | recorded
    except (FileNotFoundError, PermissionError, json.JSONDecodeError):
        return NOT_STARTED
