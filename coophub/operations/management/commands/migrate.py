"""`manage.py migrate`, which keeps nobody waiting for a table that is in use.

Behind a change that waits for a table everybody waits who comes after. So a change asks for a moment only; when it does
not get the table it is taken back as a whole, and asks again, for as long as MIGRATE_LOCK_SECONDS. A moment is shorter
than the second after which PostgreSQL looks who waits for whom: when a change and somebody who works each hold what the
other needs, it is the change that gives way.

A change that is not one transaction (an index that is built while people write) cannot be taken back, and waits once.
"""

import time
from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from django.db.migrations.migration import Migration

MOMENT_SECONDS = 0.2
IN_THE_WAY = (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        self._connection = connections[options["database"]]
        self._migration, self._is_atomic, self._refused = "", True, 0
        try:
            self._wait_at_most(MOMENT_SECONDS)
            while not self._is_done(*args, **options):
                time.sleep(MOMENT_SECONDS)
        finally:
            if self._connection.is_usable():
                with self._connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        if action in ("apply_start", "unapply_start") and migration is not None:
            if str(migration) != self._migration:
                self._migration, self._refused = str(migration), 0
            self._is_atomic = migration.atomic
            self._wait_at_most(MOMENT_SECONDS if self._is_atomic else settings.MIGRATE_LOCK_SECONDS)
        super().migration_progress_callback(action, migration, fake)

    def _wait_at_most(self, seconds: float) -> None:
        with self._connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{seconds * 1000:.0f}ms"])

    def _is_done(self, *args: Any, **options: Any) -> bool:
        """Raises CommandError when a table stays in use."""
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if not isinstance(error.__cause__, IN_THE_WAY):
                raise
            self._refused += 1
            # Django leaves the transaction open when it is refused at the end of a migration.
            self._connection.close()
            self._connection.connect()
            if not self._is_atomic or self._refused * MOMENT_SECONDS >= settings.MIGRATE_LOCK_SECONDS:
                raise CommandError(
                    f"A table was in use for longer than {settings.MIGRATE_LOCK_SECONDS} seconds "
                    "(MIGRATE_LOCK_SECONDS). The change that waited for it was not made; those before it were. Try "
                    "again in a quiet moment: it goes on where it stopped."
                ) from error
            self._wait_at_most(MOMENT_SECONDS)
            if options["verbosity"]:
                self.stdout.write(" in use, once more")
            return False
        return True
