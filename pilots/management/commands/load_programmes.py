"""Puts the programmes of the ministry until now into CoopHub."""

from typing import Any

from django.core.management.base import BaseCommand

from pilots.services.running import load_known_programmes


class Command(BaseCommand):
    help = "Adds the programmes of the ministry that are not there yet. Twice changes nothing."

    def handle(self, **options: Any) -> None:
        for programme in (added := load_known_programmes()):
            self.stdout.write(f"Added: {programme}")
        if not added:
            self.stdout.write("All programmes are there already.")
