"""The steps of the procedure as a page for developers, written from the transitions themselves."""

from collections.abc import Iterator

from financing.subsidies.models import Application, Objection

PAGE = "docs/developers/procedure-steps.md"
HEAD = """# The steps of the subsidy procedure

Written by `manage.py procedure_steps --write` from the transitions in `models/application.py` and
`models/objection.py`; a test keeps it equal. `services/steps.py` is the one place that takes them.
"""


def as_page() -> str:
    """The whole page: a drawing and a table for each machine."""
    parts = [HEAD]
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


def _drawing(model: type[Application] | type[Objection]) -> Iterator[str]:
    yield "```mermaid"
    yield "stateDiagram-v2"
    for name, sources, target, _details in transitions_of(model):
        for source in sources:
            yield f"    {source} --> {target}: {name}"
    yield "```"


def _table(model: type[Application] | type[Objection]) -> Iterator[str]:
    yield "| step | from | to | who | needs | changes | letter |"
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
