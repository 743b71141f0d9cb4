"""People read what was done, never the name that the code has for it."""

import ast
from pathlib import Path

from django.conf import settings

from coophub.audit.actions import words_for
from coophub.audit.services import record
from financing.plans.services.editing import ACTIONS as CHANGE_ACTIONS
from financing.subsidies.models import Application, Objection
from financing.subsidies.procedure.page import transitions_of
from financing.subsidies.services.steps import take_step
from financing.subsidies.services.undecided import UndecidedApplication, UndecidedObjection

APPS = ("coophub", "initiatives", "financing", "pilots")
# The one place that records under the name of the step it takes; the steps themselves are listed below.
STEPS = "financing/subsidies/services/steps.py"

LOOKED_UP = {
    "ACTIONS": CHANGE_ACTIONS.values(),
    "self.actions": [*UndecidedApplication.actions.values(), *UndecidedObjection.actions.values()],
}


def calls_of(name):
    """Every call of a function in the code, but where a step is taken."""
    root = Path(settings.BASE_DIR)
    files = [path for app in APPS for path in (root / app).rglob("*.py") if path != root / STEPS]
    calls = [node for path in files for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "id", getattr(call.func, "attr", "")) == name]


def recorded_actions():
    """Every `record(action="…")` in the code, and for one that is looked up (`ACTIONS[…]`) those that it can be."""
    actions = [
        keyword.value for call in calls_of(record.__name__) for keyword in call.keywords if keyword.arg == "action"
    ]
    written = [action for action in actions if ast.unparse(action).partition("[")[0] not in LOOKED_UP]
    return [*written, *(ast.Constant(name) for names in LOOKED_UP.values() for name in names)]


def steps_taken():
    """The action of every `take_step(subject, "name", action="…")`: its own, or that of the transition."""
    names = set()
    for call in calls_of(take_step.__name__):
        action = next((keyword.value for keyword in call.keywords if keyword.arg == "action"), None)
        if isinstance(action, ast.Constant):
            names.add(action.value)
    for model in (Application, Objection):
        names |= {name for name, *_rest in transitions_of(model)} - NAMED_OTHERWISE
    return {f"subsidies.{name}" for name in names}


# Taken with an action of their own: a signature is one deed, whatever it decides; a step back is one too.
NAMED_OTHERWISE = {
    "advise",
    "draft_leaving_out",
    "send_back_unassessed",
    "award",
    "award_partly",
    "refuse",
    "leave_out",
    "hear",
}


def test_every_step_has_words():
    names = steps_taken()

    assert len(names) > 20
    assert [name for name in sorted(names) if words_for(name) == name] == []


def test_every_action_has_words():
    actions = recorded_actions()
    names = {action.value for action in actions if isinstance(action, ast.Constant)}

    assert len(names) > 40
    assert [name for name in sorted(names) if words_for(name) == name] == []


def test_every_action_is_written_where_it_is_recorded():
    assert [ast.unparse(action) for action in recorded_actions() if not isinstance(action, ast.Constant)] == []
