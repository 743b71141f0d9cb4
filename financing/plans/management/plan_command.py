"""What the commands that read a plan document share."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from financing.engine import DriverError, ParameterError, Plan, PlanError, parse_plan


class UnusableFileError(ValueError):
    """A file beside the plan that cannot be used; the message says which and what was expected."""


class PlanCommand(BaseCommand):
    """Reads a plan, writes a document as JSON.

    Exits 2, with a line on standard error for everything wrong, when it cannot.
    """

    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", help="a file with a document coophub.plan/1, or - for standard input")

    def document_of(self, plan: Plan, **options: Any) -> dict[str, Any]:
        """The document that this command writes."""
        raise NotImplementedError

    def handle(self, *args: Any, plan: str, **options: Any) -> None:
        try:
            document = self.document_of(parse_plan(_read(plan)), **options)
        except PlanError as error:
            self._refuse([str(problem) for problem in error.problems])
        except (DriverError, ParameterError, UnusableFileError, OSError) as error:
            self._refuse([str(error)])
        else:
            self.stdout.write(json.dumps(document, allow_nan=False, ensure_ascii=False))

    def _refuse(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(2)


def object_in(name: str | None) -> dict[str, Any] | None:
    """The JSON object in a file; None without a file."""
    if name is None:
        return None
    try:
        found = json.loads(_read(name))
    except (ValueError, RecursionError) as error:
        raise UnusableFileError(f"{name}: expected JSON ({error}).") from error
    if not isinstance(found, dict):
        raise UnusableFileError(f"{name}: expected an object.")
    return found


def _read(name: str) -> bytes:
    return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
