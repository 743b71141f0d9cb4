"""`manage.py upgrade_check`: can the database be brought up to this release now?"""

from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from coophub.operations.commands import CommandAnswer, OperatorCommand
from coophub.operations.upgrading.checking import check_upgrade


class Command(OperatorCommand):
    help = (
        "Says of which release the database is, which changes `migrate` would make and who waits for each, and whether "
        "there is a recent backup, the settings are complete and the disk has room. Changes nothing. Ends with 1 when "
        "there is something to mend first."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--has-backup", action="store_true", help="a copy was made in another way")

    def answer(self, *args: Any, has_backup: bool, **options: Any) -> CommandAnswer:
        found = check_upgrade(has_backup=has_backup)
        lines = [f"This is CoopHub {found.of_code}, and {len(found.coming)} changes of the database are to be made."]
        lines += [f"{migration.name}: {migration.said}" for migration in found.coming if not migration.problems]
        lines += [f"{part.name}: {part.said}" for part in found.parts if not part.problem]
        problems = [f"{migration.name}: {why}" for migration in found.coming for why in migration.problems]
        problems += [f"{part.name}: {part.problem}" for part in found.parts if part.problem]
        return CommandAnswer("\n".join(lines), asdict(found), problems)
