"""`manage.py verify`: is everything as it was written?"""

from argparse import ArgumentParser
from typing import Any

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.runs import noted
from coophub.operations.verification import verify


class Command(OperatorCommand):
    help = (
        "Walks the audit trail, counts the ledger anew and reads every stored file. Ends with 1 and what is wrong when "
        "something is not as it was written."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--contains", default="", metavar="HASH", help="a last hash of before, to be found again")

    def answer(self, *args: Any, contains: str, **options: Any) -> CommandAnswer:
        with noted("verify") as run:
            found = verify(contains=contains)
            run.well = not found.problems
        facts = found.facts
        words = (
            f"{facts.get('audit_entries', 0)} entries of the audit trail, {facts['ledger_entries']} of the ledger and "
            f"{facts['files']} files: as they were written. Last hash: {facts.get('last_hash', '')}"
        )
        return CommandAnswer("" if found.problems else words, facts, found.problems)
