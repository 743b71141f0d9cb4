"""Fails when a text that people see has no Dutch, or when the catalogue lags behind the code."""

import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale/nl/LC_MESSAGES/django.po"


def untranslated() -> list[str]:
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    return [
        str(message.id)
        for message in messages
        if message.fuzzy or not all(message.string if isinstance(message.string, tuple) else [message.string])
    ]


def main() -> int:
    missing = untranslated()
    for text in missing:
        print(f"No Dutch for: {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
