"""Fails when two classes have one name, so that who searches for it finds one thing.

Each name that two may share stands here with what tells them apart.
"""

import ast
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("coophub", "financing", "initiatives", "pilots")
SHARED = {
    "AmountForm": "an amount of a row of a plan, and of the application form",
    "BasicsForm": "the first part of a plan, and of a scheme",
    "Change": "in the audit trail, and of a sign in a search for a root",
    "Command": "Django calls each command that",
    "Criterion": "of the verdict on a plan, and of a scheme",
    "Example": "an example plan, and an example scheme",
    "Loan": "of a plan in the engine, and of an award",
    "Plan": "the document as the engine reads it, and the row that keeps it",
    "Problem": "with a plan document, and with a scheme",
    "Section": "a page of the plan builder, and of the scheme editor",
    "Source": "of money in a plan document, and of a benchmark",
    "StressParameters": "as they are asked, and as the result keeps them",
}


def classes() -> Iterator[tuple[str, str]]:
    """Every class that a module has at its top, with where it is."""
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            if "migrations" in path.parts:
                continue
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    yield node.name, f"{path.relative_to(ROOT)}:{node.lineno}"


def main() -> int:
    found = defaultdict(list)
    for name, where in classes():
        found[name].append(where)
    twins = {name: places for name, places in found.items() if len(places) > 1}
    for name, places in sorted(twins.items()):
        if name not in SHARED:
            print(f"{name} is the name of {len(places)} classes: {', '.join(places)}. Give each a name of its own.")
    alone = sorted(set(SHARED) - set(twins))
    if alone:
        print(f"Shared by nobody any more, strike it in scripts/check_names.py: {', '.join(alone)}.")
    return 1 if alone or set(twins) - set(SHARED) else 0


if __name__ == "__main__":
    sys.exit(main())
