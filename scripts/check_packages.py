"""Fails when a package in `requirements/*.in` is not used, or one is used that is not listed there.

A package that another one happens to bring goes when that one goes, so what we import ourselves we list ourselves; the
product may import only what `base.in` lists.
"""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT = ("coophub", "financing", "initiatives", "pilots")
REST = ("scripts", "tests")
# Where a package is named that nobody imports: as a command, or as a plugin.
NAMED_IN = ("Makefile", "pyproject.toml", "Dockerfile", "docker-compose.yml", "scripts/*.sh", "scripts/*.py")
NOBODY_NAMES = {
    "argon2-cffi": "Django's Argon2PasswordHasher imports it",
    "openapi-python-client": "tests/portal/test_generated_clients.py runs it",
    "pytest-cov": "pytest finds it by itself, for --cov",
    "pytest-django": "pytest finds it by itself",
    "pytest-xdist": "pytest finds it by itself, for -n and --dist",
}
ONLY_IN_DEVELOPMENT = {
    "debug_toolbar": "urls.py imports it when DEBUG is on, which production refuses",
}


def listed(name: str) -> set[str]:
    """The packages of one list, by their normal names."""
    lines = (ROOT / f"requirements/{name}.in").read_text().splitlines()
    return {_normal(re.split(r"[\[<>=;\s]", line)[0]) for line in lines if line and line[0] not in "#-"}


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def names_in_code(*places: str) -> Iterator[tuple[str, bool]]:
    """Each top-level module that is imported there, and each that a string names, as settings do; the flag tells
    which.
    """
    for path in (path for place in places for path in sorted((ROOT / place).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                yield from ((alias.name.split(".")[0], True) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.split(".")[0], True
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value.split(".")[0], False


def commands_of(package: str) -> set[str]:
    return {point.name for point in metadata.distribution(package).entry_points if point.group == "console_scripts"}


def main() -> int:
    packages_of = {
        module: {_normal(name) for name in names} for module, names in metadata.packages_distributions().items()
    }
    everywhere = set(names_in_code(*PRODUCT, *REST))
    named = {package for name, _ in everywhere for package in packages_of.get(name, ())}
    text = "\n".join(path.read_text() for pattern in NAMED_IN for path in ROOT.glob(pattern))
    words = set(re.findall(r"[\w-]+", text))

    problems = []
    for package in sorted((listed("base") | listed("dev")) - named - NOBODY_NAMES.keys()):
        if package.startswith("types-") or package.endswith("-types"):
            continue
        modules = {module for module, packages in packages_of.items() if package in packages}
        if not words & ({package} | modules | commands_of(package)):
            problems.append(f"Listed and not used: {package}")
    for places, lists in ((PRODUCT, ("base",)), ((*PRODUCT, *REST), ("base", "dev"))):
        allowed = set().union(*(listed(name) for name in lists))
        imported = {name for name, is_import in names_in_code(*places) if is_import} - ONLY_IN_DEVELOPMENT.keys()
        for module in sorted(imported):
            packages = packages_of.get(module)
            if packages and not packages & allowed:
                problems.append(
                    f"Imported and not listed in {' or '.join(f'{name}.in' for name in lists)}: {module} "
                    f"({', '.join(packages)})"
                )
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
