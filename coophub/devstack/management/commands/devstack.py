"""`manage.py devstack`: the embedded PostgreSQL and Redis."""

from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coophub.devstack import stack
from coophub.devstack.servers import ServerError


class Command(BaseCommand):
    help = "Starts the embedded PostgreSQL and Redis, stops them, or tells whether they run."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", nargs="?", choices=["start", "stop", "status"], default="start")

    def handle(self, *args: object, action: str, **options: object) -> None:
        try:
            getattr(self, action)()
        except (ServerError, PermissionError) as error:
            raise CommandError(str(error)) from error

    def start(self) -> None:
        addresses = stack.start(settings.LOCAL_DIR)
        started = " and ".join(name for name, key in _NAMES.items() if key in addresses)
        self.stdout.write(f"{started} answer." if started else "DATABASE_URL and REDIS_URL are set: nothing to start.")

    def stop(self) -> None:
        stack.stop(settings.LOCAL_DIR)
        self.stdout.write("Stopped.")

    def status(self) -> None:
        running = stack.status(settings.LOCAL_DIR)
        for name, key in _NAMES.items():
            self.stdout.write(f"{name}: {'runs' if running[key] else 'does not run'}")


_NAMES = {"PostgreSQL": "database_url", "Redis": "redis_url"}
