"""Fails when one name says two things, so that who searches for it finds one, and on names that say nothing.

Classes and types have a name of their own; each name that two may share stands here with what tells them apart.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("coophub", "financing", "initiatives", "pilots")
SHARED = {
    "Command": "Django calls each command that",
    "Loan": "of a plan in the engine, and of an award",
    "Plan": "the document as the engine reads it, and the row that keeps it",
}
SAYS_NOTHING = {
    "stand": "say what it holds (CurrentAward, LoanBalance, BudgetTotals)",
    "desk": "say whose work it is",
    "telling": "say what is told",
    "utils": "name the module after its subject",
    "helpers": "name the module after its subject",
}
"""Words that are no part of a name, and what to do instead."""
OF_WORDS = re.compile(r"(^|_)words\.py$")
STEPS = "financing/subsidies/procedure/steps"


def modules() -> Iterator[tuple[Path, ast.Module]]:
    for place in PLACES:
        for path in sorted((ROOT / place).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, ast.parse(path.read_text())


def types_in(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Every class and every name for a type at the top of a module, with its line."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.Assign) and "TypeVar(" not in ast.unparse(node.value):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            yield from ((name, node.lineno) for name in names if re.match(r"_?[A-Z]\w*[a-z]", name))


def words_of(name: str) -> set[str]:
    """The words in `CurrentAward`, `current_award` or `current_award.py`."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name.removesuffix(".py"))}


def names_in(module: ast.Module) -> Iterator[tuple[str, int]]:
    """Every class, function and parameter."""
    for node in ast.walk(module):
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


def twins() -> Iterator[str]:
    found = defaultdict(list)
    for path, module in modules():
        for name, line in types_in(module):
            found[name].append(f"{path.relative_to(ROOT)}:{line}")
    for name, places in sorted(found.items()):
        if len(places) > 1 and name not in SHARED:
            yield f"{name} is the name of {len(places)} things: {', '.join(places)}. Give each a name of its own."
    for name in sorted(SHARED):
        if len(found[name]) < 2:
            yield f"Shared by nobody any more, strike it in scripts/check_names.py: {name}."


def empty_names() -> Iterator[str]:
    for path, module in modules():
        where = path.relative_to(ROOT)
        for name, line in [(path.name, 1), *names_in(module)]:
            for word in sorted(words_of(name) & set(SAYS_NOTHING)):
                yield f"{where}:{line}: {name} says nothing with “{word}”: {SAYS_NOTHING[word]}."
        if OF_WORDS.search(path.name):
            yield f"{where}: name the module after what its words are about."


def nameless_steps() -> Iterator[str]:
    """A form, an act or a question of a step is a method with a name, so that a search finds it."""
    for path in sorted((ROOT / STEPS).glob("*.py")):
        module = ast.parse(path.read_text())
        classes = [node for node in module.body if isinstance(node, ast.ClassDef | ast.Assign | ast.AnnAssign)]
        for found in (node for part in classes for node in ast.walk(part)):
            if isinstance(found, ast.Lambda):
                yield f"{path.relative_to(ROOT)}:{found.lineno}: a step is a class with methods, not a row of lambdas."


def main() -> int:
    problems = [*twins(), *empty_names(), *nameless_steps()]
    print(*problems, sep="\n", end="\n" if problems else "")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
