"""What the commands that read a document and write another share."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from financing.engine import DriverError, ParameterError, Plan, PlanError, parse_plan


class UnusableFileError(ValueError):
    """A file beside the document that cannot be used; the message says which and what was expected."""


class DocumentCommand(BaseCommand):
    """Reads a document, writes another as JSON.

    Exits 2, with a line on standard error for everything wrong, when it cannot.
    """

    requires_system_checks = []
    reads = "coophub.plan/1"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("document", help=f"a file with a document {self.reads}, or - for standard input")

    def answer(self, data: bytes, **options: Any) -> dict[str, Any]:
        """The document that this command writes."""
        raise NotImplementedError

    def handle(self, *args: Any, document: str, **options: Any) -> None:
        try:
            written = self.answer(_read(document), **options)
        except PlanError as error:
            self._refuse([str(problem) for problem in error.problems])
        except (DriverError, ParameterError, UnusableFileError, OSError) as error:
            self._refuse([str(error)])
        else:
            self.stdout.write(json.dumps(written, allow_nan=False, ensure_ascii=False))

    def _refuse(self, sentences: list[str]) -> None:
        for sentence in sentences:
            self.stderr.write(sentence)
        sys.exit(2)


class PlanCommand(DocumentCommand):
    """Reads a plan."""

    def answer(self, data: bytes, **options: Any) -> dict[str, Any]:
        return self.document_of(parse_plan(data), **options)

    def document_of(self, plan: Plan, **options: Any) -> dict[str, Any]:
        """What is written about the plan."""
        raise NotImplementedError


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
