"""Whether the database can be brought up to this release now: what would be made, who would wait, and what to mend
first.
"""

import datetime as dt
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from django.db import Error, connection
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.migration import Migration

from coophub.operations.backup import making
from coophub.operations.backup.contents import release
from coophub.operations.errors import OperationError
from coophub.operations.health import HealthPart, ask_each, disk
from coophub.operations.models import LastRun
from coophub.operations.production import settings_problems
from coophub.operations.upgrading.releases import MigrationKey, apps_of_ours, known_here, release_of
from coophub.operations.upgrading.waits import problems_in, statements_of, tables_made, tables_taken
from coophub.web import clock

BACKUP_IS_OLD_AFTER = dt.timedelta(hours=26)
"""A night that was missed, as `docker/alerts.yml` has it."""


@dataclass(frozen=True)
class ComingMigration:
    """A change of the database that is to be made: who waits meanwhile is `said`."""

    name: str
    said: str
    problems: list[str]


@dataclass(frozen=True)
class UpgradeCheck:
    """`of_database` and `of_code` are releases; one that is empty is none that was published."""

    of_database: str
    of_code: str
    coming: list[ComingMigration]
    parts: list[HealthPart]


def check_upgrade(*, has_backup: bool = False) -> UpgradeCheck:
    """`has_backup` says that a copy was made in another way. Raises OperationError."""
    executor = _executor()
    loader = executor.loader
    made = set(loader.applied_migrations)
    waiting = [migration for migration, _backwards in executor.migration_plan(loader.graph.leaf_nodes())]
    return UpgradeCheck(
        of_database=release_of(made),
        of_code=release(),
        coming=list(_coming(loader, waiting)) if made else [],
        parts=ask_each(
            {
                "database": lambda: _database(loader, made),
                "backup": lambda: "made in another way" if has_backup or not made else _backup(),
                "settings": _settings,
                "disk": disk,
            }
        ),
    )


def _executor() -> MigrationExecutor:
    try:
        return MigrationExecutor(connection)
    except Error as error:
        raise OperationError(f"The database does not answer: {error}") from error


def _coming(loader: MigrationLoader, waiting: Sequence[Migration]) -> Iterator[ComingMigration]:
    """In a table that an earlier one of these makes is nobody yet."""
    not_there: set[str] = set()
    for migration in waiting:
        statements = statements_of(loader, migration)
        taken = tables_taken(statements)
        said = f"who uses {', '.join(taken)} waits until what is there was counted" if taken else "nobody waits"
        yield ComingMigration(str(migration), said, problems_in(statements, not_there))
        not_there |= tables_made(statements)


def _database(loader: MigrationLoader, made: Set[MigrationKey]) -> str:
    """Raises OperationError for one of a newer release."""
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory as error:
        raise OperationError(f"its history is not that of any release: {error}") from error
    ours = apps_of_ours()
    unknown = sorted(key for key in made - known_here(loader) if key[0] in ours)
    if unknown:
        raise OperationError(
            f"is of a newer release: a change in it is not known here ({'.'.join(unknown[0])}). Install that release"
        )
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_database_size(current_database()))")
        size = cursor.fetchone()[0]
    return f"{size}, {'of release ' + release_of(made) if release_of(made) else 'of no release'}" if made else "empty"


def _backup() -> str:
    """Raises OperationError when the last good copy is too long ago, as far as this database knows."""
    last = None
    # A database from before there were copies has no such table.
    if LastRun._meta.db_table in connection.introspection.table_names():
        last = LastRun.objects.filter(name=making.RUN).values_list("succeeded_at", flat=True).first()
    if last is None:
        raise OperationError("no copy is known here. Make one with `manage.py backup`")
    if clock.now() - last > BACKUP_IS_OLD_AFTER:
        raise OperationError(f"the last good copy is of {last:%Y-%m-%d %H:%M}. Make one with `manage.py backup`")
    return f"made at {last:%Y-%m-%d %H:%M}"


def _settings() -> str:
    """Raises OperationError when CoopHub would not start with them."""
    found = settings_problems()
    if found:
        raise OperationError("; ".join(found))
    return "complete"
