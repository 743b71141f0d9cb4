"""`manage.py export_person`: everything that is known of a person who asks (AVG, article 15 and 20)."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from coophub.accounts.services import export_personal_data
from coophub.audit.origin import acting_from
from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.errors import OperationError
from coophub.operations.people import person_at


class Command(OperatorCommand):
    help = (
        "Writes everything that is known of a person to a file, the same as they get themselves under My data. Make "
        "sure first that it is they who ask. The audit trail keeps that it was done."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="the address of their account")
        parser.add_argument("file", type=Path, help="a file that is not there yet; only you can read it")

    def answer(self, *args: Any, email: str, file: Path, **options: Any) -> CommandAnswer:
        person = person_at(email)
        try:
            with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as opened:
                with acting_from("command export_person"):
                    data = export_personal_data(user=person)
                json.dump(data, opened, indent=2, ensure_ascii=False, default=str)
        except OSError as error:
            raise OperationError(f"{file} could not be written: {error}. Name a file that is not there.") from error
        return CommandAnswer(f"{file}: {', '.join(data)}.", {"file": file, "parts": list(data)})
