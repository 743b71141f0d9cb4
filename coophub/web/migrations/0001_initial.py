from django.db import migrations, models

import coophub.web.model_fields


class Migration(migrations.Migration):
    """Counts of paces, in a table that is not in the log of the database."""

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="PaceCount",
            fields=[
                (
                    "key",
                    models.TextField(primary_key=True, serialize=False, verbose_name="what is counted of whom"),
                ),
                ("used", models.PositiveIntegerField(verbose_name="how often")),
                ("ends_at", coophub.web.model_fields.MomentColumn(verbose_name="counts until")),
            ],
            options={
                "verbose_name": "count of a pace",
                "verbose_name_plural": "counts of paces",
                "indexes": [models.Index(fields=["ends_at"], name="paces_by_end")],
            },
        ),
        migrations.RunSQL("ALTER TABLE web_pacecount SET UNLOGGED", migrations.RunSQL.noop),
    ]
