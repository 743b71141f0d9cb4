"""One name, one thing: a reader who finds a class by its name finds the only one of its app."""

import ast
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
APPS = {
    "subsidies": ["financing/subsidies"],
    "initiatives": ["initiatives"],
    "pilots": ["pilots"],
}
OF_DJANGO = {"Command", "Meta"}
"""Names that Django asks for."""


@pytest.mark.parametrize("app", APPS)
def test_no_two_classes_of_an_app_have_the_same_name(app):
    names = Counter(
        node.name
        for folder in APPS[app]
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_")
    )

    assert [name for name, count in names.items() if count > 1 and name not in OF_DJANGO] == []


def test_a_step_is_a_class_and_no_row_of_functions_without_a_name():
    """A form, an act or a question that stands in a class body is a method with a name, so that a search finds it."""
    found = [
        f"{path.name}:{node.lineno}"
        for path in (ROOT / "financing/subsidies/procedure/steps").glob("*.py")
        for cls in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(cls, ast.ClassDef | ast.Assign | ast.AnnAssign)
        for node in ast.walk(cls)
        if isinstance(node, ast.Lambda)
    ]

    assert found == []
