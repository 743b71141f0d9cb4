"""Gives every row of a plan a key, and tells the changes that were kept by those keys.

Before, a step of a patch counted the rows of a list, and a list that got longer or shorter was one step.
"""

from copy import deepcopy
from typing import Any
from uuid import uuid4

import pgtrigger
from django.db import migrations, models

from financing.plans.document.patches import difference, name_of, patched
from financing.plans.document.rows import KEY, are_rows, keys_of, with_keys, without_keys

STORY = "plans.PlanChange:never_changed"


def tell_by_keys(apps: Any, schema_editor: Any) -> None:
    with pgtrigger.ignore(STORY):
        for plan in _plans_with_a_story(apps):
            changes = list(plan.changes.order_by("revision"))
            states = [plan.document]
            for change in reversed(changes):
                states.insert(0, _patched_by_number(states[0], change.patch, "before"))
            plan.row_keys = keys_of(_keep_by_keys(changes, states))
            plan.save(update_fields=["row_keys"])


def tell_by_number(apps: Any, schema_editor: Any) -> None:
    with pgtrigger.ignore(STORY):
        for plan in _plans_with_a_story(apps):
            after = with_keys(plan.document, plan.row_keys)
            for change in plan.changes.order_by("-revision"):
                before = patched(after, change.patch, backwards=True)
                change.patch = _steps_by_number((), without_keys(before), without_keys(after), "")
                change.save(update_fields=["patch"])
                after = before


def _plans_with_a_story(apps: Any) -> Any:
    return apps.get_model("plans", "Plan").objects.filter(changes__isnull=False).distinct().iterator()


def _keep_by_keys(changes: list[Any], states: list[dict[str, Any]]) -> dict[str, Any]:
    """Writes each change anew; gives the last document with its keys."""
    present = with_keys(states[0], {})
    around: dict[int, tuple[dict[str, Any], dict[str, Any]]] = {}
    for change, state in zip(changes, states[1:], strict=True):
        # What was taken back or done again brings the same rows.
        known = around[change.of_id][change.kind == "redo"] if change.of_id in around else None
        after = known if known is not None and without_keys(known) == state else _keyed_like(present, state)
        around[change.pk] = present, after
        change.patch = difference(present, after)
        change.save(update_fields=["patch"])
        present = after
    return present


def _keyed_like(known: Any, value: Any) -> Any:
    """The value with the keys that its rows have in a document before it."""
    if isinstance(value, dict):
        inside = known if isinstance(known, dict) else {}
        return {name: _keyed_like(inside.get(name), inner) for name, inner in value.items()}
    if not are_rows(value):
        return value
    rows = known if are_rows(known) else []
    if len(rows) == len(value):
        pairs = list(zip(rows, value, strict=True))
    else:
        left = list(rows)
        pairs = [(_take(left, name_of(row)), row) for row in value]
    return [{KEY: (old or {}).get(KEY) or uuid4().hex, **_keyed_like(old, row)} for old, row in pairs]


def _take(rows: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
    found = next((row for row in rows if name_of(row) == name), None)
    if found is not None:
        rows.remove(found)
    return found


def _patched_by_number(document: dict[str, Any], patch: list[dict[str, Any]], end: str) -> dict[str, Any]:
    found = deepcopy(document)
    for step in patch:
        *path, last = step["path"]
        place: Any = found
        for key in path:
            place = place[key]
        if end in step:
            place[last] = deepcopy(step[end])
        else:
            place.pop(last, None)
    return found


def _steps_by_number(path: tuple[str | int, ...], before: Any, after: Any, name: str) -> list[dict[str, Any]]:
    if isinstance(before, dict) and isinstance(after, dict):
        name = str(before.get("name", "")) if path and isinstance(path[-1], int) else name
        steps: list[dict[str, Any]] = []
        for key in [*before, *(key for key in after if key not in before)]:
            if key in before and key in after:
                steps += _steps_by_number((*path, key), before[key], after[key], name)
                continue
            ends = {end: side[key] for end, side in (("before", before), ("after", after)) if key in side}
            steps.append({"path": [*path, key], **({"name": name} if name else {}), **ends})
        return steps
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            step
            for number, (one, other) in enumerate(zip(before, after, strict=True))
            for step in _steps_by_number((*path, number), one, other, name)
        ]
    if before == after and isinstance(before, bool) == isinstance(after, bool):
        return []
    return [{"path": list(path), "before": before, "after": after, **({"name": name} if name else {})}]


class Migration(migrations.Migration):
    dependencies = [("plans", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="plan",
            name="row_keys",
            field=models.JSONField(blank=True, default=dict, editable=False, verbose_name="keys of the rows"),
        ),
        migrations.RunPython(tell_by_keys, tell_by_number),
    ]
