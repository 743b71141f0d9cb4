"""`manage.py restore`: puts a copy back, and verifies it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings

from coophub.operations.backup.restoring import Restored, RestoreTarget, restore
from coophub.operations.commands import CommandAnswer, OperatorCommand


def add_opening(parser: ArgumentParser) -> None:
    """What says how a copy is opened."""
    parser.add_argument("source", type=Path, help="a copy, or a folder of them: then the newest")
    parser.add_argument("--identity", type=Path, default=settings.BACKUP_IDENTITY_FILE, help="the file with the key")
    parser.add_argument("--migrate", action="store_true", help="bring a copy of an older release up to this one")


def said_of(restored: Restored) -> CommandAnswer:
    manifest, verified = restored.manifest, restored.verified
    words = (
        f"{restored.source.name}, of {manifest.made_at}: {sum(manifest.tables.values())} rows in "
        f"{len(manifest.tables)} tables, {len(manifest.files)} files, {verified.get('audit_entries', 0)} entries of "
        f"the audit trail, {verified.get('ledger_entries', 0)} of the ledger."
    )
    facts = {"source": restored.source, "made_at": manifest.made_at, "release": manifest.release, **verified}
    return CommandAnswer(words, {**facts, "gone": manifest.gone}, restored.problems)


class Command(OperatorCommand):
    help = (
        "Puts a copy back into a database and a folder, and compares hashes, counts, the audit trail and the ledger. "
        "Ends with 1 when something differs, and with 2 when nothing was changed."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        add_opening(parser)
        parser.add_argument("--database", required=True, metavar="URL", help="postgres://name:password@host/database")
        parser.add_argument("--media", required=True, type=Path, metavar="FOLDER", help="where the files go")
        parser.add_argument("--replace", action="store_true", help="what is in the database and the folder may go")

    def answer(self, *args: Any, source: Path, identity: Path | None, migrate: bool, **options: Any) -> CommandAnswer:
        target = RestoreTarget(options["database"], options["media"].absolute(), is_replaced=options["replace"])
        return said_of(restore(source, target, identity=identity, migrates=migrate))
