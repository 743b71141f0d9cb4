"""`manage.py health`: does everything answer that CoopHub stands on?"""

from dataclasses import asdict
from typing import Any

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.health import health


class Command(OperatorCommand):
    help = (
        "Asks the database, Redis, the workers, the file store, the mail server, the virus scanner and the disk. Ends "
        "with 1 when one of them does not answer or is nearly full."
    )
    requires_system_checks = []

    def answer(self, *args: Any, **options: Any) -> CommandAnswer:
        parts = health()
        words = "\n".join(f"{part.name}: {part.said}" for part in parts if not part.problem)
        problems = [f"{part.name}: {part.problem}" for part in parts if part.problem]
        return CommandAnswer(words, {"parts": [asdict(part) for part in parts]}, problems)
