"""Points of a home stand by the key of its row instead of its name: of a frozen version by the keys that a document has
which has none beside it.
"""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django.db import migrations

from financing.plans.document.rows import KEY, with_keys

FROZEN = "plans.PlanVersion:frozen"


def by_key(apps: Any, schema_editor: Any) -> None:
    with pgtrigger.ignore(FROZEN):
        for row, homes in _with_points(apps):
            points = row.home_points
            row.home_points = {home[KEY]: points[home["name"]] for home in homes if home["name"] in points}
            row.save(update_fields=["home_points"])


def by_name(apps: Any, schema_editor: Any) -> None:
    with pgtrigger.ignore(FROZEN):
        for row, homes in _with_points(apps):
            points = row.home_points
            row.home_points = {home["name"]: points[home[KEY]] for home in reversed(homes) if home[KEY] in points}
            row.save(update_fields=["home_points"])


def _with_points(apps: Any) -> Iterable[tuple[Any, list[dict[str, Any]]]]:
    """The plans and versions that have points, with their homes by key."""
    for model in ("Plan", "PlanVersion"):
        for row in apps.get_model("plans", model).objects.exclude(home_points={}).iterator():
            yield row, with_keys(row.document, getattr(row, "row_keys", {})).get("dwellings", [])


class Migration(migrations.Migration):
    dependencies = [("plans", "0005_days_within_bounds")]

    operations = [migrations.RunPython(by_key, by_name)]
