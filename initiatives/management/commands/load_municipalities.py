"""`manage.py load_municipalities`: the municipalities of a new year, with those that merged."""

import datetime as dt
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from initiatives.services.municipalities import ListChanges, ListError, load_list, read_list


class Command(BaseCommand):
    help = (
        "Makes a list of municipalities the one in force. FILE has the columns code, name, province, latitude and "
        "longitude, and replaces with the codes of those that went into it, with spaces between them. Groups of a "
        "municipality that merged move along. Twice changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--on", type=_day, required=True, help="the day on which the list came into force")
        parser.add_argument(
            "--split", action="append", default=[], metavar="CODE", help="one that went to several others"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, **options: Any) -> None:
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{options['file']}: {error}", returncode=2) from error
        try:
            with transaction.atomic():
                changes = load_list(rows=read_list(text), on=options["on"], split=options["split"])
                transaction.set_rollback(options["dry_run"])
        except ListError as error:
            raise CommandError("\n".join(error.faults), returncode=2) from error
        self.stdout.write("\n".join(_lines(changes)))
        if options["dry_run"]:
            self.stdout.write("Nothing was changed: this was a dry run.")


def _lines(changes: ListChanges) -> list[str]:
    lines = [
        *(f"Added: {municipality.code} {municipality}" for municipality in changes.added),
        *(f"Changed: {municipality.code} {municipality}" for municipality in changes.changed),
        *(
            f"Ended: {municipality.code} {municipality}, now {municipality.went_into or 'several others'}"
            for municipality in changes.ended
        ),
        *(f"Moved along: {group}" for group in changes.moved),
        *(f"Has to choose a municipality: {group}" for group in changes.to_choose),
    ]
    return lines or ["This list was in force already."]


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: expected a day such as 2027-01-01") from error
