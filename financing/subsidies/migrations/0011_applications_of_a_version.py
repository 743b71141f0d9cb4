"""The figures of a version of a scheme are read from an index, not from its applications with all their answers."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("initiatives", "0004_words"),
        ("plans", "0002_row_keys"),
        ("subsidies", "0010_holdings_kept"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="application",
            index=models.Index(
                condition=models.Q(("submitted_at__isnull", False)),
                fields=["scheme_version", "state"],
                include=("target", "initiative", "submitted_at", "decide_by"),
                name="applications_of_a_version",
            ),
        ),
    ]
