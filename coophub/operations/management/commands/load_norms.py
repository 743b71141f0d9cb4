"""`manage.py load_norms`: the norms and highest rents of a next year."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coophub.audit.origin import acting_from
from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.errors import OperationError
from coophub.operations.norms import load_norms
from financing.engine import Norms, NormsError, parse_norms


class Command(OperatorCommand):
    help = (
        "Adds the norms of a year beside those of earlier years, from a JSON document as docs/schemas/norms-1.json "
        "describes it, and says what changes. Twice changes nothing. Ends with 2, and changes nothing, when the file "
        "is not right or other norms hold from that day on."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def answer(self, *args: Any, file: Path, dry_run: bool, **options: Any) -> CommandAnswer:
        document = _document_in(file)
        with acting_from("command load_norms"):
            found = load_norms(document, only_looks=dry_run)
        facts = {"valid_from": document.valid_from, **asdict(found)}
        if not found.is_new:
            return CommandAnswer(f"The norms from {document.valid_from} on are there already.", facts)
        are = "would be" if dry_run else "are"
        last = f"{found.plans} plans {are} held against the norms from {document.valid_from} on."
        return CommandAnswer("\n".join([*found.lines, last]), facts)


def _document_in(file: Path) -> Norms:
    try:
        return parse_norms(file.read_bytes())
    except OSError as error:
        raise OperationError(f"{file} could not be read: {error}") from error
    except NormsError as error:
        raise OperationError("\n".join(map(str, error.problems))) from error
