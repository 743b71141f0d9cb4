"""`make upgrade`: newer versions of everything that is locked, and what to read about them before they are
committed.
"""

import json
import re
import subprocess
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What authors call the address of their changelog, the best first.
LABELS = ("changelog", "changes", "release", "history", "repository", "source", "github", "code", "homepage")
Versions = dict[str, str]


def locked_for_python() -> Versions:
    text = (ROOT / "requirements/dev.txt").read_text()
    versions: Versions = {}
    for package, version in re.findall(r"^([a-z0-9][a-z0-9._-]*)(?:\[[^]]*\])?==(\S+)", text, re.MULTILINE):
        # A package may have another version for another Python.
        versions[package] = f"{versions[package]} and {version}" if package in versions else version
    return versions


def locked_for_node() -> Versions:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    return {path.removeprefix("node_modules/"): facts["version"] for path, facts in packages.items() if path}


def changelog_of_python(package: str) -> str:
    """Where to read what changed, as the package itself says; empty when it says nothing."""
    about = metadata.metadata(package).json
    addresses = dict(line.split(", ", 1) for line in about.get("project_url", []))
    for label in LABELS:
        for name, address in addresses.items():
            if label in name.lower():
                return address
    return str(about.get("home_page", ""))


def changelog_of_node(package: str) -> str:
    about = json.loads((ROOT / "node_modules" / package / "package.json").read_text())
    repository = about.get("repository", "")
    address = str(repository if isinstance(repository, str) else repository.get("url", ""))
    return re.sub(r"^git\+|\.git$", "", address) or str(about.get("homepage", ""))


def report(before: Versions, after: Versions, changelog_of: Callable[[str], str]) -> None:
    """Prints a line for each package that came, went or changed."""
    for package in sorted(before.keys() | after.keys()):
        old, new = before.get(package), after.get(package)
        if old and new and old != new:
            print(f"{package} {old} -> {new}  {changelog_of(package)}")
        elif not old:
            print(f"{package} {new} is new  {changelog_of(package)}")
        elif not new:
            print(f"{package} {old} is gone")


def main() -> None:
    python, node = locked_for_python(), locked_for_node()
    subprocess.run(["make", "--silent", "lock", "UPGRADE=--upgrade"], cwd=ROOT, check=True)
    subprocess.run(["npm", "update", "--package-lock-only", "--loglevel=error"], cwd=ROOT, check=True)
    subprocess.run(["make", "--silent", "setup"], cwd=ROOT, check=True)
    report(python, locked_for_python(), changelog_of_python)
    report(node, locked_for_node(), changelog_of_node)
    print("Read these changelogs, run `make test` and `make audit`, and commit the locks.")


if __name__ == "__main__":
    main()
