"""`manage.py backup`: one copy of everything, made while people work."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from coophub.operations.backup.making import make_backup
from coophub.operations.commands import CommandAnswer, OperatorCommand


class Command(OperatorCommand):
    help = (
        "Makes one copy of the database and the stored files, of one moment, while people work. It is encrypted when "
        "BACKUP_RECIPIENTS is set. Ends with 1 when a stored file was missing or changed, and with 2 when no copy was "
        "made."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", type=Path, help="where the copy goes")
        parser.add_argument("--keep", type=int, metavar="COUNT", help="how many copies stay; older ones are removed")

    def answer(self, *args: Any, folder: Path, keep: int | None, **options: Any) -> CommandAnswer:
        made = make_backup(folder, keep=keep)
        size = made.path.stat().st_size
        manifest = made.manifest
        words = (
            f"{made.path}: {size / 1e6:.1f} MB, {sum(manifest.tables.values())} rows, {len(manifest.files)} files. "
            f"Last hash of the audit trail: {manifest.last_hash or 'none yet'}"
        )
        if not made.is_encrypted:
            words += "\nIt is not encrypted, and holds personal data: set BACKUP_RECIPIENTS."
        facts = {"path": made.path, "bytes": size, "is_encrypted": made.is_encrypted, "removed": made.removed}
        return CommandAnswer(words, {**facts, **asdict(manifest), "files": len(manifest.files)}, manifest.problems)
