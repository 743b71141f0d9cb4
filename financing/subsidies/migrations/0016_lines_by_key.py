"""A cost that came from a line of a plan knows that line by the key of its row, instead of by its name."""

from typing import Any

from django.db import migrations, models
from django.db.models import Q

from financing.plans.document.rows import KEY, with_keys


def by_key(apps: Any, schema_editor: Any) -> None:
    copied = apps.get_model("subsidies", "BudgetLine").objects.exclude(plan_line="").exclude(application__plan=None)
    for row in copied.select_related("application__plan").iterator():
        plan = row.application.plan
        lines = with_keys(plan.document, plan.row_keys)["investment"].get("lines", [])
        row.plan_row = next((line[KEY] for line in lines if line["name"] == row.plan_line), "")
        row.save(update_fields=["plan_row"])


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0015_days_within_bounds"), ("plans", "0006_points_by_key")]

    operations = [
        migrations.RemoveConstraint(model_name="budgetline", name="budget_line_from_a_plan_says_which"),
        migrations.AddField(
            model_name="budgetline",
            name="plan_row",
            field=models.CharField(blank=True, editable=False, max_length=32),
        ),
        migrations.RunPython(by_key, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.CheckConstraint(
                condition=Q(plan_line="", plan_row="", plan_revision=None, plan_amount=None)
                | Q(plan_revision__isnull=False, plan_amount__isnull=False) & ~Q(plan_line=""),
                name="budget_line_from_a_plan_says_which",
            ),
        ),
    ]
