"""The steps of the procedure as a page for developers, written from the transitions and the step classes themselves."""

import ast
from collections.abc import Callable, Iterator, Sequence
from inspect import getsource
from textwrap import dedent
from typing import Any

from django.utils import translation

from financing.subsidies.models import Application, Objection
from financing.subsidies.procedure.steps.order import GROUP_STEPS, STAFF_STEPS
from financing.subsidies.procedure.steps.step import Step, SubjectStep

PAGE = "docs/developers/procedure-steps.md"
HEAD = """# The steps of the subsidy procedure

Written by `manage.py procedure_steps --write` from the code itself; a test keeps it equal. What people do is a step, a
class in `financing/subsidies/procedure/steps`, and a service does it. What changes the state of an application or
objection is a transition, in `models/application.py` and `models/objection.py`; `services/steps.py` is the one place
that takes them.
"""
STEPS = "financing.subsidies.procedure.steps."


def as_page() -> str:
    """The whole page: a table of the steps of each side, and a drawing and a table for each machine."""
    with translation.override("en"):
        parts = [
            HEAD,
            "## What the ministry does\n",
            *_steps(STAFF_STEPS),
            "",
            "## What a group does\n",
            *_steps(GROUP_STEPS),
            "",
        ]
    for title, model in (("An application", Application), ("An objection", Objection)):
        parts += [f"## {title}\n", *_drawing(model), "", *_table(model), ""]
    return "\n".join(parts).rstrip() + "\n"


def transitions_of(model: type[Application] | type[Objection]) -> Iterator[tuple[str, list[str], str, dict[str, str]]]:
    """Each transition in the order of life: its name, from where, to where, and what is said of it."""
    found: dict[str, tuple[list[str], str, dict[str, str]]] = {}
    for item in model._meta.get_field("state").get_all_transitions(model):
        found.setdefault(item.name, ([], str(item.target), item.custom))[0].append(str(item.source))
    order = list(vars(model))
    for name in sorted(found, key=order.index):
        sources, target, details = found[name]
        yield name, sources, target, details


def _steps(steps: Sequence[Step]) -> Iterator[str]:
    """In the order in which the pages show them."""
    yield "| step | class | address | permission | form | service | letter to read first |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for step in steps:
        kind = type(step)
        cells = [
            str(step.title),
            f"`{kind.__module__.removeprefix(STEPS)}.{kind.__name__}`",
            f"`{step.name}`",
            f"`{step.permission}`",
            f"`{_form(kind)}`",
            f"`{_returned_by(kind.act_with if issubclass(kind, SubjectStep) else kind.act)}`",
            "goes out" if step.sends_letter else "once it is signed" if step.drafts_letter else "–",
        ]
        yield f"| {' | '.join(cells)} |"


def _form(kind: type[Step]) -> str:
    return str(kind.form_class.__name__) if kind.form is Step.form else _returned_by(kind.form)


def _returned_by(method: Callable[..., Any]) -> str:
    """What a method calls for its answer, such as `remedies.complete`."""
    returned = [node.value for node in ast.walk(ast.parse(dedent(getsource(method)))) if isinstance(node, ast.Return)]
    [call] = [value for value in returned if isinstance(value, ast.Call)]
    return ast.unparse(call.func)


def _drawing(model: type[Application] | type[Objection]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for name, sources, target, _details in transitions_of(model):
        for source in sources:
            yield f"    {source} --> {target}: {name}"
    yield "```"


def _table(model: type[Application] | type[Objection]) -> Iterator[str]:
    yield "| transition | from | to | who | needs | changes | letter |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for name, sources, target, details in transitions_of(model):
        cells = [
            f"`{name}`",
            ", ".join(sources),
            target,
            details["who"],
            details["needs"],
            details["changes"],
            details["letter"] or "–",
        ]
        yield f"| {' | '.join(cells)} |"
