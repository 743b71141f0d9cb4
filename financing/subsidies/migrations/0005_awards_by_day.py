from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The awards that are published come from an index, the newest first."""

    atomic = False

    dependencies = [("subsidies", "0004_figures_are_kept")]

    operations = [
        AddIndexConcurrently(
            model_name="ledgerentry",
            index=models.Index(
                condition=models.Q(("kind", "award")), fields=["-made_at", "-application"], name="awards_by_day"
            ),
        ),
    ]
