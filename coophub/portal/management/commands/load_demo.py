"""`manage.py load_demo`: the demo's data, and many initiatives for load work."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coophub.portal.demo.bulk import create_many_initiatives
from coophub.portal.demo.load import is_loaded, load_demo
from coophub.web import clock


class Command(BaseCommand):
    help = "Fills an empty CoopHub with made-up data, or adds many initiatives for load work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--initiatives", type=int, metavar="N", help="add N made-up initiatives, in bulk")
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the day from which the demo is counted back")

    def handle(self, *args: Any, initiatives: int | None, today: dt.date | None, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Made-up people and initiatives never go into production.")
        if initiatives is not None and initiatives < 1:
            raise CommandError("--initiatives asks for a number above 0.")
        if initiatives:
            total = create_many_initiatives(initiatives)
            self.stdout.write(f"There are {total} initiatives now.")
            return
        if is_loaded():
            self.stdout.write("The demo is there already.")
            return
        counts = load_demo(today=today or clock.today())
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
