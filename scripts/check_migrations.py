"""Fails on a migration that makes people wait, or with which the release before cannot work, as
`coophub/operations/upgrading/waits.py` judges. It reads each migration of ours after the first ones.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")
django.setup()

from django.db import connection  # noqa: E402 - only after Django has started
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.migration import Migration  # noqa: E402

from coophub.operations.upgrading.releases import apps_of_ours  # noqa: E402
from coophub.operations.upgrading.waits import ALLOWED, problems_in, statements_of  # noqa: E402


def later_migrations(loader: MigrationLoader) -> Iterator[Migration]:
    """Of our apps, those that change what somebody may be using."""
    ours = apps_of_ours()
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        is_first = migration.initial or name.startswith("0001_") or migration.replaces
        if app in ours and not is_first and (app, name) not in ALLOWED:
            yield migration


def main() -> int:
    loader = MigrationLoader(connection, replace_migrations=False)
    found = [
        f"{migration.app_label}.{migration.name}: {problem}"
        for migration in later_migrations(loader)
        for problem in problems_in(statements_of(loader, migration))
    ]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
