"""`make audit`: known weaknesses in the packages that are locked, as the registries of Python and Node tell them.

Fails for a weakness. A registry that gives no answer is no weakness: then one sentence says that nothing was looked up.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def python_weaknesses() -> list[str] | None:
    """One line for each; None when the registry gives no answer."""
    command = [
        sys.executable,
        "-m",
        "pip_audit",
        "--requirement",
        "requirements/dev.txt",
        "--require-hashes",
        "--disable-pip",
    ]
    asked = subprocess.run(
        [*command, "--format", "json", "--progress-spinner", "off"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(asked.stdout)["dependencies"]
    except json.JSONDecodeError:
        return None
    # A registry without the page of a package answers that it knows none of them.
    if all("skip_reason" in package for package in packages):
        return None
    return [
        (
            f"{package['name']} {package['version']}: {weakness['id']}, mended in "
            f"{', '.join(weakness['fix_versions']) or 'no version yet'}"
        )
        for package in packages
        for weakness in package.get("vulns", [])
    ]


def node_weaknesses() -> list[str] | None:
    """One line for each; None when the registry gives no answer."""
    asked = subprocess.run(["npm", "audit", "--json"], cwd=ROOT, capture_output=True, text=True, check=False)
    answer = json.loads(asked.stdout or "{}")
    if "vulnerabilities" not in answer:
        return None
    return [f"{name}: {found['severity']}, in {found['range']}" for name, found in answer["vulnerabilities"].items()]


def main() -> int:
    is_safe = True
    for language, weaknesses in (("Python", python_weaknesses()), ("Node", node_weaknesses())):
        if weaknesses is None:
            print(f"{language}: the registry does not answer from here, so nothing was looked up.")
        elif weaknesses:
            is_safe = False
            print(f"{language}: {len(weaknesses)} known weaknesses.", *weaknesses, sep="\n  ")
        else:
            print(f"{language}: no known weakness.")
    return 0 if is_safe else 1


if __name__ == "__main__":
    sys.exit(main())
