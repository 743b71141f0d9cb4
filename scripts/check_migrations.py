"""Fails on a migration that makes people wait, or with which the release before cannot work.

`docs/operators/upgrades.md` says why.

It reads the statements that PostgreSQL would get from each migration after the first ones. What concerns a table that
the same migration makes is fine: nobody is in it yet.
"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")
django.setup()

from django.apps import apps  # noqa: E402 - only after Django has started
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402
from django.db.migrations.migration import Migration  # noqa: E402

# Each with why nobody waits for it.
UNRELEASED = "0.1.0 is not released: nobody's table has rows"
ALLOWED = {
    ("lab", "0002_municipality_of_a_portfolio"): UNRELEASED,
    ("initiatives", "0003_listed_groups"): UNRELEASED,
}
REFUSED = {
    r"CREATE (UNIQUE )?INDEX (?!CONCURRENTLY)": (
        "an index that is built while nobody can write: AddIndexConcurrently, with atomic = False"
    ),
    r"ADD CONSTRAINT (?!.*NOT VALID).*(CHECK|FOREIGN KEY)": (
        "a constraint that reads the whole table under a lock: AddConstraintNotValid, and ValidateConstraint later"
    ),
    r"ADD CONSTRAINT .*UNIQUE \(": (
        "a unique constraint builds its index while nobody can write: build it with AddIndexConcurrently first"
    ),
    r"ADD COLUMN (?!.*DEFAULT).*NOT NULL|ADD COLUMN .*NOT NULL(?=.*DROP DEFAULT)": (
        "a column that the release before does not fill in: null=True or db_default"
    ),
    r"ALTER COLUMN .* TYPE ": "another type writes the whole table anew under a lock: a new column beside the old one",
    r"ALTER COLUMN .* SET NOT NULL": (
        "NOT NULL reads the whole table under a lock: first a check constraint that is NOT VALID"
    ),
    r"DROP COLUMN|DROP TABLE|RENAME ": (
        "the release before still asks for it: out of the code first, out of the database a release later"
    ),
    r"CANNOT BE WRITTEN AS SQL": "it moves rows in one transaction: in pieces, from a command or a task",
}
"""What PostgreSQL is asked, and what is wrong with that."""
NEW_TABLE = re.compile(r'CREATE TABLE "(\w+)"')
ON_TABLE = re.compile(r'(?:ALTER TABLE|(?: ON)|DROP TABLE) "(\w+)"')


def problems_in(statements: str) -> list[str]:
    """What is wrong with the statements of one migration."""
    new = set(NEW_TABLE.findall(statements))
    found = []
    for statement in _by_operation(statements):
        on = ON_TABLE.search(statement)
        if on is None or on[1] not in new:
            found += [why for pattern, why in REFUSED.items() if re.search(pattern, statement)]
    return list(dict.fromkeys(found))


def _by_operation(statements: str) -> Iterator[str]:
    """Each statement on one line; one that takes a default back belongs to the one that gave it."""
    lines = [line for line in statements.splitlines() if line and (not line.startswith("--") or "CANNOT" in line)]
    together = " ".join(lines)
    yield from re.split(r";(?!\s*ALTER TABLE \S+ ALTER COLUMN \S+ DROP DEFAULT)", together)


def later_migrations(loader: MigrationLoader) -> Iterator[Migration]:
    """Of our apps, those that change what somebody may be using."""
    ours = {config.label for config in apps.get_app_configs() if "site-packages" not in config.path}
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        is_first = migration.initial or name.startswith("0001_") or migration.replaces
        if app in ours and not is_first and (app, name) not in ALLOWED:
            yield migration


def main() -> int:
    loader = MigrationLoader(connection, replace_migrations=False)
    found = [
        f"{migration.app_label}.{migration.name}: {problem}"
        for migration in later_migrations(loader)
        for problem in problems_in("\n".join(loader.collect_sql([(migration, False)])))
    ]
    print(*found, sep="\n", end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
