"""What every command for operators has in common."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from coophub.operations.errors import OperationError
from coophub.web.progress import progress_shown


@dataclass(frozen=True)
class CommandAnswer:
    """What a command says: in `words` for people, as `facts` for programs, and what there is to mend."""

    words: str
    facts: dict[str, Any]
    problems: Sequence[str] = field(default_factory=list)


class OperatorCommand(BaseCommand):
    """Answers in words, or with --json as one object.

    In a terminal who waits sees how far it is. It ends with 0 when all is well, with 1 when there is something to mend,
    and with 2 when it was not done.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            with progress_shown(not options["json"]):
                answer = self.answer(**options)
        except OperationError as error:
            raise CommandError(str(error), returncode=2) from error
        if options["json"]:
            self.stdout.write(json.dumps({**answer.facts, "problems": list(answer.problems)}, indent=2, default=str))
        elif answer.words:
            self.stdout.write(answer.words)
        if answer.problems:
            raise CommandError("\n".join(answer.problems), returncode=1)

    def answer(self, *args: Any, **options: Any) -> CommandAnswer:
        """Does it. Raises OperationError when it cannot be done."""
        raise NotImplementedError
