"""Fails where a page asks for a permission to decide what it offers: it asks the `may` of its app, as the service does.

A permission has its name in `rules.py`. A view names one at its door alone (`visible_...(do=)`, `require`), a template
never does (docs/developers/conventions.md). With paths it reads those.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APPS = ("coophub", "financing", "initiatives", "pilots")
PAGES = {"views", "views.py", "tables", "tables.py", "forms", "forms.py", "templatetags", "context_processors.py"}
"""Rooms that make pages."""
IN_TEMPLATE = re.compile(r"\bperms\b")


def files() -> Iterator[Path]:
    yield from sorted((ROOT / "templates").rglob("*.html"))
    for app in APPS:
        yield from (path for path in sorted((ROOT / app).rglob("*.py")) if PAGES & set(path.relative_to(ROOT).parts))


def asked_in_template(path: Path) -> Iterator[int]:
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if IN_TEMPLATE.search(line):
            yield number


def asked_in_code(path: Path) -> Iterator[int]:
    """Each `has_perm` with a name that stands there; one that a thing brings along, such as its kind, may be asked."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "has_perm":
            name = node.args[0]
            if isinstance(name, ast.Constant) or (isinstance(name, ast.Name) and name.id.isupper()):
                yield node.lineno


def found(paths: list[Path]) -> Iterator[str]:
    for path in paths:
        asked = asked_in_template if path.suffix == ".html" else asked_in_code
        for number in asked(path):
            yield f"{path.relative_to(ROOT)}:{number}: a page asks the may of its app what it offers, not a permission"


def main(arguments: list[str]) -> int:
    problems = list(found([Path(argument).resolve() for argument in arguments] or list(files())))
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
