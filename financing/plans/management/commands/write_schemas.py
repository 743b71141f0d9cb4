"""`manage.py write_schemas`: the JSON Schemas in `docs/schemas`, made from the types of the engine."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from financing.engine import SCHEMA_NAMES, json_schema_of


class Command(BaseCommand):
    help = (
        "Writes the JSON Schemas of all documents to docs/schemas; with --check only says whether they are as "
        "they should be."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when a file is out of date")
        parser.add_argument("--folder", type=Path, default=Path(settings.BASE_DIR) / "docs/schemas")

    def handle(self, *args: Any, check: bool, folder: Path, **options: Any) -> None:
        texts = {
            folder / f"{name}.json": json.dumps(json_schema_of(name), indent=2, ensure_ascii=False) + "\n"
            for name in SCHEMA_NAMES
        }
        if check:
            old = [path.name for path, text in texts.items() if not path.exists() or path.read_text("utf-8") != text]
            if old:
                raise CommandError(f"Out of date: {', '.join(old)}. Run manage.py write_schemas.")
            return
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, "utf-8")
            self.stdout.write(path.name)
