"""`manage.py rehearse_restore`: can the newest copy be put back?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from coophub.operations.backup.rehearsing import rehearse
from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.management.commands.restore import add_opening, said_of


class Command(OperatorCommand):
    help = (
        "Puts a copy back into a scratch database on the same server, verifies it, and drops that database. Ends as "
        "`restore` does."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_opening(parser)

    def answer(self, *args: Any, source: Path, identity: Path | None, migrate: bool, **options: Any) -> CommandAnswer:
        return said_of(rehearse(source, identity=identity, migrates=migrate))
