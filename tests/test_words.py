"""Sentences of modules that know no Django are named beside them, so that they are translated."""

import ast
from pathlib import Path

from financing.subsidies.deadline_words import STEPS

ROOT = Path(__file__).resolve().parent.parent


def texts_in(*files: str) -> set[str]:
    trees = [ast.parse((ROOT / file).read_text()) for file in files]
    return {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def test_every_step_of_a_deadline_is_named():
    files = [
        "financing/subsidies/deadlines.py",
        "financing/subsidies/statutory.py",
        "financing/subsidies/decision_term.py",
        "financing/subsidies/scheme_terms.py",
        "financing/subsidies/selectors/deadlines.py",
    ]
    written = texts_in(*files)
    calls = [node for file in files for node in ast.walk(ast.parse((ROOT / file).read_text()))]
    made = {
        node.args[0].value
        for node in calls
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "Step"
        and isinstance(node.args[0], ast.Constant)
    }

    assert set(STEPS) <= written
    assert made <= set(STEPS)
    assert len(made) > 12
