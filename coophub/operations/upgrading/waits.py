"""Whom a migration keeps waiting, and whether the release before can go on with it: read from the statements that
PostgreSQL would get. `docs/operators/upgrades.md` says why.

What concerns a table that the same migration makes is fine: nobody is in it yet.
"""

import re
from collections.abc import Iterator, Set

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

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
SINCE_0_1_0 = "0.1.0 has none of its tables: one upgrade makes and changes them"
ALLOWED = {
    ("lab", "0002_municipality_of_a_portfolio"): SINCE_0_1_0,
    ("tokens", "0002_tokens_of_organisations"): SINCE_0_1_0,
}
"""What is fine all the same, each with why nobody waits for it."""
NEW_TABLE = re.compile(r'CREATE TABLE "(\w+)"')
ON_TABLE = re.compile(r'(?:ALTER TABLE|(?: ON)|DROP TABLE) "(\w+)"')
TAKEN = re.compile(r"\bLOCK TABLE ([\w, ]+?)\s+IN ")


def statements_of(loader: MigrationLoader, migration: Migration) -> str:
    """What PostgreSQL would get."""
    return "\n".join(loader.collect_sql([(migration, False)]))


def tables_made(statements: str) -> set[str]:
    return set(NEW_TABLE.findall(statements))


def problems_in(statements: str, not_there: Set[str] = frozenset()) -> list[str]:
    """What is wrong with the statements of one migration. `not_there` are tables in which nobody is yet, beside its
    own.
    """
    new = tables_made(statements) | not_there
    found = []
    for statement in _by_operation(statements):
        on = ON_TABLE.search(statement)
        if on is None or on[1] not in new:
            found += [why for pattern, why in REFUSED.items() if re.search(pattern, statement)]
    return list(dict.fromkeys(found))


def tables_taken(statements: str) -> list[str]:
    """The tables that nobody can use while a migration counts what is in them: it takes them all at once."""
    return [table for tables in TAKEN.findall(statements) for table in tables.split(", ")]


def _by_operation(statements: str) -> Iterator[str]:
    """Each statement on one line; one that takes a default back belongs to the one that gave it."""
    lines = [line for line in statements.splitlines() if line and (not line.startswith("--") or "CANNOT" in line)]
    together = " ".join(lines)
    yield from re.split(r";(?!\s*ALTER TABLE \S+ ALTER COLUMN \S+ DROP DEFAULT)", together)
