"""`scripts/cut_release.py VERSION DAY`: makes a release of what is there.

It gives *Unreleased* in CHANGELOG its number and day, writes the number where it stands, and notes by which migrations
a database of the release is known. Committing, tagging and publishing stay with whoever releases
(docs/developers/releases.md).
"""

import os
import re
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coophub.settings")
django.setup()

from django.db.migrations.loader import MigrationLoader  # noqa: E402 - only after Django has started

from coophub.operations.upgrading.releases import RELEASES, apps_of_ours  # noqa: E402

NUMBER = re.compile(r"\d+\.\d+\.\d+")


def last_migrations() -> dict[str, str]:
    """Of each app of ours."""
    last = MigrationLoader(None).graph.leaf_nodes()
    return {app: name for app, name in sorted(last) if app in apps_of_ours()}


def cut(root: Path, releases: Path, version: str, day: str) -> None:
    """Raises ValueError when there is nothing to release under this number."""
    known = releases.read_text()
    if not NUMBER.fullmatch(version) or f'["{version}"]' in known:
        raise ValueError(f"{version} is no number of a next release, such as 1.2.3.")
    _put(root / "CHANGELOG.md", r"^## Unreleased\n(?=\n\*)", f"## Unreleased\n\n## {version} ({day})\n")
    _put(root / "pyproject.toml", r'^version = "[^"]+"', f'version = "{version}"')
    _put(root / "publiccode.yaml", r"^softwareVersion: .+", f"softwareVersion: {version}")
    migrations = "\n".join(f'{app} = "{name}"' for app, name in last_migrations().items())
    releases.write_text(f'{known}\n["{version}"]\n{migrations}\n')


def _put(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text(), count=1, flags=re.MULTILINE)
    if count == 0:
        raise ValueError(f"There is nothing to release in {path.name}.")
    path.write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    cut(ROOT, RELEASES, *sys.argv[1:])
