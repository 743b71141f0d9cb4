"""`manage.py load_demo`: the demo's data, and as much as one likes of it for load work (`docs/scale.md`)."""

import datetime as dt
import time
from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from coophub.portal.demo.bulk.cases import create_many_applications
from coophub.portal.demo.bulk.initiatives import create_many_initiatives
from coophub.portal.demo.bulk.pilots import create_many_pilots
from coophub.portal.demo.bulk.rows import analyze
from coophub.portal.demo.bulk.trail import lengthen_trail
from coophub.portal.demo.load import is_loaded, load_demo
from coophub.web import clock
from coophub.web.progress import progress_shown

# In this order: pilots are taken from the initiatives, the trail is filled up with what members did.
MANY: dict[str, tuple[Callable[[int], int], str]] = {
    "initiatives": (create_many_initiatives, "add N made-up initiatives"),
    "applications": (create_many_applications, "add N applications in every state, with group, plan, papers and money"),
    "pilots": (create_many_pilots, "add N pilots with a year of sessions"),
    "audit": (lengthen_trail, "lengthen the audit trail until it has N entries"),
}


class Command(BaseCommand):
    help = "Fills an empty CoopHub with made-up data, or adds much of it for load work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, (_make, what) in MANY.items():
            parser.add_argument(f"--{name}", type=int, metavar="N", help=what)
        parser.add_argument("--today", type=dt.date.fromisoformat, help="the day from which the demo is counted back")

    def handle(self, *args: Any, **options: Any) -> None:
        with progress_shown():
            self._make(**options)

    def _make(self, *, today: dt.date | None, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Made-up people and initiatives never go into production.")
        wanted = {name: options[name] for name in MANY if options.get(name) is not None}
        if too_few := [name for name, number in wanted.items() if number < 1]:
            raise CommandError(f"--{too_few[0]} asks for a number above 0.")
        if not wanted or set(wanted) != {"initiatives"}:
            self._load(today or clock.today())
        for name, number in wanted.items():
            started = time.perf_counter()
            total = MANY[name][0](number)
            self.stdout.write(f"There are {total} {name} now ({time.perf_counter() - started:.0f} s).")
        if wanted:
            analyze()

    def _load(self, today: dt.date) -> None:
        if is_loaded():
            self.stdout.write("The demo is there already.")
            return
        counts = load_demo(today=today)
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
