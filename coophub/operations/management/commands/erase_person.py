"""`manage.py erase_person`: a person who wants to be forgotten (AVG, article 17)."""

from argparse import ArgumentParser
from typing import Any

from coophub.accounts.services import erase_account, reasons_to_stay
from coophub.audit.origin import acting_from
from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.errors import OperationError
from coophub.operations.people import person_at
from coophub.web.errors import DomainError

STAYS = (
    "What stays, and why:\n"
    "* what somebody asked, assessed, signed or decided about a subsidy, under a number, and an application as it was "
    "submitted, with its names: a decision about public money has to be traceable (Archiefwet 1995, article 3);\n"
    "* the name of who did something, in the audit trail of that time: an entry that is taken out breaks the chain "
    "that proves the others. Whom something was done to stands there by the number of the account;\n"
    "* documents of a group and of a dossier: they belong to the group and to the dossier.\n"
    "Copies that were made before still hold the name until they are removed (--keep of `manage.py backup`)."
)


class Command(OperatorCommand):
    help = (
        "Takes a person's name, address and ways to sign in away, and what each part of CoopHub holds of them alone. "
        "Make sure first that it is they who ask. Ends with 2, and changes nothing, while somebody is still needed "
        "somewhere."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("email", help="the address of their account")
        parser.add_argument("--dry-run", action="store_true", help="say whether it can be done, and do nothing")

    def answer(self, *args: Any, email: str, dry_run: bool, **options: Any) -> CommandAnswer:
        person = person_at(email)
        reasons = reasons_to_stay(person)
        if dry_run:
            return CommandAnswer(f"Account {person.pk} would be erased.\n{STAYS}", {"account": person.pk}, reasons)
        try:
            with acting_from("command erase_person"):
                erase_account(user=person)
        except DomainError as error:
            raise OperationError(str(error)) from error
        return CommandAnswer(f"Account {person.pk} is erased.\n{STAYS}", {"account": person.pk})
