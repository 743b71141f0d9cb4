"""The verdict of a version, and the euros that its sources miss, in columns of their own: so that who counts many reads no result."""

import django.db.models.fields.json
import django.db.models.functions.comparison
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("plans", "0008_when_it_stopped_closing"),
    ]

    operations = [
        migrations.AddField(
            model_name="planversion",
            name="closes",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    django.db.models.fields.json.KeyTextTransform("closes", "result"), models.BooleanField(null=True)
                ),
                output_field=models.BooleanField(null=True),
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="gap",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.comparison.Cast(
                    django.db.models.fields.json.KeyTextTransform(
                        "gap", django.db.models.fields.json.KeyTextTransform("funding", "result")
                    ),
                    models.FloatField(null=True),
                ),
                output_field=models.FloatField(null=True),
            ),
        ),
    ]
