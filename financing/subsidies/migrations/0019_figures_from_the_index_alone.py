"""The figures of a version are joined by the number of its applications: with it in the index, none of them is read."""

from django.db import migrations, models

NAME = "applications_of_a_version"


class Migration(migrations.Migration):
    dependencies = [("subsidies", "0018_entries_of_a_version")]

    operations = [
        migrations.RemoveIndex(model_name="application", name=NAME),
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["scheme_version", "state"],
                include=("id", "target", "initiative", "submitted_at", "decide_by"),
                name=NAME,
            ),
        ),
    ]
