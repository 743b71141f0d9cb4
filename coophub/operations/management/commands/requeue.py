"""`manage.py requeue`: another chance for what failed."""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.requeueing import requeue


class Command(OperatorCommand):
    help = "Hands documents that failed and e-mails that were given up to the workers again, once the cause is gone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="say how many, and do nothing")

    def answer(self, *args: Any, dry_run: bool, **options: Any) -> CommandAnswer:
        found = requeue(only_count=dry_run)
        would = "would be handed over" if dry_run else "are handed over"
        return CommandAnswer(f"{found.jobs} documents and {found.messages} e-mails {would} again.", asdict(found))
