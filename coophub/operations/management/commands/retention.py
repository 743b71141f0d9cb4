"""`manage.py retention`: what goes because its time is over."""

from argparse import ArgumentParser
from typing import Any

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.retention import rules
from coophub.web.progress import followed


class Command(OperatorCommand):
    help = "Removes what its time is over, as the timer does every night, and says how much of each."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="say how much there is, and remove nothing")

    def answer(self, *args: Any, dry_run: bool, **options: Any) -> CommandAnswer:
        every = followed(rules(), "kinds")
        found = {rule.name: rule.due().count() if dry_run else rule.remove() for rule in every}
        lines = [
            f"{rule.name}: {found[rule.name]} {'would go' if dry_run else 'went'} ({rule.what}, {rule.after})"
            for rule in rules()
        ]
        return CommandAnswer("\n".join(lines), found)
