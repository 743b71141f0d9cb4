"""`manage.py deadline`: a statutory deadline with the steps that lead to it, without a database."""

import datetime as dt
import json
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any, get_args

from django.core.management.base import BaseCommand, CommandError

from financing.subsidies.law.deadlines import LAST_OF_ALL, Suspension, Term, Unit, deadline


class Command(BaseCommand):
    help = "Prints the last day of a term, and a line for each step that led to it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="start", type=_day, required=True, help="the day of the event, 2026-03-02")
        length = parser.add_mutually_exclusive_group(required=True)
        for unit in get_args(Unit):
            length.add_argument(f"--{unit}", type=_count)
        parser.add_argument("--suspend", type=_period, action="append", default=[], metavar="REQUEST:COMPLETED")
        parser.add_argument("--lapsed", type=_period, action="append", default=[], metavar="REQUEST:LASTDAY")
        parser.add_argument("--consent", type=_period, action="append", default=[], metavar="FIRST:LAST")
        parser.add_argument("--no-atw", action="store_true", help="for a term that the Atw does not reach")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        unit: Unit = next(unit for unit in get_args(Unit) if options[unit] is not None)
        suspensions = [
            *(Suspension.completed(*period) for period in options["suspend"]),
            *(Suspension.lapsed(*period) for period in options["lapsed"]),
            *(Suspension.consent(*period) for period in options["consent"]),
        ]
        found = deadline(options["start"], Term(options[unit], unit, atw=not options["no_atw"]), suspensions)
        if found.date == LAST_OF_ALL:
            raise CommandError("The term ends after the last day that the calendar holds.")
        steps = [str(step) for step in found.steps]
        if options["json"]:
            self.stdout.write(json.dumps({"date": found.date.isoformat(), "steps": steps}))
            return
        self.stdout.write("\n".join([found.date.isoformat(), *steps]))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: expected a day such as 2026-03-02") from error


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 36_500:
        raise ArgumentTypeError(f"{text}: expected a whole number from 1")
    return int(text)


def _period(text: str) -> tuple[dt.date, dt.date]:
    first, _colon, last = text.partition(":")
    period = _day(first), _day(last)
    if period[1] < period[0]:
        raise ArgumentTypeError(f"{text}: expected the earlier day first")
    return period
