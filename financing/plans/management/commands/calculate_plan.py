"""`manage.py calculate_plan PLAN.json`: the result of a plan document, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from financing.engine import DriverError, Drivers, PlanError, calculate, parse_plan, to_result


class Command(BaseCommand):
    help = (
        "Prints the result of a plan document as JSON. Exits 0 whether or not the plan closes, 2 when it is not valid."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="a file with a document coophub.plan/1, or - for standard input")
        parser.add_argument("--drivers", help="a file with an object of driver: list of numbers, for as many scenarios")

    def handle(self, *args: Any, plan: str, drivers: str | None, **options: Any) -> None:
        try:
            parsed = parse_plan(_read(plan))
            scenarios = Drivers.of(_drivers(drivers)) if drivers else None
        except PlanError as error:
            self._refuse([str(problem) for problem in error.problems])
        except (DriverError, OSError) as error:
            self._refuse([str(error)])
        result = to_result(calculate(parsed, scenarios))
        self.stdout.write(json.dumps(result, allow_nan=False, ensure_ascii=False))

    def _refuse(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(2)


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()


def _drivers(name: str) -> Any:
    try:
        found = json.loads(_read(name))
    except ValueError as error:
        raise DriverError(f"{name}: expected JSON ({error}).") from error
    if not isinstance(found, dict):
        raise DriverError(f"{name}: expected an object of driver: list of numbers.")
    return found
