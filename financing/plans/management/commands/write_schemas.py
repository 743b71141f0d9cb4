"""`manage.py write_schemas`: the JSON Schemas in `docs/schemas`, made from the types of the engine, and each edition
that those of plans and results ever had.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from financing.engine import KEPT_SCHEMAS, SCHEMA_NAMES, json_schema_of, without_words


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
        texts |= {path: texts[folder / f"{path.parent.name}.json"] for path in _next_editions(folder / "history")}
        if check:
            old = [
                str(path.relative_to(folder))
                for path, text in texts.items()
                if not path.exists() or path.read_text("utf-8") != text
            ]
            if old:
                raise CommandError(f"Out of date: {', '.join(old)}. Run manage.py write_schemas.")
            return
        for path, text in texts.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            self.stdout.write(str(path.relative_to(folder)))


def _next_editions(history: Path) -> Iterator[Path]:
    """Where the schema of today goes when it takes or refuses something else than the newest edition."""
    for name in KEPT_SCHEMAS:
        editions = sorted((history / name).glob("*.json"), key=lambda path: int(path.stem))
        newest = json.loads(editions[-1].read_text("utf-8")) if editions else None
        if without_words(newest) != without_words(json_schema_of(name)):
            yield history / name / f"{len(editions) + 1}.json"
