"""`manage.py backup_key`: the key that opens copies."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from coophub.operations.backup.sealing import make_key
from coophub.operations.commands import CommandAnswer, OperatorCommand


class Command(OperatorCommand):
    help = (
        "Makes a key for copies and writes it to a file that is not there yet. Keep that file away from the server, "
        "twice: without it no copy can be opened. The recipient that is printed goes into BACKUP_RECIPIENTS."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="where the key goes")

    def answer(self, *args: Any, file: Path, **options: Any) -> CommandAnswer:
        recipient = make_key(file)
        return CommandAnswer(f"BACKUP_RECIPIENTS={recipient}", {"recipient": recipient, "file": file})
