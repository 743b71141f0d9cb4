"""Compiles the translations, without gettext on the machine."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    for source in ROOT.glob("locale/*/LC_MESSAGES/django.po"):
        catalogue = read_po(source.open("rb"), locale=source.parts[-3])
        problems = [error for message in catalogue for error in message.check(catalogue)]
        for problem in problems:
            print(f"{source}: {problem}")
        if problems:
            return 1
        with source.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
    return 0


if __name__ == "__main__":
    sys.exit(main())
