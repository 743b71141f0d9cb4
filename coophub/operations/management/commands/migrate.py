"""`manage.py migrate`, which waits for no table that is in use: behind a change that waits, every page would wait."""

from typing import Any

import psycopg
from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [f"{settings.MIGRATE_LOCK_SECONDS}s"])
        try:
            super().handle(*args, **options)
        except OperationalError as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            raise CommandError(
                f"A table was in use for longer than {settings.MIGRATE_LOCK_SECONDS} seconds (MIGRATE_LOCK_SECONDS). "
                "The change that waited for it was not made; those before it were. Try again in a quiet moment: it "
                "goes on where it stopped."
            ) from error
        finally:
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")
