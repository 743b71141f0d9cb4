"""`scripts/release_notes.py VERSION`: what CHANGELOG says of a release, for the page where it is published."""

import re
import sys
from pathlib import Path

CHANGELOG = Path(__file__).resolve().parent.parent / "CHANGELOG.md"


def notes_of(changelog: str, version: str) -> str:
    """Raises KeyError for a release that has no heading."""
    found = re.search(rf"^## {re.escape(version)}(?: [^\n]*)?\n(.*?)(?=^## |\Z)", changelog, re.MULTILINE | re.DOTALL)
    if found is None:
        raise KeyError(version)
    return found[1].strip()


def main(version: str) -> int:
    changelog = CHANGELOG.read_text()
    try:
        print(notes_of(changelog, version))
    except KeyError:
        print(
            f"CHANGELOG has no {version}. It has:", *re.findall(r"^## (\S+)", changelog, re.MULTILINE), file=sys.stderr
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2] or ["Unreleased"]))
