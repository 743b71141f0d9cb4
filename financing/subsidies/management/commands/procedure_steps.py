"""`manage.py procedure_steps`: the steps of the procedure as a page, from the code."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from financing.subsidies.procedure.page import PAGE, as_page


class Command(BaseCommand):
    help = "Prints the steps of the subsidy procedure, or writes them into the documentation."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help=f"write {PAGE}")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["write"]:
            (Path(settings.BASE_DIR) / PAGE).write_text(as_page(), encoding="utf-8")
            return
        self.stdout.write(as_page())
