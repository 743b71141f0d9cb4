"""People read what was done, never the name that the code has for it."""

import ast
from pathlib import Path

from django.conf import settings

from coophub.audit.actions import words_for
from coophub.audit.services import record

APPS = ("coophub", "initiatives", "financing", "pilots")


def recorded_actions():
    """Every `record(action="…")` in the code."""
    trees = [ast.parse(path.read_text()) for app in APPS for path in (Path(settings.BASE_DIR) / app).rglob("*.py")]
    calls = [node for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == record.__name__]
    return [keyword.value for call in named for keyword in call.keywords if keyword.arg == "action"]


def test_every_action_has_words():
    actions = recorded_actions()
    names = {action.value for action in actions if isinstance(action, ast.Constant)}

    assert len(names) > 40
    assert [name for name in sorted(names) if words_for(name) == name] == []


def test_every_action_is_written_where_it_is_recorded():
    assert [ast.unparse(action) for action in recorded_actions() if not isinstance(action, ast.Constant)] == []
